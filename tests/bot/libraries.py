"""A library that answers what the story says, in place of one with texts and an index."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import cast

from bot.growing import beginnings
from retrieval import (
    About,
    Answer,
    Document,
    Generation,
    IndexMissing,
    Library,
    Mode,
    Reason,
    Source,
    SourceError,
    Turn,
)
from tests.builders import make_answer, make_citation


def answer_plainly(text: str) -> Answer:
    return make_answer(make_citation(), text=text)


MILL = {
    "en": About(
        "the mill of Orval", ("Who built the mill?", "Where do the herons nest?", "How wide is the wheel?")
    ),
    "fr": About("le moulin d'Orval", ("Qui a construit le moulin ?",)),
}


class FakeLibrary:
    """Remembers what it was asked, and with which earlier turns."""

    def __init__(self, answer: Callable[[str], Answer] = answer_plainly) -> None:
        self._answer = answer
        self._documents: dict[str, Document] = {}
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []
        self.checked: list[str] = []
        self.generation: Generation | None = None
        self.abouts: dict[str, About] = dict(MILL)

    def ask(
        self, text: str, earlier: Sequence[Turn] = (), said: Callable[[Answer], None] | None = None
    ) -> Answer:
        del said  # no model writes here
        self.asked.append((text, tuple(earlier)))
        return self._known(self._answer(text))

    def check(self, text: str) -> Answer:
        self.checked.append(text)
        return self._known(self._answer(text))

    def document(self, source: str) -> Document:
        """Return what the latest answer quoted of a source."""
        if source not in self._documents:
            raise SourceError(Reason.NO_SUCH_SOURCE, source=source)
        return self._documents[source]

    def replace_document(self, document: Document) -> None:
        """Let a source read otherwise, as after a reindex."""
        self._documents[document.source.id] = document

    def sources(self) -> list[Source]:
        return [document.source for document in self._documents.values()]

    def about(self, language: str) -> About | None:
        return self.abouts.get(language)

    def generations(self) -> tuple[str | None, list[Generation]]:
        return (self.generation.id, [self.generation]) if self.generation else (None, [])

    def probe(self) -> Generation:
        if self.generation is None:
            raise IndexMissing(Reason.NO_INDEX, data="data")
        return self.generation

    def _known(self, answer: Answer) -> Answer:
        for quote in (*(citation.quote for citation in answer.citations), *answer.nearest):
            self._documents[quote.document.source.id] = quote.document
        return answer


class WritingLibrary(FakeLibrary):
    """Plays a model: says an answer statement by statement, each when the story lets it; `spoilt` is given in the end."""

    def __init__(
        self, answer: Callable[[str], Answer] = answer_plainly, spoilt: Callable[[str], Answer] | None = None
    ) -> None:
        super().__init__(answer)
        self._spoilt = spoilt
        self._turns = threading.Semaphore(0)

    def go_on(self, statements: int = 1) -> None:
        """Let so many statements be said; the end is one more."""
        self._turns.release(statements)

    def ask(
        self, text: str, earlier: Sequence[Turn] = (), said: Callable[[Answer], None] | None = None
    ) -> Answer:
        self.asked.append((text, tuple(earlier)))
        answer = self._known(replace(self._answer(text), mode=Mode.GENERATIVE))
        for begun in reversed(list(beginnings(answer))):
            self._turns.acquire(timeout=20)
            if said is not None:
                said(begun)
        self._turns.acquire(timeout=20)
        return self._known(self._spoilt(text)) if self._spoilt else answer


def as_library(fake: FakeLibrary) -> Library:
    """Tell the type checker that a conversation asks no more of a library than this."""
    return cast("Library", fake)
