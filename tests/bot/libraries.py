"""A library that answers what the story says, in place of one with texts and an index."""

from collections.abc import Callable, Sequence
from typing import cast

from retrieval import Answer, Library, Turn
from tests.builders import make_answer, make_citation


def answer_plainly(text: str) -> Answer:
    return make_answer(make_citation(), text=text)


class FakeLibrary:
    """Remembers what it was asked, and with which earlier turns."""

    def __init__(self, answer: Callable[[str], Answer] = answer_plainly) -> None:
        self._answer = answer
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []

    def ask(self, text: str, earlier: Sequence[Turn] = ()) -> Answer:
        self.asked.append((text, tuple(earlier)))
        return self._answer(text)


def as_library(fake: FakeLibrary) -> Library:
    """Tell the type checker that a conversation asks no more of a library than `ask`."""
    return cast("Library", fake)
