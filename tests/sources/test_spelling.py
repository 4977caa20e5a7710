"""Which words are spelt right, though none of our texts may have them."""

import pytest
from spellchecker import SpellChecker

from retrieval.sources.spelling import is_word
from retrieval.sources.terms import fold


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("en", "weather"),
        ("en", "straining"),
        ("fr", "chaussure"),
        ("fr", "ecole"),
        ("fr", "garcon"),
    ],
)
def test_a_word_of_the_language_is_one_without_its_accents_too(language: str, word: str) -> None:
    assert is_word(word, language)


@pytest.mark.parametrize(
    ("language", "word"), [("en", "waether"), ("en", "trainning"), ("fr", "chausure"), ("fr", "entrainemnet")]
)
def test_a_misspelt_word_is_none(language: str, word: str) -> None:
    assert not is_word(word, language)


def test_without_a_list_every_word_is_taken_to_be_right() -> None:
    assert is_word("xyzzy", "ro")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_word_of_the_library_s_list_is_right(language: str) -> None:
    listed = [fold(word) for word in SpellChecker(language=language).word_frequency.words()]

    assert len(listed) > 100_000
    assert all(is_word(word, language) for word in listed)
