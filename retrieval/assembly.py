"""Which concrete classes make a library: the only place that names them."""

from retrieval.index.chroma import ChromaIndex
from retrieval.index.embedding import make_embedder
from retrieval.index.generations import Generations
from retrieval.library import Library
from retrieval.settings import RetrievalSettings


def open_library(settings: RetrievalSettings) -> Library:
    """Return a library for a corpus and a data folder; nothing heavy is imported or opened before it is used.

    Raises EmbedderError if the embedder that the settings name has no build for this machine.
    """
    embedder = make_embedder(settings.embedder, settings.query_prefix, settings.passage_prefix)
    return Library(settings, Generations(settings.data), embedder, ChromaIndex)
