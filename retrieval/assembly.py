"""Which concrete classes make a library: the only place that names them."""

from functools import partial
from pathlib import Path

from pydantic import SecretStr

from retrieval.answers.allowance import SPENT, Allowance
from retrieval.answers.generation import LangchainGenerator
from retrieval.answers.writing import Writer
from retrieval.benchmark import Benchmark
from retrieval.index.chroma import ChromaIndex
from retrieval.index.embedding import make_embedder
from retrieval.index.generations import Generations
from retrieval.library import Library
from retrieval.opening import MakeWriter
from retrieval.ports import Embedder
from retrieval.settings import GenerationSettings, RetrievalSettings


def open_library(
    settings: RetrievalSettings, generation: GenerationSettings | None = None, key: SecretStr | None = None
) -> Library:
    """Return a library for a corpus and a data folder; nothing heavy is imported or opened before it is used.

    `key` is that of the language model's provider. Raises EmbedderError if the embedder that the settings name has no build for this machine, GeneratorError if the
    language model lacks a package or a key.
    """
    embedder = _embedder(settings)
    if generation is None or not generation.wanted:
        return _library(settings, embedder)
    return _writing_library(_writer_maker(generation, key, settings.data), settings, embedder)


def open_benchmark(
    settings: RetrievalSettings,
    data: Path,
    generation: GenerationSettings | None = None,
    key: SecretStr | None = None,
) -> Benchmark:
    """Return what measures the corpus that the settings name, in a data folder of its own. Raises like `open_library`.

    What a language model costs there counts for the day's budget of the settings' own data folder.
    """
    make_writing = None
    if generation is not None and generation.wanted:
        make_writing = partial(_writing_library, _writer_maker(generation, key, settings.data))
    return Benchmark(settings, data, partial(_embedder, settings), _library, make_writing)


def _embedder(settings: RetrievalSettings) -> Embedder:
    return make_embedder(settings.embedder, settings.query_prefix, settings.passage_prefix)


def _library(settings: RetrievalSettings, embedder: Embedder) -> Library:
    return Library(settings, Generations(settings.data), embedder, ChromaIndex)


def _writing_library(writer: MakeWriter, settings: RetrievalSettings, embedder: Embedder) -> Library:
    return Library(settings, Generations(settings.data), embedder, ChromaIndex, make_writer=writer)


def _writer_maker(settings: GenerationSettings, key: SecretStr | None, data: Path) -> MakeWriter:
    """Return what makes a writer for a generation's texts; all of them share one model and one allowance."""
    generator = LangchainGenerator(settings, key)
    allowance = Allowance(settings, data / SPENT)
    return lambda snapshot: Writer(generator, allowance, snapshot, settings)
