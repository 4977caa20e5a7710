"""Days are read in both languages, and compared as far as they are said."""

import pytest

from retrieval.sources.days import Day, days


def read(text: str) -> list[tuple[int | None, int, int | None]]:
    return [(day.day, day.month, day.year) for day in days(text)]


def only(text: str) -> Day:
    (day,) = days(text)
    return day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 27 January 2025", (27, 1, 2025)),
        ("January 27, 2025", (27, 1, 2025)),
        ("le 27 janvier 2025", (27, 1, 2025)),
        ("le 1er février", (1, 2, None)),
        ("2025-01-27", (27, 1, 2025)),
        ("the 3rd of March 2024", (3, 3, 2024)),
        ("in August 2024", (None, 8, 2024)),
        ("en août", (None, 8, None)),
        ("in May", (None, 5, None)),
    ],
)
def test_a_day_or_month_is_read(text: str, expected: tuple[int | None, int, int | None]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize("text", ["it may rise", "they march on", "mai tai", "40 %"])
def test_words_that_look_like_months_are_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("said", "stated", "agrees"),
    [
        ("27 January 2025", "January 2025", True),
        ("27 January 2025", "le 27 janvier", True),
        ("le 27 janvier", "27 January 2025", True),
        ("27 January 2025", "28 January 2025", False),
        ("27 January 2025", "27 February 2025", False),
        ("27 January 2024", "27 January 2025", False),
        ("January 2025", "27 January 2025", False),
    ],
)
def test_a_date_says_what_is_no_more_exact_than_itself(said: str, stated: str, *, agrees: bool) -> None:
    assert only(said).says(only(stated)) is agrees
