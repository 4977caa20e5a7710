"""Terms are what two texts can be compared by."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retrieval.sources.terms import fold, stem, terms, words


@given(st.text())
@example("𝓐𝓻𝓽")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(("text", "folded"), [("Été", "ete"), ("ÇA", "ca"), ("Straße", "strasse"), ("R1", "r1"), ("𝓡𝟏", "r1")])
def test_folding_drops_case_and_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_figures_and_names_with_digits_stay_whole() -> None:
    assert words("R1 cost 5.576 million, 5,6 or o1-mini's H800?") == [
        "r1", "cost", "5.576", "million", "5,6", "or", "o1", "mini", "s", "h800",
    ]  # fmt: skip


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


def test_figures_are_not_stemmed() -> None:
    assert [stem(word, "en") for word in ("h800", "5.6", "r1")] == ["h800", "5.6", "r1"]
