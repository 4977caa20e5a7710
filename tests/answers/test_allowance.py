"""A model rests after failures in a row, and is not asked beyond the day's budget."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from retrieval.answers.allowance import Allowance
from retrieval.settings import GenerationSettings
from retrieval.types import Usage

TODAY = date(2025, 1, 31)


class Clock:
    """A time that the story moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.day = TODAY

    def __call__(self) -> float:
        return self.seconds

    def today(self) -> date:
        return self.day


def make(folder: Path, clock: Clock | None = None, **changes: Any) -> Allowance:
    given = clock or Clock()
    settings = GenerationSettings(**{"model": "openai:any", "failures": 2, "rest_seconds": 30, **changes})
    return Allowance(settings, folder / "spent.sqlite", given, given.today)


def test_a_model_that_works_may_be_asked(tmp_path: Path) -> None:
    assert make(tmp_path).refusal() is None


def test_failures_in_a_row_make_it_rest(tmp_path: Path) -> None:
    allowance = make(tmp_path)
    allowance.failed()
    assert allowance.refusal() is None

    allowance.failed()

    assert allowance.refusal() == "the model failed 2 times in a row and rests"


def test_a_success_forgets_the_failures(tmp_path: Path) -> None:
    allowance = make(tmp_path)
    allowance.failed()
    allowance.succeeded()

    allowance.failed()

    assert allowance.refusal() is None


def test_after_the_rest_one_asker_tries_and_the_others_wait(tmp_path: Path) -> None:
    clock = Clock()
    allowance = make(tmp_path, clock)
    allowance.failed()
    allowance.failed()

    clock.seconds += 31

    assert allowance.refusal() is None
    assert allowance.refusal() is not None


def test_a_failure_after_the_rest_makes_it_rest_again_and_a_success_ends_it(tmp_path: Path) -> None:
    clock = Clock()
    allowance = make(tmp_path, clock)
    allowance.failed()
    allowance.failed()
    clock.seconds += 31
    allowance.refusal()

    allowance.failed()

    assert allowance.refusal() is not None
    clock.seconds += 31
    allowance.refusal()
    allowance.succeeded()
    assert allowance.refusal() is None


def test_what_is_spent_is_counted_by_all_who_share_the_file(tmp_path: Path) -> None:
    one, other = make(tmp_path, price_read=1, price_written=2), make(tmp_path, tokens_per_day=100)
    one.spend(Usage(40, 20))

    one.spend(Usage(30, 10))

    tokens, cost = other.spent_today()
    assert tokens == 100
    assert cost == pytest.approx(130e-6)
    assert other.refusal() == "the day's 100 tokens are used up"


def test_money_is_a_budget_too(tmp_path: Path) -> None:
    allowance = make(tmp_path, price_read=1, cost_per_day=0.5)
    allowance.spend(Usage(400_000, 0))
    assert allowance.refusal() is None

    allowance.spend(Usage(100_000, 0))

    assert allowance.refusal() == "the day's budget of 0.5 is used up"


def test_a_new_day_has_a_new_budget(tmp_path: Path) -> None:
    clock = Clock()
    allowance = make(tmp_path, clock, tokens_per_day=10)
    allowance.spend(Usage(10, 0))

    clock.day = date(2025, 2, 1)

    assert allowance.refusal() is None


def test_a_budget_that_cannot_be_counted_is_not_spent(tmp_path: Path) -> None:
    (tmp_path / "spent.sqlite").write_text(
        "this is no database, and long enough to be taken for a broken one" * 20
    )
    allowance = make(tmp_path, tokens_per_day=10)

    refusal = allowance.refusal()

    assert refusal is not None
    assert "cannot be read" in refusal


def test_without_a_budget_nothing_needs_to_be_counted(tmp_path: Path) -> None:
    (tmp_path / "spent.sqlite").write_text("this is no database")
    allowance = make(tmp_path)

    allowance.spend(Usage(10, 0))

    assert allowance.refusal() is None
