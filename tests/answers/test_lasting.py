"""Whether quoted words still stand."""

import pytest

from retrieval.answers.lasting import standing
from retrieval.types import Document, KeptQuote, Standing
from tests.builders import make_document, make_source

QUOTE = "Nvidia lost about 600 billion dollars of its market value in one day."


def documents(text: str) -> dict[str, Document]:
    return {"doc": make_document(text, make_source("doc"))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Something before. {QUOTE} And after.", Standing.STANDS),
        (f"{'Words that came in front of it. ' * 40}{QUOTE}", Standing.STANDS),
        (
            "Before. Nvidia lost about 589 billion dollars of its market value in a day. After.",
            Standing.CHANGED,
        ),
        (
            "Herons stand in rivers. Otters swim past the herons and eat the fish that they find.",
            Standing.GONE,
        ),
        ("", Standing.GONE),
    ],
)
def test_a_quote_stands_is_reworded_or_is_gone(text: str, expected: Standing) -> None:
    assert standing(KeptQuote("doc", QUOTE), documents(text) if text else {}) is expected


def test_a_source_that_is_gone_takes_its_quotes_with_it() -> None:
    assert standing(KeptQuote("other", QUOTE), documents(QUOTE)) is Standing.GONE
