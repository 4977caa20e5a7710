"""Vectors that a corpus brings along, so that a first index need not make those of its many known questions.

Run as a module to write them anew: `python -m retrieval.index.seeds corpus`, after a change of precedents.toml.
"""

import sys
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.index.embedding import BundledEmbedder
from retrieval.index.vectors import VectorStore, digest
from retrieval.ports import Embedder, Vector
from retrieval.sources.manifest import Precedents, read_toml

SEEDS = "precedents.npz"
_KEY = 8
"""Bytes of a text's digest that tell it from others."""
_STEPS = 127
"""A vector is kept in whole steps of its largest number: similarities change by less than a thousandth."""


@dataclass(frozen=True, slots=True)
class Brought:
    """Vectors by a key of their texts."""

    vectors: Mapping[bytes, Vector]

    def lacks(self, texts: Iterable[str]) -> list[str]:
        """Return the texts that no vector was brought for."""
        return [text for text in texts if _key(text) not in self.vectors]

    def put_into(self, store: VectorStore, texts: Sequence[str]) -> None:
        """Put the vectors of those of the texts into a store that has none for them."""
        found = [text for text in store.missing(texts) if _key(text) in self.vectors]
        if found:
            store.put(found, np.stack([self.vectors[_key(text)] for text in found]))


def brought(folder: Path, name: str) -> Brought:
    """Read what a corpus brings along for the embedder of that name.

    What is absent, unreadable or of another embedder is left to be embedded.
    """
    try:
        with np.load(folder / SEEDS, allow_pickle=False) as kept:
            if str(kept["embedder"]) != name:
                return Brought({})
            steps = kept["steps"].astype(np.float32)
            vectors = steps / np.linalg.norm(steps, axis=1, keepdims=True)
            # numpy drops the zero bytes that a key may end with
            keys = (bytes(key).ljust(_KEY, b"\0") for key in kept["keys"])
            return Brought(dict(zip(keys, vectors, strict=True)))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return Brought({})


def write_seeds(folder: Path, embedder: Embedder, texts: Sequence[str]) -> None:
    """Write the vectors of these texts into the corpus; those that it brings along already are not made anew."""
    known = brought(folder, embedder.name).vectors
    vectors = np.stack(
        [known[_key(text)] if _key(text) in known else embedder.embed_query(text) for text in texts]
    )
    steps = np.rint(vectors / np.abs(vectors).max(axis=1, keepdims=True) * _STEPS).astype(np.int8)
    keys = np.frombuffer(b"".join(map(_key, texts)), dtype=f"S{_KEY}")
    np.savez(folder / SEEDS, embedder=np.array(embedder.name), keys=keys, steps=steps)


def _key(text: str) -> bytes:
    return digest(text)[:_KEY]


if __name__ == "__main__":
    _folder = Path(sys.argv[1])
    _about = read_toml(_folder / "precedents.toml", Precedents).about
    write_seeds(_folder, BundledEmbedder(), [text for entry in _about for text in entry.texts])
