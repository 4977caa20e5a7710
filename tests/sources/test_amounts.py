"""Figures are compared by value, unit and exactness, whichever language writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.sources.amounts import figures


def carries(source: str, stated: str, source_language: str = "en", language: str = "en") -> bool:
    (wanted, *_) = figures(stated, language)
    return any(figure.carries(wanted) for figure in figures(source, source_language))


@pytest.mark.parametrize(
    ("text", "language", "value", "unit"),
    [
        ("5.576 million dollars", "en", "5576000", "$"),
        ("5,6 millions USD", "fr", "5600000", "$"),
        ("5,6 millions de dollars", "fr", "5600000", "$"),
        ("$5.6M", "en", "5600000", "$"),
        ("5,6 M$", "fr", "5600000", "$"),
        ("US$ 1.5 trillion", "en", "1500000000000", "$"),
        ("1,5 billion de dollars", "fr", "1500000000000", "$"),
        ("589 milliards de dollars", "fr", "589000000000", "$"),
        ("2,048 GPUs", "en", "2048", None),
        ("2 048 GPU", "fr", "2048", None),
        ("2\u202f048 GPU", "fr", "2048", None),
        ("671B parameters", "en", "671000000000", None),
        ("17 %", "fr", "17", "%"),
        ("17 pour cent", "fr", "17", "%"),
        ("17 percent", "en", "17", "%"),
        ("2.788 million H800 GPU hours", "en", "2788000", "hours"),
        ("two months", "en", "2", "months"),
        ("deux mois", "fr", "2", "months"),
        ("twenty-one days", "en", "21", "days"),
        ("quatre-vingt-dix-sept jours", "fr", "97", "days"),
        ("soixante et onze ans", "fr", "71", "years"),
        ("mille cinq cents milliards", "fr", "1500000000000", None),
        ("two million three hundred thousand", "en", "2300000", None),
        ("27th", "en", "27", None),
        ("moitié", "fr", "0.5", None),
    ],
)
def test_a_figure_has_a_value_and_a_unit(text: str, language: str, value: str, unit: str | None) -> None:
    (figure,) = figures(text, language)

    assert (figure.value, figure.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["R1", "H800", "V3-0324", "GPT-4o", "o3-mini", "R1-Distill-70B", "one", "Q1"]
)
def test_a_name_with_figures_in_it_is_no_figure(text: str) -> None:
    assert figures(text, "en") == []


def test_tous_deux_says_both_and_no_figure() -> None:
    assert figures("Ils ont tous deux assisté.", "fr") == []


def test_both_ends_of_a_range_share_its_scale_and_unit() -> None:
    assert [
        (figure.value, figure.unit) for figure in figures("between 589 and 593 billion dollars", "en")
    ] == [
        (Decimal("589e9"), "$"),
        (Decimal("593e9"), "$"),
    ]


def test_a_year_takes_no_scale_from_what_follows() -> None:
    assert [figure.value for figure in figures("in 2023 and 5 million", "en")] == [2023, 5000000]


@pytest.mark.parametrize(
    ("source", "stated"),
    [
        ("5.576 million", "5.6 million"),
        ("5.576 million dollars", "5.58 million dollars"),
        ("593.4 billion", "593 billion"),
        ("$5.6M", "5.6 million dollars"),
        ("294,000 USD", "294,000"),
        ("17 %", "17 percent"),
    ],
)
def test_the_same_value_and_a_rounding_to_two_digits_or_more_are_carried(source: str, stated: str) -> None:
    assert carries(source, stated)


@pytest.mark.parametrize(
    ("source", "stated"),
    [
        ("5.576 million", "5.5 million"),
        ("5.576 million", "5.567 million"),
        ("5.6 million", "5.576 million"),
        ("5.576 million", "6 million"),
        ("5.576 million", "5.576 billion"),
        ("5.576 million", "5.576"),
        ("17 %", "17"),
        ("17", "17 %"),
        ("2 months", "2 years"),
        ("5 million dollars", "5 million euros"),
        ("2,048", "2,000"),
    ],
)
def test_another_value_unit_or_exactness_is_not_carried(source: str, stated: str) -> None:
    assert not carries(source, stated)


def test_a_french_figure_carries_an_english_one() -> None:
    assert carries("a coûté 5,6 millions USD", "5.6 million dollars", "fr", "en")
    assert carries("1.234 fois", "1,234", "fr", "en")


@given(st.integers(1, 999_999), st.sampled_from(["en", "fr"]))
def test_a_whole_number_is_read_as_it_is_written(number: int, language: str) -> None:
    written = f"{number:,}" if language == "en" else f"{number:,}".replace(",", "\u202f")

    assert [figure.value for figure in figures(f"About {written} of them.", language)] == [number]


@given(st.text(max_size=60), st.sampled_from(["en", "fr", "de"]))
def test_any_text_can_be_read(text: str, language: str) -> None:
    assert all(figure.step > 0 for figure in figures(text, language))
