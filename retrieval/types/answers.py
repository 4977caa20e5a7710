"""The nouns of answers: what is asked, what is said, and what carries it."""

from dataclasses import dataclass
from enum import StrEnum

from retrieval.types.knowledge import Claim
from retrieval.types.texts import Quote, Reference


class Status(StrEnum):
    """Whether the sources carry an answer; a courtesy, such as a greeting, asks for none."""

    ANSWERED = "answered"
    NOT_IN_SOURCES = "not_in_sources"
    COURTESY = "courtesy"


class Assessment(StrEnum):
    """What the sources make of somebody's message."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNDECIDED = "undecided"
    NOT_IN_SOURCES = "not_in_sources"


class Mode(StrEnum):
    """Who put the statements together."""

    EXTRACTIVE = "extractive"
    GENERATIVE = "generative"


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of a thread and, where it is known, what was answered."""

    question: str
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, cleaned, and the earlier turns of its thread, oldest first."""

    text: str
    language: str
    earlier: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote; `translation` is ours, `references` and `facts` are what its passage rests on."""

    number: int
    quote: Quote
    translation: str | None = None
    references: tuple[Reference, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """What is known of a claim that a cited quote overlaps."""

    citation: int
    claim: Claim
    finding: str
    correction: str
    references: tuple[Reference, ...] = ()
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer and the numbers of the citations that carry it."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ProposedQuote:
    """What a language model claims that a passage says, the passage by its number; unverified."""

    passage: int
    text: str


@dataclass(frozen=True, slots=True)
class ProposedStatement:
    """What a language model would say, and the quotes that it rests on; unverified."""

    text: str
    quotes: tuple[ProposedQuote, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """The tokens that a language model read and wrote; `estimated` where the provider does not tell."""

    read: int = 0
    written: int = 0
    estimated: bool = False

    def __add__(self, other: "Usage") -> "Usage":
        """Return both together."""
        return Usage(self.read + other.read, self.written + other.written, self.estimated or other.estimated)


@dataclass(frozen=True, slots=True)
class Writing:
    """What a language model's part in an answer took, and what became of its draft.

    `dropped` gives the reason for each statement that was not kept; `snapped` counts the quotes that were not given
    exactly; `fallback` says why extraction answers after all, None where the model's statements are shown.
    """

    model: str
    seconds: float = 0.0
    usage: Usage = Usage()
    cost: float = 0.0
    kept: int = 0
    dropped: tuple[str, ...] = ()
    snapped: int = 0
    fallback: str | None = None
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown. A refusal has no statements and no citations, and may have nearest passages.

    `approved` marks one that people chose for the question beforehand.
    `assessment` is there when a message was checked rather than a question answered.
    `rewritten` is a follow-up as a language model worded it to stand alone, where that was searched for; `writing` is
    None where no model was asked for statements.
    """

    question: Question
    language: str
    status: Status
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    checks: tuple[Check, ...] = ()
    nearest: tuple[Quote, ...] = ()
    message: str | None = None
    mode: Mode = Mode.EXTRACTIVE
    generation: str = ""
    approved: bool = False
    assessment: Assessment | None = None
    rewritten: str | None = None
    writing: Writing | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """What a summary can be asked for: a text, or the part of it under these headings."""

    title: str
    source: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """An answer that is a list of points, dated, and the revisions of the sources it rests on."""

    title: str
    created: str
    answer: Answer
    revisions: dict[str, str]
