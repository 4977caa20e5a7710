"""Stand-ins for what is slow, and true to it: each passes the contract test of the real thing."""

import zlib
from collections.abc import Sequence

import numpy as np

from retrieval.ports import Vector
from retrieval.sources.terms import words

_DIMENSIONS = 256


class FakeEmbedder:
    """Counts words: texts that share words lie near each other. Remembers what it was given."""

    def __init__(self, name: str = "fake-1") -> None:
        self.name = name
        self.embedded: list[str] = []
        self.asked: list[str] = []

    def embed_query(self, text: str) -> Vector:
        self.asked.append(text)
        return _vector(text)

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        self.embedded.extend(texts)
        return np.stack([_vector(text) for text in texts])


class FakeIndex:
    """Compares a vector with every other; a passage's id is its row."""

    def __init__(self, vectors: Vector) -> None:
        self._vectors = vectors

    def search(self, vector: Vector, count: int) -> list[tuple[str, float]]:
        similarities = self._vectors @ vector
        best = np.argsort(-similarities, kind="stable")[:count]
        return [(str(row), float(similarities[row])) for row in best]

    def close(self) -> None:
        pass


def _vector(text: str) -> Vector:
    vector = np.zeros(_DIMENSIONS, dtype=np.float32)
    vector[0] = 0.1  # a text without words has a direction too
    for word in words(text):
        vector[zlib.crc32(word.encode()) % _DIMENSIONS] += 1
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
