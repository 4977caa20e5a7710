"""Which language a text is in (ISO 639-1), by its small words where they tell, else by py3langid's statistics."""

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from retrieval.sources.spelling import is_listed, is_word
from retrieval.sources.terms import stop_words, words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SPOKEN = ("en", "fr")
_TOLD_APART = (
    (
        "ar cs da de el en es fi fr he hi hu id it ja ko nl no pl pt ro ru sv tr uk vi zh"  # what chat is written in
    ).split()
)
_SHARED = frozenset(
    "a ai al au ce da de des du e ei en es ha il je la le les lui mai me ne no nu o on or ou par pe per pour qu que sa "
    "se si son su sur te tu un una une y plus ma mes est ete s t m d was in am an so will also vs".split()
)
"""Small words that other languages write alike: they do not gainsay the statistics."""
_MUTE = frozenset({"s", "ai"})
"""Small words of one language that stand in the other's texts as well: "R1's", "AI models"."""
_RECALLED = 8
"""So many earlier questions are asked for their language."""
_TELLTALE = {
    "svp": "fr",
    "stp": "fr",
    "koi": "fr",
    "slt": "fr",
    "bjr": "fr",
    "pls": "en",
    "plz": "en",
    "thx": "en",
}
_FRENCH_SPACING = re.compile(r"\w [?!;:]( |$)")
_FOREIGN = re.compile(r"[¿¡]|[^\W\d_a-zàâæçéèêëîïôœùûüÿ]", re.IGNORECASE)
"""What neither English nor French writes."""
_LONGEST_CODE = 3
"""Letters of a language's code; longer ones are its varieties."""
_FEW_WORDS = 4
"""Below so many words the statistics are guesses, and only the two languages we speak are considered."""


def detect_language(text: str) -> str:
    """Return the likeliest language's code; a text without letters is "en"."""
    if not any(character.isalpha() for character in text):
        return _SPOKEN[0]
    return _ranked(text)[0]


def detect_spoken(text: str, thread: Sequence[str] = ()) -> str:
    """Return a question's language: chat is short and misspelt, so the small words of English and French vote first.

    Another language is believed only where neither the small words nor the spelling gainsays it; what tells nothing by itself
    ("GRPO?") is in the language of the thread's latest question.
    """
    asked = words(text)
    telling = next((_TELLTALE[word] for word in asked if word in _TELLTALE), None)
    if telling is not None:
        return telling
    votes = {
        language: sum(
            word in stop_words(language) and word not in stop_words(other) and word not in _MUTE
            for word in asked
        )
        for language, other in zip(_SPOKEN, reversed(_SPOKEN), strict=True)
    }
    sure = {
        language: sum(
            word in stop_words(language) - _SHARED and word not in stop_words(other) for word in asked
        )
        for language, other in zip(_SPOKEN, reversed(_SPOKEN), strict=True)
    }
    # The statistics come last: they take 0.4 s and 80 MB to load, and most questions have enough small words.
    if len(asked) >= _FEW_WORDS and max(sure.values()) <= (len(asked) - 2) // 6:
        likeliest = detect_language(text)
        if likeliest not in _SPOKEN and (_FOREIGN.search(text) or not _is_spelt_as_well(asked, likeliest)):
            return likeliest
    if votes["en"] != votes["fr"]:
        return max(votes, key=lambda language: votes[language])
    if thread:
        return detect_spoken(thread[-1], thread[-_RECALLED:-1])
    votes["fr"] += bool(_FRENCH_SPACING.search(text))
    if votes["fr"] > votes["en"]:
        return "fr"
    return max(_SPOKEN, key=lambda language: _spelt(asked, language))


def _is_spelt_as_well(asked: Sequence[str], language: str) -> bool:
    """Tell whether a language that we speak has as many of the words as the one that the statistics guess."""
    if not is_listed(language):
        return False
    return max(_spelt(asked, spoken) for spoken in _SPOKEN) >= _spelt(asked, language)


def _spelt(asked: Sequence[str], language: str) -> int:
    return sum(is_word(word, language) for word in asked if word.isalpha())


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - loads a model of 5 MB

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(_TOLD_APART)
    return identifier


def _ranked(text: str) -> list[str]:
    return [language for language, _ in _identifier().rank(text)]


@cache
def calendar_words(language: str) -> frozenset[str]:
    """Return the names of days and months in a language, folded."""
    from babel import Locale  # noqa: PLC0415 - as below

    locale = Locale.parse(language)
    named = (locale.days["format"]["wide"], locale.months["format"]["wide"])
    return frozenset(word for names in named for name in names.values() for word in words(name))


@cache
def country_words(language: str) -> frozenset[str]:
    """Return the folded words that name a country or territory by themselves, as "espagne"."""
    from babel import Locale  # noqa: PLC0415 - reads the names of a language's locale

    names = (words(name) for code, name in Locale(language).territories.items() if code.isalpha())
    return frozenset(name[0] for name in names if len(name) == 1)


@cache
def country_codes(language: str) -> dict[str, str]:
    """Return the code of every country, territory and language by its folded name, as "etats unis": "US"."""
    from babel import Locale  # noqa: PLC0415 - reads the names of a language's locale

    locale = Locale(language)
    named = {code: name for code, name in locale.territories.items() if code.isalpha()}
    spoken = {f"the {code}": name for code, name in locale.languages.items() if len(code) <= _LONGEST_CODE}
    return {" ".join(words(name)): code for code, name in (*spoken.items(), *named.items())}
