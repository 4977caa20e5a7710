"""A misspelt word stands for the one that the texts know; a real word stands for itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.lexicon import Lexicon, Meaning
from retrieval.sources.terms import fold, stem

KNOWN = {
    "en": {"training": 2, "million": 9, "cluster": 4, "market": 7, "hedge": 1, "chip": 12, "nvidia": 20, "a100": 3},
    "fr": {"entraînement": 2, "milliards": 9, "bourse": 4, "puce": 7, "spéculatif": 1, "italie": 12},
}  # fmt: skip
SYNONYMS = {
    "en": {
        stem("gpu", "en"): [stem("chip", "en")],
        stem("chip", "en"): [stem("gpu", "en"), stem("cluster", "en")],
        stem("price", "en"): [stem("nowhere", "en")],
    }
}


def lexicon(language: str = "en") -> Lexicon:
    frequencies = {stem(fold(word), language): count for word, count in KNOWN[language].items()}
    return Lexicon(language, frequencies, 100, SYNONYMS.get(language), [stem("nvidia", "en")])


def meaning(word: str, language: str = "en", *, is_name: bool = False) -> Meaning:
    found = lexicon(language).meaning(word, is_name=is_name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "trainning", "training"),
        ("en", "millon", "million"),
        ("en", "clsuter", "cluster"),
        ("en", "nvdia", "nvidia"),
        ("en", "nvidai", "nvidia"),
        ("en", "markt", "market"),
        ("fr", "entrainment", "entrainement"),
        ("fr", "miliards", "milliards"),
        ("fr", "bousre", "bourse"),
        ("fr", "speculatf", "speculatif"),
    ],
)
def test_a_misspelt_word_is_corrected(language: str, typed: str, meant: str) -> None:
    found = meaning(typed, language)

    assert found.known
    assert found.stems == (stem(meant, language),)


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("en", "straining"),
        ("en", "billion"),
        ("en", "marker"),
        ("en", "clutter"),
        ("fr", "bourde"),
        ("fr", "pouce"),
    ],
)
def test_a_real_word_is_not_corrected_into_another(language: str, word: str) -> None:
    found = meaning(word, language)

    assert not found.known
    assert found.stems == (stem(word, language),)


def test_a_name_is_not_corrected() -> None:
    assert meaning("nvidea").known

    assert not meaning("nvidea", is_name=True).known


@pytest.mark.parametrize("typed", ["h200", "a101", "2026", "5.7"])
def test_a_figure_or_version_is_never_corrected(typed: str) -> None:
    assert not meaning(typed).known


def test_a_version_in_the_plural_is_the_version() -> None:
    assert meaning("a100s").stems == ("a100",)


@pytest.mark.parametrize(
    ("language", "word"), [("en", "the"), ("en", "what"), ("fr", "est"), ("fr", "combien")]
)
def test_a_stop_word_stands_for_nothing(language: str, word: str) -> None:
    assert lexicon(language).meaning(word) is None


@pytest.mark.parametrize(
    ("language", "word"), [("en", "waht"), ("en", "woud"), ("fr", "cmbien"), ("fr", "pourqoi")]
)
def test_a_misspelt_small_word_stands_for_nothing(language: str, word: str) -> None:
    assert lexicon(language).meaning(word) is None


def test_a_known_word_s_synonyms_say_it_too() -> None:
    assert meaning("chips").stems == (stem("chip", "en"), stem("cluster", "en"))


def test_an_unknown_word_is_said_by_its_known_synonym() -> None:
    found = meaning("gpu")

    assert found.known
    assert found.stems == (stem("chip", "en"),)
    assert found.weight == meaning("chip").weight


def test_a_synonym_that_no_text_has_is_none() -> None:
    assert not meaning("price").known


def test_rare_words_weigh_more_and_unknown_ones_most() -> None:
    weights = [meaning(word).weight for word in ("nvidia", "chip", "hedge", "zeppelin")]

    assert weights == sorted(weights)
    assert weights[-1] == lexicon().rarest


def test_names_are_what_the_texts_write_with_a_capital() -> None:
    assert lexicon().is_name("nvidia")
    assert not lexicon().is_name("chip")


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12))
def test_every_word_means_something_or_is_small(typed: str) -> None:
    for word in fold(typed).split():
        found = lexicon().meaning(word)
        if found is not None:
            assert found.word == word
            assert found.stems
            assert 0 < found.weight <= lexicon().rarest
