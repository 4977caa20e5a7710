"""How a generation's vectors lie in Chroma: written once, by a process of its own, then only read.

Run as a program, this module writes a directory, or probes one: chromadb 1.5 corrupts a directory that two
processes hold while one writes, and opening a broken one can kill the process (docs/operators.md).
"""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

import numpy as np

from retrieval.errors import IndexBroken
from retrieval.index.apart import BEGIN
from retrieval.ports import Vector
from retrieval.reasons import Reason

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

_COLLECTION = "passages"
_PROBES = 20
_LOST = 0.1
"""Share of the probed that may not find themselves: the search is approximate, and 1 in 50 of 100,000 was seen."""
VECTORS = "vectors.npy"
"""The matrix beside the Chroma directory that it is written from: row n is passage n, whose id is "n"."""


class ChromaIndex:
    """A finished generation, opened for reading."""

    def __init__(self, directory: Path) -> None:
        """Open it, or a private copy where chromadb may not write. Raises IndexBroken when it cannot be read."""
        self._copy: TemporaryDirectory[str] | None = None
        try:
            self._client, self._collection = _open(directory)
        except Exception:  # noqa: BLE001 - chromadb raises its own, sqlite3's and pyo3's errors
            self._open_copy(directory)

    def _open_copy(self, directory: Path) -> None:
        # chromadb writes a little even when it only opens, so a full or read-only disk takes a copy elsewhere.
        self._copy = TemporaryDirectory(prefix="deepseek-bot-")
        try:
            copied = Path(shutil.copytree(directory, Path(self._copy.name) / directory.name))
            self._client, self._collection = _open(copied)
        except Exception as error:
            self._copy.cleanup()
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise IndexBroken(Reason.INDEX_NOT_READ, path=str(directory), detail=reason) from error

    def search(self, vector: Vector, count: int) -> list[tuple[str, float]]:
        """Return the nearest ids; a similarity is 1 minus Chroma's cosine distance."""
        found = self._collection.query(
            query_embeddings=vector.reshape(1, -1), n_results=count, include=["distances"]
        )
        distances = found["distances"] or [[]]
        return [
            (identifier, 1.0 - distance)
            for identifier, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def count(self) -> int:
        """Return how many passages there are."""
        return self._collection.count()

    def close(self) -> None:
        """Give back the files."""
        self._client.close()
        if self._copy is not None:
            self._copy.cleanup()


def write(directory: Path) -> None:
    """Write the vectors that lie beside `directory` into a new Chroma directory there."""
    ids, vectors = _prepared(directory)
    client = _client(directory)
    collection = client.create_collection(_COLLECTION, configuration={"hnsw": {"space": "cosine"}})
    step = client.get_max_batch_size()
    for start in range(0, len(ids), step):
        collection.add(ids=ids[start : start + step], embeddings=vectors[start : start + step])
    client.close()


def probe(directory: Path) -> None:
    """Check that every passage is there and that those probed find themselves. Raises IndexBroken."""
    ids, vectors = _prepared(directory)
    index = ChromaIndex(directory)
    if index.count() != len(ids):
        raise IndexBroken(Reason.PASSAGES_MISSING, found=index.count(), count=len(ids))
    rows = np.linspace(0, len(ids) - 1, min(_PROBES, len(ids))).astype(int)
    lost = [row for row in rows if index.search(vectors[row], 1)[0][1] < 1 - 1e-3]
    if len(lost) > _LOST * len(rows):
        raise IndexBroken(Reason.PASSAGES_LOST, passage=int(lost[0]), lost=len(lost), count=len(rows))
    index.close()


def _open(directory: Path) -> "tuple[Client, Collection]":
    from chromadb.api.shared_system_client import SharedSystemClient  # noqa: PLC0415 - as in _client

    try:
        client = _client(directory)
        return client, client.get_collection(_COLLECTION)
    except BaseException:
        # chromadb keeps what it has half started, and would hand it out again once the files are mended.
        SharedSystemClient._identifier_to_system.pop(str(directory), None)  # noqa: SLF001 - there is no public way
        raise


def _client(directory: Path) -> "Client":
    import chromadb  # noqa: PLC0415 - takes 0.9 s to import
    from chromadb.config import Settings  # noqa: PLC0415 - as above

    client = chromadb.PersistentClient(path=str(directory), settings=Settings(anonymized_telemetry=False))
    return cast("Client", client)  # the declared type has no close()


def _prepared(directory: Path) -> tuple[list[str], Vector]:
    vectors: Vector = np.load(directory.parent / VECTORS)
    return [str(number) for number in range(len(vectors))], vectors


def _do_when_told(step: str, directory: Path) -> None:
    import chromadb  # noqa: F401, PLC0415 - while the process that started this one is still busy

    if sys.stdin.readline() == BEGIN:
        {"write": write, "probe": probe}[step](directory)


if __name__ == "__main__":
    _do_when_told(sys.argv[1], Path(sys.argv[2]))
