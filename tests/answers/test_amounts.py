"""The same amount is the same value however chat writes it, in both languages."""

import pytest

from retrieval.answers.amounts import amounts


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "passed the five-trillion line", [5e12]),
        ("en", "lost 592.7 billion USD, or 593bn", [592.7e9, 593e9]),
        ("en", "about 1,200 million yuan", [1.2e9]),
        ("en", "600+ billion", [6e11]),
        ("en", "some billion others, in 2025", []),
        ("fr", "la barre des 5 000 milliards", [5e12]),
        ("fr", "plus de 1 billion de dollars", [1e12]),
        ("fr", "1,5 billion USD et deux millions", [1.5e12, 2e6]),
    ],
)
def test_an_amount_has_its_value(language: str, text: str, values: list[float]) -> None:
    assert amounts(text, language) == values
