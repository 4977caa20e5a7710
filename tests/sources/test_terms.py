"""Terms are what two texts can be compared by."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retrieval.sources.terms import fold, stem, terms, words


@given(st.text())
@example("𝓐𝓻𝓽")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"), [("Été", "ete"), ("ÇA", "ca"), ("Straße", "strasse"), ("R1", "r1"), ("𝓡𝟏", "r1")]
)
def test_folding_drops_case_and_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_names_with_digits_stay_whole() -> None:
    assert words("R1, R-1, o1-mini and the H800") == ["r1", "r1", "o1", "mini", "and", "the", "h800"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0,55", "0.55"),
        ("5,576", "5.576"),
        ("7.5", "7.50"),
        ("1,5", "1.5"),
        ("2,048", "2048"),
        ("2\u202f048", "2048"),
        ("10\u00a0000", "10,000"),
    ],
)
def test_a_figure_is_the_same_in_either_spelling(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(("one", "other"), [("5.6", "56"), ("0.55", "0.05"), ("17", "1.7"), ("2.19", "2.9")])
def test_different_figures_stay_different(one: str, other: str) -> None:
    assert words(one) != words(other)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "the training costs", "what it cost to train"),
        ("fr", "les puces interdites", "l'interdiction de la puce"),
        ("fr", "coûts", "cout"),
        ("xx", "Same words", "same WORDS"),
    ],
)
def test_forms_of_a_word_share_a_term(language: str, one: str, other: str) -> None:
    assert set(terms(one, language)) & set(terms(other, language))


@pytest.mark.parametrize(
    ("language", "text"), [("en", "What is it about?"), ("fr", "Qu'est-ce que c'est ?"), ("fr", "À quoi ?")]
)
def test_stop_words_are_no_terms(language: str, text: str) -> None:
    assert terms(text, language) == []


@pytest.mark.parametrize("word", ["h800", "5.6", "r1", "2025"])
def test_figures_are_not_stemmed(word: str) -> None:
    assert stem(word, "en") == word


@pytest.mark.parametrize(
    "text", ["1" * 100_000, "1a" * 50_000, "1." * 50_000, "1 " * 50_000, "1,000" * 20_000]
)
def test_long_runs_of_digits_take_no_longer_than_other_text(text: str) -> None:
    started = time.perf_counter()

    words(text)

    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("v2.3.1 costs 1.5b", ["v231", "costs", "1.5", "b"]),
        ("2b.5", ["2b", "5"]),
        ("Llama-3.1-405B", ["llama", "3.1", "405b"]),
    ],
)
def test_points_belong_to_figures_only(text: str, found: list[str]) -> None:
    assert words(text) == found


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_are_folded_like_any_others(text: str) -> None:
    assert fold(text) == fold(f"é{text}")[1:]
