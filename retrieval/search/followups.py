"""Which earlier questions of its thread a question leans on."""

import re

from retrieval.index.lexicon import Lexicon
from retrieval.sources.terms import fold, words
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
    return tuple(chain)


def _leans(text: str, lexicon: Lexicon) -> bool:
    folded = fold(text)
    bare = _CONNECTIVE.sub("", folded)
    weighty = [
        word
        for word in dict.fromkeys(words(bare))
        if len(word) > 1 and (meaning := lexicon.meaning(word)) is not None and meaning.weight > 0
    ]
    if len(weighty) <= _FEW or _OPENING.search(folded):
        return True
    return len(weighty) < _MANY and bool(_LEANING.search(bare))
