"""Does any sentence give what a question asks, of the subject it asks about? What is lacking, if not (pure)."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from retrieval.answers.amounts import amounts
from retrieval.answers.asking import Asked
from retrieval.answers.wants import Wants
from retrieval.index.lexicon import Meaning
from retrieval.sources.terms import fold, is_stop_word, words


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the words it is compared by: its own, folded, and its stems, those of its headings included."""

    text: str
    folded: str
    stems: frozenset[str]


def make_sentence(text: str, stems: frozenset[str]) -> Sentence:
    """Fold a sentence's text."""
    return Sentence(text, fold(text), stems)


class Lack(StrEnum):
    """What a question asks for and no sentence gives."""

    ATTRIBUTE = "attribute"
    COUNT = "count"
    PERSON = "person"
    PLACE = "place"
    AMOUNT = "amount"
    TASK = "task"


_OPENING = 3
"""A sentence is about what its first so many words name."""
_ENOUGH_AMOUNT = 0.95
_NUMBER = re.compile(
    r"\b\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|dozens?|tens|hundreds|thousands|no|half|twice|"
    r"une?|deux|trois|quatre|cinq|sept|huit|neuf|dix|dizaines|centaines|milliers|aucun\w*|moitie)\b"
)
_DATE = re.compile(
    r"\b(\d{1,2}(er)?(-\d+)? )?(january|february|march|april|may|june|july|august|september|october|november|december|janvier|"
    r"fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)( \d{4})?\b|\b(19|20)\d\d\b"
)
_COUNTED = re.compile(r"\b(how many|number of|combien d|nombre d)")
_DENIED = re.compile(r"\b(not|non|pas|no|aucune?|without|sans)\b[^,.;:]*")
_ROLE = re.compile(
    r"\b(which|what|quel|quelle|quels|quelles) (\w+ ){0,2}(developers?|engineers?|employees?|judges?|ministers?|senators?|journalists?|reporters?|lawyers?|"
    r"researchers?|authors?|officials?|spokes\w+|developpeurs?|ingenieurs?|employee?s?|juges?|ministres?|senateurs?|journalistes?|avocate?s?|chercheurs?|auteurs?)\b"
)
_PERSON = re.compile(r"\b[A-ZÀ-Ý][\w'’-]+ [A-ZÀ-Ý][\w'’-]+")
_MEASURES = frozenset("times points point percent text money time fois texte argent temps pourcent".split())
_WHO = re.compile(r"^\W*(\w+ ){0,3}(who|whose|whom|qui)\b")
_PLACE = re.compile(
    r"\b(where (is|are|was|were|do|does|did)|which (country|city|province|state)|from where|d ?['’]?ou (vien|sort|est|etai)\w*|"
    r"(quels?|quelles?) (pays|ville|region|province))\b"
)
_REACHED = re.compile(
    r"\b(reach\w*|pass(ed|es|ing)?|cross\w*|hits?|top(ped|s)?|exceed\w*|broke|attein\w+|franchi\w*|depass\w+|passe\w*)\b"
)
_TASK = re.compile(
    r"^\W*(?:(?:hey|hi|ok|please|pls|plz|can|could|would|will|you|u|tu|peux|pourrais|pouvez|vous|svp|stp|me|m|nous)\W+)*"
    r"(?:write|draft|compose|fix|debug|translate|generate|draw|code|solve|calculate|book|order|play|sing|ecris|ecrire|redige|traduis|"
    r"traduire|corrige|dessine|resous|calcule|reserve|commande|joue|chante)\b"
)
_CAPITAL = re.compile(r"[A-ZÀ-Ý][\w'’-]+")
_SOMEWHERE = re.compile(
    r"\b(in|at|on|near|under|inside|outside|behind|beside|beneath|dans|sur|pres d[eu]|chez|sous|devant|derriere|au|aux)\b(?! (a|the|le|la) (day|month|year|week|jour|mois|an)\b)"
)


def lacking(asked: Asked, sentences: Sequence[Sentence], spoken: Sequence[str]) -> Lack | None:
    """Return what no sentence near gives; `spoken` are the sentences that would be said."""
    checks = (
        (Lack.TASK, bool(_TASK.search(asked.folded))),
        (Lack.ATTRIBUTE, not _attributes_stated(asked, sentences)),
        (Lack.COUNT, not _counted(asked, sentences)),
        (Lack.AMOUNT, not _reached(asked, sentences)),
        (
            Lack.PERSON,
            asked.wants is Wants.PERSON and bool(_WHO.search(asked.folded)) and not _names(asked, spoken),
        ),
        (Lack.PERSON, bool(_ROLE.search(asked.folded)) and not _names(asked, spoken[:2], _PERSON)),
        (Lack.PLACE, bool(_PLACE.search(asked.folded)) and not _places(asked, spoken[:1])),
    )
    return next((lack for lack, is_lacking in checks if is_lacking), None)


def _attributes_stated(asked: Asked, sentences: Sequence[Sentence]) -> bool:
    for attribute in asked.attributes:
        stating = [
            sentence
            for sentence in sentences
            if attribute.stated.search(
                _DENIED.sub("", sentence.folded) if attribute.owned else sentence.folded
            )
            and (not (attribute.figure or asked.wants is Wants.FIGURE) or _has_number(sentence))
            and (asked.subjects or not attribute.owned or _is_about(sentence, asked.weak_names))
        ]
        subjects = [subject for subject in asked.subjects if not attribute.asked.search(subject.word)]
        if not stating or not _each_said(subjects, stating):
            return False
    return True


def _counted(asked: Asked, sentences: Sequence[Sentence]) -> bool:
    """Tell whether a sentence has a number and the things counted, for every subject."""
    head = asked.head
    if (
        head is None
        or not head.known
        or head.word in _MEASURES
        or asked.wants is not Wants.FIGURE
        or not _COUNTED.search(asked.folded)
    ):
        return True
    counting = [sentence for sentence in sentences if _says(sentence, head) and _has_number(sentence)]
    subjects = [subject for subject in asked.subjects if subject.word != head.word]
    return bool(counting) and _each_said(subjects, counting)


def _reached(asked: Asked, sentences: Sequence[Sentence]) -> bool:
    """Tell whether an amount that is said to be reached or passed is as large as any that the sentences know."""
    named = amounts(asked.text, asked.language)
    if not named or asked.wants is Wants.VERDICT or not _REACHED.search(asked.folded):
        return True
    known = [
        amount
        for sentence in sentences
        if not asked.subjects or any(_says(sentence, subject) for subject in asked.subjects)
        for amount in amounts(sentence.folded, asked.language)
    ]
    return max(known, default=0.0) >= _ENOUGH_AMOUNT * max(named)


def _places(asked: Asked, spoken: Sequence[str]) -> bool:
    """Tell whether a sentence names a place; of what has no name itself, any place will do."""
    if _names(asked, spoken):
        return True
    return not asked.names and any(_SOMEWHERE.search(_DATE.sub("", fold(text))) for text in spoken)


def _names(asked: Asked, spoken: Iterable[str], pattern: re.Pattern[str] = _CAPITAL) -> bool:
    """Tell whether a sentence to be said has a name that is not in the question."""
    known = set(words(asked.text))
    return any(
        not set(words(match.group())) & known
        and not is_stop_word(fold(match.group()), asked.language)
        and not _DATE.search(fold(match.group()))
        for text in spoken
        for match in pattern.finditer(text)
    )


def _each_said(subjects: Sequence[Meaning], sentences: Sequence[Sentence]) -> bool:
    return all(any(_says(sentence, subject) for sentence in sentences) for subject in subjects)


def _is_about(sentence: Sentence, names: Collection[str]) -> bool:
    """Tell whether a sentence begins with one of the names, if there are any."""
    opening = words(sentence.folded)[:_OPENING]
    return not names or any(name in opening for name in names)


def _has_number(sentence: Sentence) -> bool:
    return bool(_NUMBER.search(_DATE.sub("", sentence.folded)))


def _says(sentence: Sentence, meaning: Meaning) -> bool:
    return any(stem in sentence.stems for stem in meaning.stems)
