"""What a question means in its thread: which earlier questions it leans on, or which it asks again of something else."""

import re
from collections.abc import Mapping, Sequence

from retrieval.index.lexicon import Lexicon, Meaning
from retrieval.sources.language import calendar_words, country_words
from retrieval.sources.terms import fold, stem, words
from retrieval.types import Turn

_CONNECTIVE = re.compile(
    r"^\W*((ok|okay|right|so|and|but|then|also|yes|no|hm+|ah|oh|well|sure|great|cool|thanks|thx|alors|donc|et|mais|puis|"
    r"ok|oui|non|ah|bon|d'accord|merci|du coup|sinon|dac)\b[\s,;:.!-]*)+"
)
_LEANING = re.compile(
    r"(?<![-\w])(it|its|that|this|those|these|they|them|their|he|him|his|she|her|one|ones|there|then|instead|same|both|either|"
    r"il|ils|elle|elles|ca|cela|celui|celle|ceux|y|en|lui|leur|leurs|son|sa|ses|meme|memes|la.dessus|ce|c'est|c'etait|cet|cette|ces)\b"
)
_OPENING = re.compile(
    r"^\W*(and|et|what about|how about|what if|how so|and for|et pour|et chez|et en|qu'en)\b"
)
_COMPLETE = re.compile(
    r"^\W*(what|who|define|explain|where|when|why)\b|^\W*(what|who|where|when)['’]?s\b|"
    r"^\W*(c['’ ]?est (quoi|qui)|c ?koi|(de )?quoi|qu['’]est[- ]ce qu\w*|qui|quand|pourquoi|pk|ou|definition|defini\w*|expliqu\w*)\b"
)
_BESIDE_NAMES = frozenset(
    "what how about for in at on with from of the a chez pour en au aux le la les l de du d avec et and or ou alors then".split()
)
"""What a text may say beside names that ask nothing of their own."""
_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")
_TELLING = 1.6
"""Inverse document frequency above which a name tells texts apart."""
_FEW = 2
"""So many words of weight, or fewer, do not make a question of their own after another one."""
_MANY = 5
"""From so many words of weight on, a pronoun points inside the question."""


def asked_again(text: str, earlier: tuple[Turn, ...], lexicon: Lexicon) -> str | None:
    """Return the latest question with the text's names in place of its own; None where the text says more than names.

    "And V3?" after "What did R1 cost?" is "What did V3 cost?".
    """
    if not earlier:
        return None
    bare = _CONNECTIVE.sub("", fold(text))
    named = _names(text, lexicon)
    told = {word for names in named.values() for name in names for word in words(name)}
    if not named or None in named or not set(words(bare)) <= told | _BESIDE_NAMES:
        return None
    again = _replacing(earlier[-1].question, named, lexicon)
    return again if again != earlier[-1].question else None


def leaning_on(text: str, earlier: tuple[Turn, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the earlier questions that the text needs to be understood, newest first; none if it stands alone.

    A question leans when it opens with "and", points back with a pronoun, or has too few words of its own. The
    chain ends with the first earlier question that stands alone.
    """
    chain: list[str] = []
    current = text
    for turn in reversed(earlier):
        if not _leans(current, lexicon):
            break
        chain.append(turn.question)
        current = turn.question
    return _replaced(text, chain, lexicon)


def _replaced(text: str, chain: list[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the chain with the text's names in place of its own, if names are all that is new in the text."""
    named = _names(text, lexicon)
    if not named or None in named:
        return tuple(chain)
    return tuple(_replacing(question, named, lexicon) for question in chain)


def _names(text: str, lexicon: Lexicon) -> dict[str | None, list[str]]:
    """Return a text's words of weight by what they name, as they are written; under None what names nothing."""
    asked = set(_weighty(_CONNECTIVE.sub("", fold(text)), lexicon))
    found: dict[str | None, list[str]] = {}
    for match in _WORD.finditer(text):
        for kind in {_kind(word, lexicon) for word in words(match.group()) if word in asked}:
            found.setdefault(kind, []).append(match.group())
    return found


def _replacing(question: str, named: Mapping[str | None, Sequence[str]], lexicon: Lexicon) -> str:
    """Return a question with the first name of each kind replaced by those named, and without the others."""
    left = {kind: " ".join(names) for kind, names in named.items()}

    def replacement(match: re.Match[str]) -> str:
        kinds = [kind for word in words(match.group()) if (kind := _kind(word, lexicon)) in named]
        return left.pop(kinds[0], "") if kinds else match.group()

    return " ".join(_WORD.sub(replacement, question).split())


def _kind(word: str, lexicon: Lexicon) -> str | None:
    """Tell what a word names: a country, a day or month, a version, something else; None if it is no telling name."""
    if word in calendar_words(lexicon.language):
        return "time"
    meaning = lexicon.meaning(word)
    if word in country_words(lexicon.language):
        return "country"
    if meaning is None or not meaning.known or not all(map(lexicon.is_name, meaning.stems)):
        return None
    if any(map(str.isdigit, word)):
        return "version" if any(map(str.isalpha, word)) else None
    return "country" if _is_country(meaning, lexicon) else "name" if meaning.weight > _TELLING else None


def _is_country(meaning: Meaning, lexicon: Lexicon) -> bool:
    return any(
        stem(country, lexicon.language) in meaning.stems for country in country_words(lexicon.language)
    )


def _leans(text: str, lexicon: Lexicon) -> bool:
    folded = fold(text)
    bare = _CONNECTIVE.sub("", folded)
    weighty = _weighty(bare, lexicon)
    if _OPENING.search(folded):
        return True
    if len(weighty) <= _FEW:
        # Who asks in full what a name stands for asks of nothing before.
        whole = _COMPLETE.search(bare) and not _LEANING.search(_COMPLETE.sub("", bare))
        return not (whole and any(_kind(word, lexicon) for word in weighty))
    return len(weighty) < _MANY and bool(_LEANING.search(bare))


def _weighty(bare: str, lexicon: Lexicon) -> list[str]:
    return [
        word
        for word in dict.fromkeys(words(bare))
        if len(word) > 1 and (meaning := lexicon.meaning(word)) is not None and meaning.weight > 0
    ]
