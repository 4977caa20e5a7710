"""What retrieval asks of the outside: an embedder, an index of vectors and, if there is one, a language model."""

from collections.abc import Callable, Sequence
from collections.abc import Generator as Pieces
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from retrieval.types import Usage

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


class Generator(Protocol):
    """Writes JSON of a given shape. It has no tools, so nothing that it is given can make it do anything else."""

    name: str
    """Provider and model."""

    def write(
        self,
        instructions: str,
        material: str,
        shape: type[BaseModel],
        seconds: float,
        spent: Callable[[Usage], None],
    ) -> Pieces[str, None, None]:
        """Yield the JSON in pieces as they come; what is not taken is not written.

        Raises GenerationFailed, at the latest after so many seconds. `spent` is called once, however it ends.
        """
