"""Every embedding ever made, by embedder and text: what Chroma holds can be rebuilt from here in seconds."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from retrieval.ports import Vector

_CREATE = """
create table if not exists vectors (
    embedder text not null, digest blob not null, vector blob not null, primary key (embedder, digest)
) without rowid
"""
_BATCH = 500


class VectorStore:
    """A SQLite file. What was put is on disk when `put` returns; sqlite3.Error and OSError pass through."""

    def __init__(self, path: Path, embedder: str) -> None:
        """Open or create; a file that is no database is replaced, since all of it can be made again."""
        self._embedder = embedder
        try:
            self._connection = _connect(path)
        except sqlite3.DatabaseError as error:
            if isinstance(
                error, sqlite3.OperationalError
            ):  # a full disk or a missing folder, not a broken file
                raise
            path.unlink()
            self._connection = _connect(path)

    def missing(self, texts: Iterable[str]) -> list[str]:
        """Return the texts that have no vector yet, each once, in order."""
        unique = {digest(text): text for text in texts}
        known = {key for key, _ in self._rows(list(unique))}
        return [text for key, text in unique.items() if key not in known]

    def put(self, texts: Sequence[str], vectors: Vector) -> None:
        """Keep one vector a text."""
        rows = [
            (self._embedder, digest(text), vector.astype(np.float32).tobytes())
            for text, vector in zip(texts, vectors, strict=True)
        ]
        with self._connection:
            self._connection.executemany("insert or replace into vectors values (?, ?, ?)", rows)

    def get(self, texts: Sequence[str]) -> Vector:
        """Return one row a text. Raises KeyError if a text has none."""
        keys = [digest(text) for text in texts]
        found = {key: np.frombuffer(blob, dtype=np.float32) for key, blob in self._rows(keys)}
        return np.stack([found[key] for key in keys])

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _rows(self, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        for start in range(0, len(keys), _BATCH):
            some = keys[start : start + _BATCH]
            marks = ",".join("?" * len(some))
            query = f"select digest, vector from vectors where embedder = ? and digest in ({marks})"  # noqa: S608 - marks only
            yield from self._connection.execute(query, (self._embedder, *some))


def count_missing(path: Path, embedder: str, texts: Iterable[str]) -> int:
    """Return how many texts have no vector in a store that may be absent or broken; writes nothing."""
    unique = {digest(text) for text in texts}
    # Without a journal beside it nobody is writing, and it can be read without leaving so much as a lock file.
    mode = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True)) as connection:
            known = connection.execute("select digest from vectors where embedder = ?", (embedder,))
            return len(unique.difference(key for (key,) in known))
    except sqlite3.Error:
        return len(unique)


def digest(text: str) -> bytes:
    """Return what stands for a text in the store."""
    return hashlib.sha256(text.encode()).digest()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    try:
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")
        connection.execute(_CREATE)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
