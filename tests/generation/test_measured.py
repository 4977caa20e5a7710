"""What docs/models.md says of the thresholds, measured on our own texts."""

import random
from collections import Counter
from pathlib import Path

import pytest

from retrieval.answers.aligning import align
from retrieval.answers.grounding import Fault, Support, fault
from retrieval.sources.corpus import Corpus, read_corpus
from retrieval.sources.terms import words
from retrieval.types import Passage, Quote

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(ROOT / "corpus", 1200)


def sentences(corpus: Corpus) -> list[tuple[Passage, Quote]]:
    return [
        (passage, Quote(passage.document, span.start, span.end))
        for passage in corpus.passages
        for span in passage.sentences
    ]


def long_sentences(corpus: Corpus) -> list[tuple[Passage, Quote]]:
    return [(passage, quote) for passage, quote in sentences(corpus) if len(words(quote.text)) >= 6]


def slip(text: str, chance: random.Random) -> str:
    """Change, drop or double one letter of a small word."""
    places = [place for place, letter in enumerate(text) if letter.islower()]
    place = chance.choice(places)
    return text[:place] + chance.choice(["x", "", text[place] * 2]) + text[place + 1 :]


def test_our_own_sentences_are_carried_by_themselves(corpus: Corpus) -> None:
    faults = Counter(
        fault(quote.text, Support(quote.document.source.language, [quote], [], [], []))
        for _, quote in sentences(corpus)
    )

    assert set(faults) == {None}


def test_our_translations_are_nearly_all_carried_by_the_french_sentence(corpus: Corpus) -> None:
    document = corpus.documents["article"]
    faults = Counter(
        fault(piece.text, Support("en", [Quote(document, piece.span.start, piece.span.end)], [], [], []))
        for piece in corpus.translations["article", "en"]
    )

    assert faults[None] >= 42
    assert faults[Fault.FIGURE] == faults[Fault.DATE] == 0


def test_a_slip_of_a_letter_is_found_and_snapped(corpus: Corpus) -> None:
    chance = random.Random(7)  # noqa: S311 - the same story every time
    found = [(quote, align(slip(quote.text, chance), passage)) for passage, quote in long_sentences(corpus)]

    snapped = [quote.text in alignment.quote.text for quote, alignment in found if alignment]
    assert all(snapped)
    assert len(snapped) / len(found) > 0.95


def test_halves_of_two_sentences_are_hardly_ever_taken_and_never_shown(corpus: Corpus) -> None:
    chance = random.Random(7)  # noqa: S311 - the same story every time
    known = long_sentences(corpus)
    taken = 0
    for passage, quote in known:
        other = chance.choice(known)[1].text
        joined = quote.text[: len(quote.text) // 2] + other[len(other) // 2 :]
        alignment = align(joined, passage)
        taken += alignment is not None
        assert alignment is None or alignment.quote.text in passage.text

    assert taken / len(known) < 0.02
