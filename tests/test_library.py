"""What a library does with what people type."""

import time
from pathlib import Path

import pytest

from retrieval import QuestionError
from tests.builders import make_library


def test_a_flood_of_accents_is_refused_at_once(tiny: Path) -> None:
    library = make_library(tiny / "corpus", tiny / "data")
    flood = "a" + "\u0301\u0316" * 200_000
    started = time.perf_counter()

    with pytest.raises(QuestionError, match="at most 2,000 are read"):
        library.ask(flood)
    assert time.perf_counter() - started < 2


def test_a_question_in_decomposed_letters_is_as_long_as_it_looks(tiny: Path) -> None:
    library = make_library(tiny / "corpus", tiny / "data")

    answer = library.ask("e\u0301" * 1_990 + " heron")

    assert len(answer.question.text) == 1_996
