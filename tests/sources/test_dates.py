"""A text names months and years in English and French, however they are written."""

import pytest

from retrieval.sources.dates import Time, times


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("What happened on 27 January 2025?", Time(2025, 1, 1)),
        ("What happened on January 27, 2025?", Time(2025, 1, 1)),
        ("on 27 Jan 2025", Time(2025, 1, 1)),
        ("Qu'est-il arrivé en août 2023 ?", Time(2023, 8, 8)),
        ("le 1er mars 2025", Time(2025, 3, 3)),
        ("users at the end of 2025", Time(2025, 12, 12)),
        ("fin 2025", Time(2025, 12, 12)),
        ("à la fin de l'année 2025", Time(2025, 12, 12)),
        ("fin mars 2025", Time(2025, 3, 3)),
        ("in the summer of 2025", Time(2025, 6, 9)),
        ("Q3 2025", Time(2025, 7, 9)),
        ("in 2024", Time(2024, 1, 12)),
        ("en 2024", Time(2024, 1, 12)),
    ],
)
def test_a_date_is_found(text: str, named: Time) -> None:
    assert list(times(text)) == [named]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "What did R1 cost?",
        "may it be",
        "5,576 million",
        "1820 mills",
        "20250131",
        "2048 H800 GPUs",
        "2,048 GPUs",
    ],
)
def test_a_figure_is_no_date(text: str) -> None:
    assert list(times(text)) == []


def test_dates_come_in_the_order_of_the_text() -> None:
    assert list(times("from 2023 to March 2024")) == [Time(2023, 1, 12), Time(2024, 3, 3)]


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("in 2025", "27 January 2025", True),
        ("summer 2025", "August 2025", True),
        ("January 2025", "February 2025", False),
        ("January 2025", "January 2024", False),
    ],
)
def test_times_overlap_that_share_a_month(one: str, other: str, *, shared: bool) -> None:
    ((first,), (second,)) = (times(one), times(other))

    assert first.overlaps(second) is second.overlaps(first) is shared
