"""Which sentences of the passages to quote for a question (pure)."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from retrieval.answers.asking import Asked
from retrieval.answers.evidence import coverage
from retrieval.answers.naming import VERSION
from retrieval.answers.wants import Wants
from retrieval.sources.terms import fold, stem, words
from retrieval.types import Hit, Passage, Quote, Span, TranslatedSpan

WORDS_GAIN = 0.15
"""What a sentence gains that says all of a question's words, in units of the hits' scores."""
EARLIER_GAIN = 0.1
"""The same for the words that a follow-up takes over from its thread."""
KIND_GAIN = 0.03
"""What a sentence gains that holds the kind of thing wanted: a figure, a date, a name, a reason."""

SUBJECT_GAIN = 0.02
"""What a sentence gains that begins with what is asked about."""
NEW_SUBJECT = 3
"""How many times that in a follow-up, where the subject is what is new."""
ATTRIBUTE_GAIN = 0.06
"""What a sentence gains that states what is asked of it, where that is known."""
ASIDE_LOSS = 0.04
"""What a sentence about the article loses when neither the article nor the truth of something is asked about."""
VARIANT_LOSS = 0.1
"""What a sentence loses that speaks of a variant only, "R1-Zero", where the thing itself is asked about."""

_OF_A_VARIANT = re.compile(r"\b(versions?|variant\w*|distil\w*|updated?|updates?|mises? a jour)\b")
_MODEL = re.compile(r"(?<!\w)[^\W\d_]{1,2}\d(?:[.\d]*)(?!\w)")
_DATED = 0.5
_ASIDE = re.compile(r"\b(the|this) article\b|\bl'article\b|\bcet article\b", re.IGNORECASE)
_OPENING = 4
_MONTHS = (
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"janvier|fevrier|février|mars|avril|mai|juin|juillet|aout|août|septembre|octobre|novembre|decembre|décembre"
)
_DATE = re.compile(rf"\b(\d{{1,2}} )?({_MONTHS})\b|\b(19|20)\d\d\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d")
_PERSON = re.compile(r"\b[A-ZÀ-Ý][\w'-]+ [A-ZÀ-Ý][\w'-]+")
_ROLE = re.compile(
    r"\b((co-?)?founder|ceo|chief|president|chair\w*|head of|director|minister|analyst|engineer|investor|is an?|was an?|"
    r"(co-?)?fondat\w+|patron|pdg|dirigeant\w*|direct(eur|rice)|ministre|analyste|ingenieure?|investisseu\w+|est une?|etait une?)\b"
)
_REASON = re.compile(
    r"\b(because|since|so that|due to|after|in order|reason|why|parce|car|afin|en raison|pour|faute|apres|après|craint\w*)\b",
    re.IGNORECASE,
)

Translate = Callable[[Passage], Sequence[TranslatedSpan]]
"""Our translation of a passage's document into the asker's language; empty if it is in that language or has none."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit, in the words it is compared by, with its score for the question."""

    passage: Passage
    quote: Quote
    text: str
    stems: frozenset[str]
    score: float


def candidates(
    asked: Asked, language: str, hits: Iterable[Hit], translate_into: Translate
) -> list[Candidate]:
    """Return all sentences of the hits, best first."""
    found = [
        _candidate(asked, language, hit, span, translate_into(hit.passage))
        for hit in hits
        for span in hit.passage.sentences
    ]
    return sorted(found, key=lambda candidate: -candidate.score)


def translate(quote: Quote, pieces: Iterable[TranslatedSpan]) -> str | None:
    """Return our translation of the sentences a quote touches, or None if some of it has none."""
    touched = [piece for piece in pieces if piece.span.overlaps(quote.span)]
    ends = [quote.start, *(piece.span.end for piece in touched)]
    starts = [*(piece.span.start for piece in touched), quote.end]
    gaps = (quote.document.text[end:start] for end, start in zip(ends, starts, strict=True) if start > end)
    if not touched or any(gap.strip() for gap in gaps):
        return None
    return " ".join(piece.text for piece in touched)


def say_the_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two sentences share most of the shorter one's words."""
    return len(one & other) > 0.6 * min(len(one), len(other))


@lru_cache(maxsize=20_000)
def stems_of(text: str, language: str) -> frozenset[str]:
    """Return the stems of all words of a text."""
    return frozenset(stem(word, language) for word in words(text))


def _candidate(
    asked: Asked, language: str, hit: Hit, span: Span, pieces: Sequence[TranslatedSpan]
) -> Candidate:
    quote = Quote(hit.passage.document, span.start, span.end)
    text = translate(quote, pieces) or quote.text
    stems = stems_of(text, language)
    score = (
        hit.score
        + WORDS_GAIN * coverage(asked.meanings, stems)
        + EARLIER_GAIN * (coverage(asked.earlier, stems) if asked.earlier else 0)
        + KIND_GAIN * _holds(asked, text)
        + SUBJECT_GAIN * (NEW_SUBJECT if asked.earlier else 1) * _is_about(asked, text, language)
        + ATTRIBUTE_GAIN * _states(asked, text)
        - VARIANT_LOSS * _variance(asked, text)
        - ASIDE_LOSS
        * (bool(_ASIDE.search(text)) and not asked.about_article and asked.wants is not Wants.VERDICT)
    )
    return Candidate(hit.passage, quote, text, stems, score)


def _is_about(asked: Asked, text: str, language: str) -> bool:
    opening = stems_of(" ".join(text.split()[:_OPENING]), language)
    return any(stem in opening for subject in asked.subjects for stem in subject.stems)


def _variance(asked: Asked, text: str) -> float:
    """Tell how far a sentence is from what is asked about: 1 for a variant with a name, a half for one with a date."""
    models = [subject.word for subject in asked.subjects if VERSION.fullmatch(subject.word)]
    if not models or _OF_A_VARIANT.search(asked.folded):
        return 0.0
    folded = fold(text)
    said = [
        _variants(model).findall(folded)
        for model in models
        if not any(_variants(model).findall(asked.folded))
    ]
    if not any(said) and _MODEL.search(folded):
        return _DATED
    return max((min(map(_distance, each), default=0.0) for each in said), default=0.0)


def _distance(ending: str) -> float:
    return 0.0 if not ending else _DATED if ending[1:].isdigit() else 1.0


@cache
def _variants(model: str) -> re.Pattern[str]:
    """Return what finds a model's name with what hangs on it, if anything does."""
    return re.compile(rf"(?<!\w){re.escape(model)}(-(?:[^\W\d_]\w*|\d{{4}}))?(?!\w)")


def _states(asked: Asked, text: str) -> bool:
    if not asked.attributes:
        return False
    folded = fold(text)
    return all(each.stated.search(folded) for each in asked.attributes)


def _holds(asked: Asked, text: str) -> bool:
    match asked.wants:
        case Wants.FIGURE:
            return bool(_FIGURE.search(_DATE.sub("", text)))
        case Wants.DATE:
            return bool(_DATE.search(text))
        case Wants.PERSON if asked.meanings and {each.word for each in asked.meanings} <= asked.names:
            # Who asks only by a name wants to know what that person is.
            return bool(_ROLE.search(fold(text)))
        case Wants.PERSON:
            known = set(words(asked.text))
            return any(not known & set(words(match.group())) for match in _PERSON.finditer(text))
        case Wants.REASON:
            return bool(_REASON.search(text))
    return False
