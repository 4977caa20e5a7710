"""The nouns of texts. A quote holds offsets, never text, so it cannot misquote."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a source is; the article is what the notes comment on."""

    ARTICLE = "article"
    NOTE = "note"
    DOCUMENT = "document"


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
