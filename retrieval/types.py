"""The nouns of retrieval. A quote holds offsets, never text, so it cannot misquote."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a source is; the article is what the notes comment on."""

    ARTICLE = "article"
    NOTE = "note"
    DOCUMENT = "document"


class Verdict(StrEnum):
    """What the references say about a claim of a source."""

    SUPPORTED = "supported"
    IMPRECISE = "imprecise"
    WRONG = "wrong"
    UNVERIFIABLE = "unverifiable"


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
class Reference:
    """A public document that a note or a correction rests on."""

    id: str
    title: str
    publisher: str
    date: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """A published work we may quote. `published` is an ISO date, or a year, or a year and month."""

    id: str
    title: str
    kind: Kind
    language: str
    publisher: str | None = None
    published: str | None = None
    address: str | None = None
    licence: str | None = None
    held: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a source at one revision; offsets count characters of `text`."""

    source: Source
    text: str
    revision: str = field(init=False)

    def __post_init__(self) -> None:
        """Derive the revision: compared, never parsed."""
        object.__setattr__(self, "revision", hashlib.sha256(self.text.encode()).hexdigest()[:16])


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` up to, not including, `end` of a text."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Quote:
    """A slice of a document. Raises ValueError for offsets that are not in it."""

    document: Document
    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse offsets outside the document, and empty or blank slices."""
        if not 0 <= self.start < self.end <= len(self.document.text):
            raise ValueError(f"no characters {self.start}..{self.end} in {self.document.source.id}")
        if not self.text.strip():
            raise ValueError(f"only white space at {self.start}..{self.end} in {self.document.source.id}")

    @property
    def text(self) -> str:
        """The source's own characters."""
        return self.document.text[self.start : self.end]

    @property
    def span(self) -> Span:
        """Where in the document."""
        return Span(self.start, self.end)

    @property
    def paragraph(self) -> Span:
        """The paragraph around it: up to the blank lines before and after."""
        text = self.document.text
        before, after = text.rfind("\n\n", 0, self.start), text.find("\n\n", self.end)
        return Span(0 if before < 0 else before + 2, len(text) if after < 0 else after)


@dataclass(frozen=True, slots=True)
class Passage:
    """What is embedded, found and quoted from: a paragraph, or a run of whole sentences of one."""

    document: Document
    start: int
    end: int
    sentences: tuple[Span, ...]
    headings: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Unique in a generation; compared, never parsed."""
        return f"{self.document.source.id}@{self.start}"

    @property
    def text(self) -> str:
        """The passage's own characters."""
        return self.document.text[self.start : self.end]

    @property
    def span(self) -> Span:
        """Where in the document."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and how near it is; the score compares hits of one search only."""

    passage: Passage
    score: float


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


class Standing(StrEnum):
    """What became of words that were quoted before."""

    STANDS = "stands"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class KeptQuote:
    """Words that were quoted from a source, kept to be compared with it later."""

    source: str
    text: str


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


@dataclass(frozen=True, slots=True)
class Generation:
    """One built index. `documents` maps source ids to revisions; `created` is ISO 8601 in UTC.

    `fingerprint` names embedder and cutting, `contents` all that was read from the corpus; both are only compared.
    `corpus` is the folder it was read from.
    """

    id: str
    fingerprint: str
    created: str
    passages: int
    documents: dict[str, str]
    contents: str
    corpus: str = ""
