"""Libraries of the tiny texts, and what stories about their indexes do with them."""

from pathlib import Path

from retrieval import (
    Library,
)
from tests.builders import make_library
from tests.fakes import FakeEmbedder


def library_of(folder: Path, embedder: FakeEmbedder | None = None) -> Library:
    return make_library(folder / "corpus", folder / "data", embedder)


def silent(_done: int, _total: int) -> None:
    """Report progress to nobody."""


def best(library: Library, question: str) -> str:
    return library.search(question, 1)[0].passage.document.source.id


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
