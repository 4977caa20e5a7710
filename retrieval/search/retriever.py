"""Question → hits: nearness of meaning and shared words, fused so that neither half can spoil the other."""

import numpy as np

from retrieval.index.keywords import KeywordIndex
from retrieval.index.snapshot import Snapshot
from retrieval.ports import Embedder, Index, Vector
from retrieval.types import Hit

WORDS_WEIGHT = 0.24
"""What a passage that carries all of a question's words gains, in units of cosine similarity (docs/search.md)."""


class Retriever:
    """Searches one generation."""

    def __init__(
        self, embedder: Embedder, index: Index, keywords: KeywordIndex, vectors: Vector, snapshot: Snapshot
    ) -> None:
        """Take what the generation was built with; row n of `vectors` is passage n."""
        self._embedder = embedder
        self._index = index
        self._keywords = keywords
        self._vectors = vectors
        self._snapshot = snapshot

    def search(self, text: str, language: str, count: int) -> list[Hit]:
        """Return up to `count` hits, best first: similarity plus the share of the question's words, weighted.

        The share is small where question and passage are in different languages, so it fades there by itself.
        """
        vector = self._embedder.embed_query(text)
        near = {int(identifier): score for identifier, score in self._index.search(vector, count)}
        shares = self._keywords.search(text, language)
        for number in _largest(shares, count):
            if number not in near:
                near[number] = float(self._vectors[number] @ vector)
        scores = {
            number: similarity + WORDS_WEIGHT * float(shares[number]) for number, similarity in near.items()
        }
        best = sorted(scores, key=lambda number: (-scores[number], number))[:count]
        return [Hit(self._snapshot.passage(number), scores[number]) for number in best]


def _largest(shares: Vector, count: int) -> list[int]:
    """Return the rows of the largest shares above zero, in no order."""
    rows = np.flatnonzero(shares > 0)
    if len(rows) > count:
        rows = rows[np.argpartition(shares[rows], -count)[-count:]]
    return [int(row) for row in rows]
