"""Question → hits: which passages lie nearest."""

from retrieval.index.snapshot import Snapshot
from retrieval.ports import Embedder, Index
from retrieval.types import Hit


class Retriever:
    """Searches one generation."""

    def __init__(self, embedder: Embedder, index: Index, snapshot: Snapshot) -> None:
        """Take what the generation was built with."""
        self._embedder = embedder
        self._index = index
        self._snapshot = snapshot

    def search(self, text: str, count: int) -> list[Hit]:
        """Return up to `count` hits, best first."""
        vector = self._embedder.embed_query(text)
        found = self._index.search(vector, count)
        return [Hit(self._snapshot.passage(identifier), score) for identifier, score in found]
