"""Which words are spelt right in a language, whatever our texts say: pyspellchecker's lists of film subtitles."""

import gzip
import json
from functools import cache
from importlib.resources import files

from retrieval.sources.terms import fold

_LISTED = frozenset({"ar", "de", "en", "es", "fr", "it", "nl", "pt", "ru"})


def is_listed(language: str) -> bool:
    """Tell whether there is a list of the language's words."""
    return language in _LISTED


def is_word(folded: str, language: str) -> bool:
    """Tell whether a folded word is in the language's list; without a list every word is taken to be right."""
    return not is_listed(language) or folded in _words(language)


@cache
def _words(language: str) -> frozenset[str]:
    import spellchecker  # noqa: PLC0415 - for its lists of 150,000 words

    # Its own class reads them too, in twice the time: it counts, for corrections that we do not ask for.
    packed = (files(spellchecker) / "resources" / f"{language}.json.gz").read_bytes()
    return frozenset(fold(word) for word in json.loads(gzip.decompress(packed)))
