"""Question → hits: nearness of meaning, shared words and questions asked before, fused so that none can spoil the others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from retrieval.index.keywords import KeywordIndex
from retrieval.index.snapshot import Snapshot
from retrieval.ports import Embedder, Index, Vector
from retrieval.search.precedents import Likeness, Precedents
from retrieval.sources.shorthand import written_out
from retrieval.types import Hit

WORDS_WEIGHT = 0.24
"""What a passage that carries all of a question's words gains, in units of cosine similarity (docs/search.md)."""
FACTS_WEIGHT = 1.0
"""What a passage gains in proportion to how near the nearest question about one of its facts is."""


@dataclass(frozen=True, slots=True)
class Found:
    """The hits, best first, and how the question stands to those of which it is known whether they are answered."""

    hits: tuple[Hit, ...]
    likeness: Likeness | None


class Retriever:
    """Searches one generation."""

    def __init__(
        self,
        embedder: Embedder,
        index: Index,
        keywords: KeywordIndex,
        vectors: Vector,
        snapshot: Snapshot,
        precedents: Precedents | None = None,
    ) -> None:
        """Take what the generation was built with; row n of `vectors` is passage n."""
        self._precedents = precedents
        self._embedder = embedder
        self._index = index
        self._keywords = keywords
        self._vectors = vectors
        self._snapshot = snapshot

    def search(self, text: str, language: str, count: int) -> list[Hit]:
        """Return up to `count` hits, best first."""
        return list(self.look_up(text, language, count).hits)

    def look_up(self, text: str, language: str, count: int) -> Found:
        """Return up to `count` hits: similarity plus the share of the question's words and what is known of such questions.

        The share is small where question and passage are in different languages, so it fades there by itself. A passage
        that rests on no fact gains what the others gain on average.
        """
        plain = written_out(text, language)
        vector = self._embedder.embed_query(plain)
        near = {int(identifier): score for identifier, score in self._index.search(vector, count)}
        shares = self._keywords.search(text, language)
        for number in _largest(shares, count):
            if number not in near:
                near[number] = float(self._vectors[number] @ vector)
        likeness = self._precedents.like(plain, vector) if self._precedents else None
        known = self._known(near, likeness)
        scores = {
            number: similarity + WORDS_WEIGHT * float(shares[number]) + FACTS_WEIGHT * known[number]
            for number, similarity in near.items()
        }
        best = sorted(scores, key=lambda number: (-scores[number], number))[:count]
        return Found(tuple(Hit(self._snapshot.passage(number), scores[number]) for number in best), likeness)

    def _known(self, numbers: Iterable[int], likeness: Likeness | None) -> Mapping[int, float]:
        """Return how near the nearest question about a passage's facts is; where none is known, what is usual."""
        facts = {} if likeness is None else likeness.facts
        nearest = {
            number: max(
                (facts[fact] for fact in self._snapshot.passage(number).facts if fact in facts), default=None
            )
            for number in numbers
        }
        known = [near for near in nearest.values() if near is not None]
        usual = sum(known) / len(known) if known else 0.0
        return {number: usual if near is None else near for number, near in nearest.items()}


def _largest(shares: Vector, count: int) -> list[int]:
    """Return the rows of the largest shares above zero, in no order."""
    rows = np.flatnonzero(shares > 0)
    if len(rows) > count:
        rows = rows[np.argpartition(shares[rows], -count)[-count:]]
    return [int(row) for row in rows]
