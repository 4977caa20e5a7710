"""What retrieval asks of the outside: an embedder, and an index of vectors."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors. Questions and passages may need different prefixes, hence two verbs."""

    name: str
    """Names model and version: vectors of two embedders with one name must be comparable."""

    def embed_query(self, text: str) -> Vector:
        """Return one vector of length 1, shape (dimensions,)."""

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        """Return one vector of length 1 a text, shape (texts, dimensions)."""


class Index(Protocol):
    """Finds the passages of one generation that lie nearest to a vector."""

    def search(self, vector: Vector, count: int) -> list[tuple[str, float]]:
        """Return up to `count` passage ids with their cosine similarity, best first."""

    def close(self) -> None:
        """Give back files and memory."""
