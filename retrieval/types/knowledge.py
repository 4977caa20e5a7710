"""The nouns of what a corpus knows beside its texts: checked claims, translations, questions."""

from dataclasses import dataclass
from enum import StrEnum

from retrieval.types.texts import Quote, Span


class Verdict(StrEnum):
    """What the references say about a claim of a source."""

    SUPPORTED = "supported"
    IMPRECISE = "imprecise"
    WRONG = "wrong"
    UNVERIFIABLE = "unverifiable"


@dataclass(frozen=True, slots=True)
class Claim:
    """A piece of a source that was checked against references, and what they say."""

    id: str
    quote: Quote
    verdict: Verdict
    findings: dict[str, str]
    corrections: dict[str, str]
    references: tuple[str, ...]
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TranslatedSpan:
    """A piece of a document and our translation of it."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class About:
    """What a corpus is about, as its maker words it in one language, and questions that it answers well."""

    topic: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A question whose right answer is known: the quote or the facts that carry it, the words it must show.

    Each entry of `shows` lists alternatives between bars. `split` is "held" for those kept back until the end.
    """

    id: str
    language: str
    kinds: tuple[str, ...]
    text: str
    earlier: tuple[str, ...]
    answerable: bool
    quote: str | None
    facts: tuple[str, ...]
    shows: tuple[str, ...]
    split: str
