"""Which concrete classes make a library: the only place that names them."""

from functools import partial
from pathlib import Path

from retrieval.benchmark import Benchmark
from retrieval.index.chroma import ChromaIndex
from retrieval.index.embedding import make_embedder
from retrieval.index.generations import Generations
from retrieval.library import Library
from retrieval.ports import Embedder
from retrieval.settings import RetrievalSettings


def open_library(settings: RetrievalSettings) -> Library:
    """Return a library for a corpus and a data folder; nothing heavy is imported or opened before it is used.

    Raises EmbedderError if the embedder that the settings name has no build for this machine.
    """
    return _library(settings, _embedder(settings))


def open_benchmark(settings: RetrievalSettings, data: Path) -> Benchmark:
    """Return what measures the corpus that the settings name, in a data folder of its own. Raises like `open_library`."""
    return Benchmark(settings, data, partial(_embedder, settings), _library)


def _embedder(settings: RetrievalSettings) -> Embedder:
    return make_embedder(settings.embedder, settings.query_prefix, settings.passage_prefix)


def _library(settings: RetrievalSettings, embedder: Embedder) -> Library:
    return Library(settings, Generations(settings.data), embedder, ChromaIndex)
