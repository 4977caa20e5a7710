"""A question is held against those of which it is known whether the texts answer them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from retrieval.index.keywords import Wordings, write_wordings
from retrieval.search.precedents import Likeness, Precedents
from retrieval.types import Precedent
from tests.fakes import FakeEmbedder

ANSWERED = (
    Precedent("How much flour does the mill grind in a year?", "flour", answered=True),
    Precedent("what weight of flour is ground each year", "flour", answered=True),
    Precedent("When did the wheel of the mill burn?", "fire", answered=True),
    Precedent("in which year was the fire at the wheel", "fire", answered=True),
)
UNANSWERED = (
    Precedent("Who paid for the new wheel?", "fire", answered=False),
    Precedent("what does a sack of flour cost", "flour", answered=False),
    Precedent("Will it rain tomorrow?", "", answered=False),
)
EMBEDDER = FakeEmbedder()


def like(folder: Path, text: str, known: Sequence[Precedent] = (*UNANSWERED, *ANSWERED)) -> Likeness | None:
    texts = [precedent.text for precedent in known]
    write_wordings(folder / "wordings", texts)
    vectors = np.stack([EMBEDDER.embed_query(text) for text in texts])
    precedents = Precedents(known, vectors, Wordings(folder / "wordings"))
    return precedents.like(text, EMBEDDER.embed_query(text))


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("how much flour is ground a year?", True),
        ("When did the wheel burn?", True),
        ("who paid for a sack of flour?", False),
        ("rain tomorrow?", False),
    ],
)
def test_a_question_leans_to_the_kind_that_its_nearest_are_of(
    tmp_path: Path, text: str, *, answered: bool
) -> None:
    found = like(tmp_path, text)

    assert found is not None
    assert (found.meaning > 0) is answered
    assert (found.wording > 0) is answered


@pytest.mark.parametrize("known", [*ANSWERED, *UNANSWERED])
def test_a_question_asked_before_is_foretold_what_became_of_it(tmp_path: Path, known: Precedent) -> None:
    found = like(tmp_path, known.text)

    assert found is not None
    assert (found.meaning > 0) is known.answered


def test_questions_that_nothing_tells_apart_foretell_nothing(tmp_path: Path) -> None:
    alike = [Precedent("flour" + "!" * number, "flour", answered=bool(number % 2)) for number in range(1, 9)]

    found = like(tmp_path, "flour?", alike)

    assert found is not None
    assert found.meaning == pytest.approx(0, abs=1e-6)


def test_the_fact_that_answers_the_nearest_is_foretold(tmp_path: Path) -> None:
    found = like(tmp_path, "the year in which the wheel burnt")

    assert found is not None
    assert found.facts["fire"] > max(0.5, found.facts["flour"])


def test_a_near_question_that_nothing_answers_speaks_against_its_fact(tmp_path: Path) -> None:
    asked = "what does a sack of flour cost"
    others = [*UNANSWERED[::2], *ANSWERED, Precedent("Is it cold there?", "", answered=False)]
    found = like(tmp_path, asked, [UNANSWERED[1], *others])
    without = like(tmp_path / "without", asked, others)

    assert found is not None
    assert without is not None
    assert found.facts["flour"] < without.facts["flour"] - 0.1


@pytest.mark.parametrize("known", [ANSWERED, UNANSWERED, (*ANSWERED, *UNANSWERED[:2])])
def test_too_few_of_a_kind_say_nothing(tmp_path: Path, known: Sequence[Precedent]) -> None:
    assert like(tmp_path, "how much flour?", known) is None


@pytest.mark.parametrize("text", ["", "?", "xyzzy"])
def test_words_that_no_known_question_has_lean_nowhere(tmp_path: Path, text: str) -> None:
    found = like(tmp_path, text)

    assert found is not None
    assert found.wording == 0
