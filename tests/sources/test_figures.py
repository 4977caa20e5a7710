"""Figures and dates are read with their unit and bound, and two of them agree as a reader would say."""

import pytest

from retrieval.sources.figures import Bound, days, figures, folded


def only(text: str, language: str = "en") -> tuple[float, str, Bound]:
    (figure,) = figures(folded(text), language)
    return figure.value, figure.unit, figure.bound


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "it cost 5.576 million USD", (5_576_000, "USD", "=")),
        ("fr", "il a coûté 5,576 millions de dollars", (5_576_000, "USD", "=")),
        ("en", "about $5.6m", (5_600_000, "USD", "~")),
        ("en", "more than 600 billion dollars", (6e11, "USD", ">")),
        ("fr", "plus de 600 milliards de dollars", (6e11, "USD", ">")),
        ("fr", "près de 1 billion USD", (1e12, "USD", "-")),
        ("en", "just under 17%", (17, "%", "<")),
        ("fr", "une chute de 17 %", (17, "%", "=")),
        ("en", "2,048 chips", (2048, "", "=")),
        ("fr", "1 100 puces", (1100, "", "=")),
        ("fr", "0,55 dollar", (0.55, "USD", "=")),
        ("en", "200 million yuan", (2e8, "CNY", "=")),
    ],
)
def test_a_figure_is_read(language: str, text: str, expected: tuple[float, str, str]) -> None:
    value, unit, bound = only(text, language)

    assert (unit, bound) == expected[1:]
    assert value == pytest.approx(expected[0])


@pytest.mark.parametrize(
    "text", ["R1 beats GPT-4 and V3", "the H800", "Llama-3.1-405B", "on 27 January 2025", "2025-01-27"]
)
def test_names_and_dates_are_no_figures(text: str) -> None:
    assert list(figures(folded(text), "en")) == []


def test_the_first_number_of_a_range_has_the_unit_of_the_second() -> None:
    first, second = figures(folded("between 589 and 593 billion USD"), "en")

    assert (first.value, first.unit, second.value) == (589e9, "USD", 593e9)


@pytest.mark.parametrize(
    ("stated", "true", "agrees"),
    [
        ("5.6 million dollars", "5.576 million USD", True),
        ("600 billion dollars", "593 billion dollars", True),
        ("more than 600 billion dollars", "593 billion dollars", False),
        ("more than 600 billion dollars", "just under 600 billion dollars", False),
        ("less than 600 billion dollars", "593 billion dollars", True),
        ("593 billion dollars", "more than 600 billion dollars", False),
        ("7 billion dollars", "70 billion dollars", False),
        ("about 70 billion dollars", "71 billion dollars", True),
        ("592 billion dollars", "593 billion dollars", None),
        ("more than 1 dollar", "593 billion dollars", None),
    ],
)
def test_figures_agree_as_they_are_rounded_and_bounded(stated: str, true: str, agrees: object) -> None:
    (one,), (other,) = figures(folded(stated), "en"), figures(folded(true), "en")

    assert one.is_like(other)
    assert one.agrees(other) is agrees


@pytest.mark.parametrize(
    ("one", "other"), [("17%", "17 dollars"), ("12 chips", "15 days"), ("5 million", "12 chips")]
)
def test_figures_of_different_things_are_not_alike(one: str, other: str) -> None:
    (first,), (second,) = figures(folded(one), "en"), figures(folded(other), "en")

    assert not first.is_like(second)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("on 27 January 2025", (2025, 1, 27)),
        ("January 27th, 2025", (2025, 1, 27)),
        ("le 27 janvier 2025", (2025, 1, 27)),
        ("2025-01-27", (2025, 1, 27)),
        ("in October 2023", (2023, 10, None)),
        ("le 1er février", (None, 2, 1)),
        ("in 2021", (2021, None, None)),
        ("built in 1820", (1820, None, None)),
        ("12 May 1820", (1820, 5, 12)),
    ],
)
def test_a_date_is_read_as_far_as_it_is_said(
    text: str, date: tuple[int | None, int | None, int | None]
) -> None:
    (day,) = days(folded(text))

    assert (day.year, day.month, day.day) == date


@pytest.mark.parametrize(
    ("stated", "true", "agrees"),
    [
        ("October 2023", "17 October 2023", True),
        ("17 October 2023", "October 2023", None),
        ("October 2024", "17 October 2023", False),
        ("2021", "27 January 2021", True),
    ],
)
def test_dates_agree_in_what_is_stated(stated: str, true: str, agrees: object) -> None:
    (one,), (other,) = days(folded(stated)), days(folded(true))

    assert one.agrees(other) is agrees
