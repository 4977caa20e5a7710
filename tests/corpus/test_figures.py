"""The yardstick of the content tests is straight."""

import pytest

from tests.corpus.figures import figures, mentioned


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("5,6 millions USD", "5.6 million USD"),
        ("1 500 milliards", "1.5 trillion"),
        ("1,5 billion", "1,500 billion"),
        ("294\u202f000 USD sur 2\u00a0048 puces", "294,000 USD on 2,048 chips"),
        ("entre 589 et 593 milliards", "between 589 billion and 593 billion"),
        ("545 %, le 27 janvier 2025", "545%, on 27 January 2025"),
        ("à 20 h 19", "at 20:19"),
        ("671B", "671 billion"),
    ],
)
def test_a_figure_has_one_value_in_both_languages(french: str, english: str) -> None:
    assert sorted(figures(french, "fr")) == sorted(figures(english, "en")) != []


@pytest.mark.parametrize(
    "text", ["R1 and R-1", "o1-1217", "H800, A100", "Qwen2.5-Max", "64x8", "V3-0324", "MATH-500", "3FS"]
)
def test_a_name_is_no_figure(text: str) -> None:
    assert figures(text, "en") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("5.6 million", "5.6 billion"), ("5.6 million", "56 million"), ("17%", "1.7%"), ("600", "6")],
)
def test_different_figures_differ(one: str, other: str) -> None:
    assert figures(one, "en") != figures(other, "en")


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [("eight experts", "en", 8), ("plus de mille milliards", "fr", 1e12), ("a million lines", "en", 1e6)],
)
def test_a_figure_may_be_spelled_out(text: str, language: str, value: float) -> None:
    assert value in mentioned(text, language)
