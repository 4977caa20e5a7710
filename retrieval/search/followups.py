"""Which earlier questions of its thread a question leans on."""

import re

from retrieval.index.lexicon import Lexicon, Meaning
from retrieval.sources.language import country_words
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
_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")
_TELLING = 1.6
"""Inverse document frequency above which a name tells texts apart."""
_FEW = 2
"""So many words of weight, or fewer, do not make a question of their own after another one."""
_MANY = 5
"""From so many words of weight on, a pronoun points inside the question."""


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
    return _without_replaced(text, chain, lexicon)


def _without_replaced(text: str, chain: list[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the chain without the names that the text's put others in place of: "and V3?" asks no more about R1."""
    asked = _weighty(_CONNECTIVE.sub("", fold(text)), lexicon)
    kinds = {_kind(word, lexicon) for word in asked}
    if not kinds or None in kinds:
        return tuple(chain)
    kept = (
        _WORD.sub(
            lambda match: (
                "" if any(_kind(word, lexicon) in kinds for word in words(match.group())) else match.group()
            ),
            question,
        )
        for question in chain
    )
    return tuple(" ".join(question.split()) for question in kept if any(map(str.isalnum, question)))


def _kind(word: str, lexicon: Lexicon) -> str | None:
    """Tell what a word names: a country, a version, something else; None for a word that is no telling name."""
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
