"""The lexical half: which share of a question's words a passage says, and what the texts write as names."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.keywords import KeywordIndex, keywords, write_keywords, written_as_names
from retrieval.sources.dates import Time
from retrieval.types import Passage
from tests.builders import make_passage, make_source

ENGLISH = [
    "Otters swim in the shallow river near the old mill.",
    "Sourdough bread needs flour, water and patience.",
    "A pendulum clock loses seconds in a hot summer.",
    "The mill grinds flour for the village bread.",
    "Herons stand in the river in March 2024.",
]
FRENCH = ["Les loutres nagent dans la rivière.", "Le moulin moud la farine du village."]
WORDS = sorted({word.strip(".,").lower() for text in ENGLISH for word in text.split()})


def passages() -> list[Passage]:
    english = [make_passage(text, make_source(f"en{number}")) for number, text in enumerate(ENGLISH)]
    french = [make_passage(text, make_source(f"fr{number}", "fr")) for number, text in enumerate(FRENCH)]
    return [*english, *french]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> KeywordIndex:
    folder = tmp_path_factory.mktemp("keywords") / "index"
    write_keywords(folder, passages())
    return KeywordIndex(folder)


@given(question=st.lists(st.sampled_from([*WORDS, "unknown", "2025", "rivière", "Zug"]), max_size=8))
def test_a_share_lies_between_nothing_and_everything(index: KeywordIndex, question: list[str]) -> None:
    shares = index.search(" ".join(question), "en")

    assert shares.shape == (len(ENGLISH) + len(FRENCH),)
    assert np.all(shares >= 0)
    assert np.all(shares <= 1)


@pytest.mark.parametrize("number", range(len(ENGLISH)))
def test_the_passage_that_holds_all_words_has_the_largest_share(index: KeywordIndex, number: int) -> None:
    shares = index.search(ENGLISH[number], "en")

    assert int(np.argmax(shares)) == number


@pytest.mark.parametrize("question", ["", "what is it?", "zeppelin", "???"])
def test_where_no_word_is_known_no_passage_has_a_share(index: KeywordIndex, question: str) -> None:
    assert not index.search(question, "en").any()


def test_unknown_words_make_every_share_smaller(index: KeywordIndex) -> None:
    plain = index.search("otters in the river", "en")
    longer = index.search("otters in the river with zeppelins", "en")

    assert 0 < longer[0] < plain[0]


def test_a_rare_word_counts_for_more_than_a_frequent_one(index: KeywordIndex) -> None:
    shares = index.search("otters bread", "en")

    assert shares[0] > shares[1] > 0


def test_a_question_in_one_language_hardly_touches_the_other(index: KeywordIndex) -> None:
    shares = index.search("Où nagent les loutres dans la rivière ?", "fr")

    assert shares[len(ENGLISH)] > 0.3
    assert shares[: len(ENGLISH)].max() < shares[len(ENGLISH)] / 2


def test_a_misspelt_word_finds_its_passage(index: KeywordIndex) -> None:
    assert int(np.argmax(index.search("pendulm", "en"))) == 2


def test_synonyms_stand_in_for_words_that_no_text_has(tmp_path: Path) -> None:
    write_keywords(tmp_path / "index", passages())
    index = KeywordIndex(tmp_path / "index", {"en": {"stream": ["river"], "river": ["bread"]}})

    assert int(np.argmax(index.search("stream otters", "en"))) == 0
    assert index.search("river", "en")[1] == 0


def test_headings_count_as_words_of_their_passage() -> None:
    passage = make_passage("It swims.")
    headed = Passage(passage.document, passage.start, passage.end, passage.sentences, ("About otters",))

    assert "otter" in keywords(headed)


def test_a_language_without_texts_has_an_empty_lexicon(index: KeywordIndex) -> None:
    assert index.lexicon("de").rarest == index.lexicon("de").weight("otter")


def test_the_latest_month_of_the_texts_is_known(index: KeywordIndex) -> None:
    assert index.latest == Time(2024, 3, 3)


def test_names_are_written_with_a_capital_inside_sentences() -> None:
    texts = [
        "We saw Nvidia fall, and Nvidia rose.",
        "Chips fell, but chips rose.",
        "The market, and the Market.",
    ]

    assert written_as_names(texts, "en") == ["nvidia"]
