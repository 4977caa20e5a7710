"""Question → hits: nearness of meaning, shared words and questions asked before, fused so that none can spoil the others."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np

from retrieval.index.keywords import KeywordIndex
from retrieval.index.snapshot import Snapshot
from retrieval.ports import Embedder, Index, Vector
from retrieval.search.precedents import Likeness, Precedents
from retrieval.sources.shorthand import written_out
from retrieval.types import Hit

WORDS_WEIGHT = 0.24
"""What a passage that carries all of a question's words gains, in units of cosine similarity (docs/search.md)."""
FACTS_WEIGHT = 0.3
"""What a passage gains whose fact is foretold to be the answer."""

_RECENT = 100
"""So many questions are remembered with their vectors, for those that are asked after them."""


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
        self._recent: OrderedDict[str, Vector] = OrderedDict()
        self._lock = Lock()

    def search(self, text: str, language: str, count: int) -> list[Hit]:
        """Return up to `count` hits, best first."""
        return list(self.look_up(text, language, count).hits)

    def look_up(self, text: str, language: str, count: int, after: str = "") -> Found:
        """Return up to `count` hits: similarity plus the share of the question's words and what is known of such questions.

        The share is small where question and passage are in different languages, so it fades there by itself. What is
        asked `after` something is searched for between the two.
        """
        plain = written_out(text, language)
        vector = self._embed(plain)
        likeness = self._liken(plain, vector)
        if after:
            text = f"{after} {text}"
            vector = _between(self._recall(written_out(after, language)), vector)
            whole = self._liken(written_out(text, language), vector)
            likeness = whole and replace(whole, itself=likeness)
        near = {int(identifier): score for identifier, score in self._index.search(vector, count)}
        shares = self._keywords.search(text, language)
        for number in _largest(shares, count):
            if number not in near:
                near[number] = float(self._vectors[number] @ vector)
        known = self._known(near, likeness)
        scores = {
            number: similarity + WORDS_WEIGHT * float(shares[number]) + FACTS_WEIGHT * known[number]
            for number, similarity in near.items()
        }
        best = sorted(scores, key=lambda number: (-scores[number], number))[:count]
        hits = tuple(Hit(self._snapshot.passage(number), scores[number]) for number in best)
        return Found(hits, likeness)

    def _embed(self, text: str) -> Vector:
        vector = self._embedder.embed_query(text)
        with self._lock:
            self._recent[text] = vector
            if len(self._recent) > _RECENT:
                self._recent.popitem(last=False)
        return vector

    def _recall(self, text: str) -> Vector:
        """Return the vector of what was asked before; it is there from then, if that is not long ago."""
        with self._lock:
            known = self._recent.get(text)
        return self._embedder.embed_query(text) if known is None else known

    def _liken(self, text: str, vector: Vector) -> Likeness | None:
        return self._precedents.like(text, vector) if self._precedents else None

    def _known(self, numbers: Iterable[int], likeness: Likeness | None) -> dict[int, float]:
        """Return how much known questions foretell that passages have the answer; without facts, as much as the best."""
        foretold = {number: self._foretold(number, likeness) for number in numbers}
        best = max((known for known in foretold.values() if known is not None), default=0.0)
        return {number: best if known is None else known for number, known in foretold.items()}

    def _foretold(self, number: int, likeness: Likeness | None) -> float | None:
        facts = self._snapshot.passage(number).facts
        if likeness is None or not facts:
            return None
        known = max(likeness.facts.get(fact, 0.0) for fact in facts)
        return known + (self._foretold(number, likeness.itself) or 0.0)


def _between(one: Vector, other: Vector) -> Vector:
    """Return the direction in the middle of two."""
    middle = one + other
    return np.asarray(middle / (np.linalg.norm(middle) or 1))


def _largest(shares: Vector, count: int) -> list[int]:
    """Return the rows of the largest shares above zero, in no order."""
    rows = np.flatnonzero(shares > 0)
    if len(rows) > count:
        rows = rows[np.argpartition(shares[rows], -count)[-count:]]
    return [int(row) for row in rows]
