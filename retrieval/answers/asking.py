"""What a question asks, taken apart: its words of weight, its names, the kind of thing wanted (pure)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from retrieval.index.lexicon import Lexicon, Meaning
from retrieval.sources.dates import Time, times
from retrieval.sources.language import country_words
from retrieval.sources.terms import fold, light_words, words
from retrieval.types import Question

_TOKEN = re.compile(r"[^\W_]+(?:[.,-]\d+)*")


class Wants(StrEnum):
    """What kind of thing would answer."""

    VERDICT = "verdict"
    FIGURE = "figure"
    DATE = "date"
    PERSON = "person"
    REASON = "reason"
    MEANING = "meaning"
    COMPARISON = "comparison"
    ANYTHING = "anything"


_PATTERNS: tuple[tuple[Wants, re.Pattern[str]], ...] = (
    (
        Wants.VERDICT,
        re.compile(
            r"\b(is|was) it (really )?(true|right|correct|accurate|a fact)|\btrue or false|\bright or wrong|"
            r"\bfact.?check|\bis (that|this|it) (true|so|right)\b|\btrue that\b|\breally\b.*\?|"
            r"\b(c|ce)['’ ]?est (vraiment |bien )?(vrai|exact|juste)|\best.ce (vrai|exact|juste)|\bvrai ou faux|\bvraiment\b|"
            r"\bvrai que\b|\bexact que\b|\bfaux que\b"
        ),
    ),
    (
        Wants.COMPARISON,
        re.compile(
            r"\b(compare[ds]?|comparison|versus|vs|difference|differ|better than|worse than|cheaper|than)\b|"
            r"\b(compar\w+|difference|mieux que|pire que|moins cher|plus cher|par rapport|face a|contre)\b"
        ),
    ),
    (
        Wants.FIGURE,
        re.compile(
            r"\bhow (much|many|big|large|long|fast|far|old|expensive|cheap|mcuh)\b|\b(price|cost|figure|percent\w*|rate|number|amount)\b|"
            r"\b(combien|cmb|prix|cout\w*|montant|pourcent\w*|nombre|quelle (somme|taille|part)|chiffre)\b"
        ),
    ),
    (
        Wants.DATE,
        re.compile(
            r"\b(when|what (day|date|year|month|time)|which (day|date|year|month)|since when|how long ago)\b|"
            r"\b(quand|quelle (date|annee)|quel (jour|mois)|depuis quand|en quelle)\b"
        ),
    ),
    (
        Wants.PERSON,
        re.compile(
            r"\b(who|whos|whom|whose|which (people|person|ceos?|bosses|leaders))\b|\b(qui|lesquels|quels? (patrons?|dirigeants?))\b"
        ),
    ),
    (Wants.REASON, re.compile(r"\b(why|how come|reason|what for)\b|\b(pourquoi|pk|pq|raisons?|a cause)\b")),
    (
        Wants.MEANING,
        re.compile(
            r"\b(what(s| is| are| was|'s)|wats?|define|meaning|mean|explain)\b|"
            r"\b(c'?est quoi|ckoi|c koi|qu'?est.ce (que|qu)|definition|que veut dire|signifie|expliqu\w+)\b"
        ),
    ),
)
_HEAD = re.compile(
    r"\b(?:how (?:many|much)(?: of)?|what|which|wat|whats|combien d(?:e |['’]| )|quel(?:le)?s? )\W*(?P<rest>.*)"
)
_MONTHS = frozenset(
    "january february march april may june july august september october november december janvier fevrier mars "
    "avril mai juin juillet aout septembre octobre novembre decembre christmas noel".split()
)
_SHORT = 3
_VERSION = re.compile(
    r"(?!\d+(st|nd|rd|th|er|ers|ere|eres|e|eme|emes|h|k|b|m|bn|s)\b)(?=\w*\d)(?=\w*[^\W\d_])[\w.]+"
)
_LIVE = re.compile(
    r"\b(today|right now|now|currently|at the moment|these days|this (week|month|year|morning)|latest|tomorrow|yesterday|"
    r"aujourd'?hui|actuel\w*|maintenant|en ce moment|cette (semaine|annee)|ce (mois|matin|soir)|demain|hier|a l'heure actuelle)\b"
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
    among, as "fine" in "what fine" and "users" in "how many users"; `dates` are the months and years.
    """

    meanings: tuple[Meaning, ...]
    earlier: tuple[Meaning, ...]
    foreign: bool
    names: frozenset[str]
    capitals: frozenset[str]
    versions: frozenset[str]
    countries: frozenset[str]
    rarest: float
    wants: Wants
    live: bool
    about_article: bool
    negated: bool
    at_length: bool
    head: Meaning | None
    dates: tuple[Time, ...]


def take_apart(question: Question, lexicon: Lexicon, earlier: Sequence[str] = ()) -> Asked:
    """Take a question apart in the language of the lexicon; `earlier` are the questions it takes words from.

    Of a question in another language only the words count that the lexicon knows: names, figures, cognates.
    """
    text = question.text
    written = _names(text)
    names = set(written)
    foreign = question.language != lexicon.language
    # Another language's words look like misspelt ones of ours, so nothing is corrected there.
    meanings = _meanings(text, lexicon, set(words(text)) if foreign else names)
    if foreign:
        meanings = tuple(meaning for meaning in meanings if meaning.known)
    countries = country_words(lexicon.language)
    names |= (_MONTHS | countries) & {meaning.word for meaning in meanings}
    names |= {meaning.word for meaning in meanings if any(lexicon.is_name(term) for term in meaning.stems)}
    taken = {meaning.word for meaning in meanings}
    before = tuple(
        meaning
        for question in earlier
        for meaning in _meanings(question, lexicon, _names(question))
        if meaning.word not in taken
    )
    folded = fold(text)
    wants = next((wants for wants, pattern in _PATTERNS if pattern.search(folded)), Wants.ANYTHING)
    if wants is Wants.ANYTHING and earlier:
        wants = next(
            (wants for question in earlier for wants, pattern in _PATTERNS if pattern.search(fold(question))),
            wants,
        )
    return Asked(
        meanings=meanings,
        earlier=before,
        foreign=foreign,
        names=frozenset(names),
        capitals=frozenset(name for name in written if name.isalpha() and len(name) > _SHORT),
        versions=frozenset(name for name in names if _VERSION.fullmatch(name)),
        countries=frozenset(countries & names),
        rarest=lexicon.rarest,
        wants=wants,
        live=bool(_LIVE.search(folded)),
        negated=bool(_NEGATION.search(folded)),
        about_article=bool(_ARTICLE.search(folded)),
        at_length=bool(_AT_LENGTH.search(folded)),
        head=_head(folded, meanings),
        dates=tuple(times(text)),
    )


def as_written(text: str, folded: Sequence[str]) -> list[str]:
    """Return words the way the text writes them."""
    written = {word: match.group() for match in _TOKEN.finditer(text) for word in words(match.group())}
    return [written.get(word, word) for word in folded]


def _meanings(text: str, lexicon: Lexicon, names: set[str]) -> tuple[Meaning, ...]:
    light = light_words(lexicon.language)
    asked = (word for word in dict.fromkeys(words(text)) if word not in light)
    found = (lexicon.meaning(word, is_name=word in names) for word in asked)
    return tuple(meaning for meaning in found if meaning is not None and _matters(meaning))


def _head(folded: str, meanings: tuple[Meaning, ...]) -> Meaning | None:
    match = _HEAD.search(folded)
    following = words(match["rest"])[:1] if match else []
    return next((meaning for meaning in meanings if meaning.word in following), None)


def _matters(meaning: Meaning) -> bool:
    return len(meaning.word) > 1 or meaning.word.isdigit()


def _names(text: str) -> set[str]:
    """Return the folded words that are written as names, versions or figures; the first word's capital does not count."""
    found: set[str] = set()
    for position, match in enumerate(_TOKEN.finditer(text)):
        token = match.group()
        shouted = text.isupper()
        if any(character.isdigit() for character in token) or (
            not shouted and ((token[0].isupper() and position > 0) or (token.isupper() and len(token) > 1))
        ):
            found.update(words(token))
    return found
