"""What a question asks, taken apart: its words of weight, its names, the kind of thing wanted (pure)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answers.attributes import Attribute, asked_for, opinion_asked_for
from retrieval.answers.fillers import fillers
from retrieval.answers.naming import (
    TOKEN,
    VERSION,
    names_among,
    subjects_among,
    unlisted,
    weak_names,
    written_names,
)
from retrieval.answers.wants import Wants, wanted
from retrieval.index.lexicon import Lexicon, Meaning
from retrieval.sources.dates import Time, times
from retrieval.sources.language import country_words
from retrieval.sources.spelling import is_word
from retrieval.sources.terms import fold, light_words, words
from retrieval.types import Question

_HEAD = re.compile(
    r"\b(?:how (?:many|much)(?: of)?|what|which|wat|whats|combien d(?:e |['’]| )|quel(?:le)?s? )\W*(?P<rest>.*)"
)
_DEFINED = re.compile(
    r"\b(?:expliqu\w+|explain|define|definition (?:of|de)|meaning of|c['’ ]?est quoi|c koi|ckoi|qu['’]est[- ]ce que? c['’]est que?)\b\W*(?P<rest>.+)"
)
_KINDS = frozenset(
    "country countries nation nations state states company companies firm firms people persons things reasons ways steps topics types "
    "kinds parts points facts events organisations organizations institutions authorities regulators pays etats entreprises societes "
    "boites gens personnes raisons facons etapes sujets types sortes parties points faits evenements organisations autorites".split()
)
_FEW = 3
"""So many words of weight at most ask for one thing's meaning."""
_LIVE = re.compile(
    r"\b(tout de suite|en direct|temps reel|real[- ]?time|as of now|trading at|cote a|today|right now|now|current|currently|at the moment|these days|this (week|month|year|morning)|latest|tomorrow|yesterday|"
    r"aujourd'?hui|actuel\w*|maintenant|en ce moment|cette (semaine|annee)|ce (mois|matin|soir)|demain|hier|a l'heure actuelle)\b"
)
_LATER = re.compile(
    r"\b(in the end|end(ed|s)? up|eventually|since then|ever since|fin(i|it|is|issent|iront) par|depuis(?= *\?)|depuis lors|"
    r"finalement|au final|entre[- ]temps|par la suite)\b"
)
_NEGATION = re.compile(r"\b(not|never|no|nobody|nothing|cannot|pas|jamais|aucun\w*|rien|personne)\b|n['’]t\b")
_ARTICLE = re.compile(r"\b(articles?|artcle|artical|autheur|auteurs?|authors?)\b")
_AT_LENGTH = re.compile(
    r"\b(in (full |more )?detail|more details?|at length|everything|all you (know|have)|tell me more|full (list|story|answer)|"
    r"en details?|plus de details|tout ce que|dis[- ]m'en plus|en long)\b"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart; `earlier` holds the meanings that a follow-up takes over from its thread.

    `names` are the words that are names, dates, versions or figures, `capitals` those written
    with a capital, `versions` those that mix
    letters and digits ("h200"), `rarest` the weight of a word that no text knows; `head` is the thing counted or chosen
    among, as "fine" in "what fine" and "users" in "how many users"; `dates` are the months and years. `attributes` are
    what is asked of the `subjects`, those of its names that tell texts apart; a follow-up may take both over.
    """

    text: str
    folded: str
    language: str
    meanings: tuple[Meaning, ...]
    earlier: tuple[Meaning, ...]
    foreign: bool
    names: frozenset[str]
    capitals: frozenset[str]
    versions: frozenset[str]
    subjects: tuple[Meaning, ...]
    weak_names: frozenset[str]
    attributes: tuple[Attribute, ...]
    countries: frozenset[str]
    rarest: float
    wants: Wants
    live: bool
    later: bool
    about_article: bool
    negated: bool
    at_length: bool
    head: Meaning | None
    dates: tuple[Time, ...]


def take_apart(
    question: Question, lexicon: Lexicon, earlier: Sequence[str] = (), *, story: bool = False
) -> Asked:
    """Take a question apart in the language of the lexicon; `earlier` are the questions it takes words from.

    Where that is a `story` told around the question, only its words count: it asks for nothing itself.

    Of a question in another language only the words count that the lexicon knows: names, figures, cognates.
    """
    text = question.text
    written = written_names(text)
    names = set(written)
    foreign = question.language != lexicon.language
    meanings, head = _asked_for(text, lexicon, names, foreign=foreign)
    countries = country_words(lexicon.language)
    names |= names_among(meanings, lexicon)
    before = _taken_over(earlier, meanings, lexicon)
    folded, folded_earlier = fold(text), [fold(each) for each in earlier if not story]
    kinds = [wanted(asked) for asked in (folded, *folded_earlier)]
    # A word of the dictionary that is written small may be just that: "fire".
    told = {word for word in names if word in written or not is_word(word, lexicon.language)}
    subjects = subjects_among(meanings, told)
    about_article = bool(_ARTICLE.search(folded))
    attributes = asked_for(folded)
    if not attributes and not countries & names:
        attributes = next(filter(None, map(asked_for, folded_earlier)), ())
    if subjects and not about_article:
        attributes += opinion_asked_for(folded)
    return Asked(
        text=text,
        folded=folded,
        language=lexicon.language,
        meanings=meanings,
        earlier=before,
        foreign=foreign,
        names=frozenset(names),
        capitals=unlisted(written, meanings),
        versions=frozenset(name for name in names if VERSION.fullmatch(name)),
        subjects=subjects or (() if story else subjects_among(before, names_among(before, lexicon))),
        weak_names=weak_names(meanings, names),
        attributes=attributes,
        countries=frozenset(countries & names),
        rarest=lexicon.rarest,
        wants=next((kind for kind in kinds if kind is not Wants.ANYTHING), Wants.ANYTHING),
        live=bool(_LIVE.search(folded)),
        later=bool(_LATER.search(folded)),
        negated=bool(_NEGATION.search(folded)),
        about_article=about_article,
        at_length=bool(_AT_LENGTH.search(folded)),
        head=head,
        dates=tuple(times(text)),
    )


def as_written(text: str, folded: Sequence[str]) -> list[str]:
    """Return words the way the text writes them."""
    written = {word: match.group() for match in TOKEN.finditer(text) for word in words(match.group())}
    return [written.get(word, word) for word in folded]


def _asked_for(
    text: str, lexicon: Lexicon, names: set[str], *, foreign: bool
) -> tuple[tuple[Meaning, ...], Meaning | None]:
    """Return a question's words of weight, and the thing counted or chosen among."""
    # Another language's words look like misspelt ones of ours, so nothing is corrected there.
    meanings = _meanings(text, lexicon, set(words(text)) if foreign else names)
    if foreign:
        meanings = tuple(meaning for meaning in meanings if meaning.known)
    head = _head(fold(text), meanings)
    if head is not None and not head.known and head.word in _KINDS:
        # Whoever asks "which countries" is answered by their names.
        meanings, head = tuple(meaning for meaning in meanings if meaning is not head), None
    return meanings, head


def _taken_over(earlier: Sequence[str], meanings: Sequence[Meaning], lexicon: Lexicon) -> tuple[Meaning, ...]:
    taken = {meaning.word for meaning in meanings}
    return tuple(
        meaning
        for each in earlier
        for meaning in _meanings(each, lexicon, written_names(each))
        if meaning.word not in taken
    )


def _meanings(text: str, lexicon: Lexicon, names: set[str]) -> tuple[Meaning, ...]:
    light = light_words(lexicon.language) | fillers(lexicon.language)
    asked = (word for word in dict.fromkeys(words(text)) if word not in light)
    found = (lexicon.meaning(word, is_name=word in names) for word in asked)
    return tuple(meaning for meaning in found if meaning is not None and _matters(meaning))


def _head(folded: str, meanings: tuple[Meaning, ...]) -> Meaning | None:
    if (match := _DEFINED.search(folded)) and len(meanings) <= _FEW:
        rest = words(match["rest"])
        return next((meaning for word in rest for meaning in meanings if meaning.word == word), None)
    match = _HEAD.search(folded)
    following = words(match["rest"])[:1] if match else []
    return next((meaning for meaning in meanings if meaning.word in following), None)


def _matters(meaning: Meaning) -> bool:
    return len(meaning.word) > 1 or meaning.word.isdigit()
