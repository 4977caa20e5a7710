"""Which words the texts of one language know, how rare each is, and what a question's word stands for."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from retrieval.sources.likeness import nearest
from retrieval.sources.spelling import is_word
from retrieval.sources.terms import is_stop_word, light_words, stem, stop_words

_CLOSE_ENOUGH = 0.75
"""Normalised Damerau-Levenshtein similarity from which an unknown word is taken for a misspelt known one."""
_SHORTEST_MISSPELT = 3
_SHORTEST_KIN, _LONGEST_ENDING = 6, 5
_SCARCE_LETTERS = 5
"""Words shorter than this are only taken for misspelt when a single letter is missing or too many."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word of a question stands for: stems of the texts, any of which says it, and their weight.

    `known` is false where no text has the word, one that means the same or one that it may be misspelt for;
    the weight is then that of the rarest word.
    """

    word: str
    stems: tuple[str, ...]
    weight: float
    known: bool


class Lexicon:
    """The words of one language of a generation."""

    def __init__(
        self,
        language: str,
        frequencies: Mapping[str, int],
        passages: int,
        synonyms: Mapping[str, Collection[str]] | None = None,
        names: Collection[str] = (),
    ) -> None:
        """Take in how many of the passages each stem stands, which mean the same, and which are written as names."""
        self.language = language
        self.rarest = _weight(0, passages)
        self._weights = {term: _weight(frequency, passages) for term, frequency in frequencies.items()}
        self._synonyms = synonyms or {}
        self._names = frozenset(names)

    def weight(self, term: str) -> float:
        """Return a stem's BM25 inverse document frequency; that of the rarest possible for an unknown one."""
        return self._weights.get(term, self.rarest)

    def is_name(self, term: str) -> bool:
        """Tell whether the texts write a stem with a capital inside sentences."""
        return term in self._names

    def meaning(self, word: str, *, is_name: bool = False) -> Meaning | None:
        """Say what a folded word stands for; None for a stop word, and for a misspelt small one. Names are not corrected."""
        if is_stop_word(word, self.language):
            return None
        term = stem(word, self.language)
        if term not in self._weights and not word.isalpha():
            term = word.removesuffix("s")  # A100s
        alike = tuple(other for other in self._synonyms.get(term, ()) if other in self._weights)
        if term in self._weights:
            return Meaning(word, (term, *alike), self._weights[term], known=True)
        if alike:
            return Meaning(word, alike, max(self._weights[other] for other in alike), known=True)
        corrected = None if is_name else self._kin(term)
        if corrected is None and not is_name and not is_word(word, self.language):
            corrected = self._corrected(word, term)
        if corrected is not None and corrected in self._small_words:
            return None
        if corrected is not None:
            return Meaning(word, (corrected,), self._weights[corrected], known=True)
        return Meaning(word, (term,), self.rarest, known=False)

    def _kin(self, term: str) -> str | None:
        """Return the longest known stem that a longer word of the family begins with, as "congress" in "congressional"."""
        for end in range(len(term) - 1, max(_SHORTEST_KIN, len(term) - _LONGEST_ENDING) - 1, -1):
            if term[:end] in self._weights and term.isalpha():
                return term[:end]
        return None

    def _corrected(self, word: str, term: str) -> str | None:
        if len(word) < _SHORTEST_MISSPELT or not word.isalpha():
            return None
        found = [
            nearest(query, choices, _cutoff(query))
            for query, choices in (
                (word, self._small_words_by_letter.get(word[0], ())),
                (term, self._terms_by_letter.get(term[0], ())),
            )
        ]
        best = max((match for match in found if match), key=lambda match: match[1], default=None)
        return best[0] if best else None

    @cached_property
    def _terms_by_letter(self) -> dict[str, list[str]]:
        return _by_letter(term for term in self._weights if term.isalpha())

    @cached_property
    def _small_words(self) -> frozenset[str]:
        return stop_words(self.language) | light_words(self.language)

    @cached_property
    def _small_words_by_letter(self) -> dict[str, list[str]]:
        # Sorted, so that of two words as near the same one is taken in every process.
        return _by_letter(word for word in sorted(self._small_words) if len(word) >= _SHORTEST_MISSPELT)


def _cutoff(word: str) -> float:
    return 1 - 1 / len(word) if len(word) < _SCARCE_LETTERS else _CLOSE_ENOUGH


def _by_letter(terms: Iterable[str]) -> dict[str, list[str]]:
    letters: dict[str, list[str]] = {}
    for term in terms:
        letters.setdefault(term[0], []).append(term)
    return letters


def _weight(frequency: int, passages: int) -> float:
    return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))
