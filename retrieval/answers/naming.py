"""Which words of a question are names, and which of those it is about (pure)."""

import re
from collections.abc import Collection, Iterable

from retrieval.index.lexicon import Lexicon, Meaning
from retrieval.sources.language import country_words
from retrieval.sources.spelling import is_word
from retrieval.sources.terms import fold, words

VERSION = re.compile(
    r"(?!\d+(st|nd|rd|th|er|ers|ere|eres|e|eme|emes|h|k|b|m|bn|s)\b)(?=\w*\d)(?=\w*[^\W\d_])[\w.]+"
)
TOKEN = re.compile(r"[^\W_]+(?:[.,-]\d+)*")
_MONTHS = frozenset(
    "january february march april may june july august september october november december janvier fevrier mars "
    "avril mai juin juillet aout septembre octobre novembre decembre christmas noel".split()
)
_TIMES = _MONTHS | frozenset(
    "monday tuesday wednesday thursday friday lundi mardi mercredi jeudi vendredi early late mid debut fin mi".split()
)
_SHORT = 3
_TELLING = 1.6
"""Inverse document frequency above which a name tells texts apart: nearly every text has "DeepSeek"."""
_ORDINAL = re.compile(r"\d+(st|nd|rd|th|er|ere|e|eme)")
_QUANTITY = re.compile(r"\d+(\.\d+)?[bkm]?")
_HANGING = re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d_])[\w.]+-(?P<word>[^\W\d_]{2,})\b")


def names_among(meanings: Iterable[Meaning], lexicon: Lexicon) -> set[str]:
    """Return the words that name a month, a country or what the texts write with a capital."""
    known = _MONTHS | country_words(lexicon.language)
    return {
        meaning.word
        for meaning in meanings
        if meaning.word in known or all(lexicon.is_name(term) for term in meaning.stems)
    }


def subjects_among(meanings: Iterable[Meaning], names: Collection[str]) -> tuple[Meaning, ...]:
    """Return the names that tell texts apart: no dates, no figures, no sizes, nothing that every text speaks of."""
    return tuple(
        meaning
        for meaning in meanings
        if meaning.known
        and meaning.word in names
        and meaning.word not in _TIMES
        and not _QUANTITY.fullmatch(meaning.word)
        and (meaning.weight > _TELLING or VERSION.fullmatch(meaning.word))
    )


def is_listed(token: str) -> bool:
    """Tell whether a word is in a dictionary of the languages we speak."""
    return any(is_word(fold(token), language) for language in ("en", "fr"))


def written_names(text: str) -> set[str]:
    """Return the folded words that are written as names, versions or figures; the first word's capital does not count."""
    found: set[str] = set()
    for position, match in enumerate(TOKEN.finditer(text)):
        token = match.group()
        shouted = text.isupper()
        if (any(map(str.isdigit, token)) and not _ORDINAL.fullmatch(fold(token))) or (
            not shouted
            and (
                (token[0].isupper() and (position > 0 or not is_listed(token)))
                or any(map(str.isupper, token[1:]))
            )
        ):
            found.update(words(token))
    # What hangs on a version is part of its name: "qwen2.5-max".
    found.update(word for match in _HANGING.finditer(text) for word in words(match["word"]))
    return found


def unlisted(written: Collection[str], meanings: Iterable[Meaning]) -> frozenset[str]:
    """Return the words that are written like names or are in no dictionary."""
    return frozenset(
        name
        for name in {*written, *(meaning.word for meaning in meanings)}
        if name.isalpha() and (not is_listed(name) or (name in written and len(name) > _SHORT))
    )


def weak_names(meanings: Iterable[Meaning], names: Collection[str]) -> frozenset[str]:
    """Return the names that texts know, however many; no figures and no dates."""
    return frozenset(
        meaning.word
        for meaning in meanings
        if meaning.word in names and meaning.known and meaning.word.isalpha() and meaning.word not in _TIMES
    )
