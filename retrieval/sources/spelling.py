"""Which words are spelt right in a language, whatever our texts say: pyspellchecker's lists of film subtitles."""

from functools import cache

from retrieval.sources.terms import fold

_LISTED = frozenset({"ar", "de", "en", "es", "fr", "it", "nl", "pt", "ru"})


def is_word(folded: str, language: str) -> bool:
    """Tell whether a folded word is in the language's list; without a list every word is taken to be right."""
    return language not in _LISTED or folded in _words(language)


@cache
def _words(language: str) -> frozenset[str]:
    from spellchecker import SpellChecker  # noqa: PLC0415 - reads a list of 150,000 words

    return frozenset(fold(word) for word in SpellChecker(language=language).word_frequency.words())
