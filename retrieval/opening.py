"""How a generation is opened, and how its readers go on with it while another becomes active."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np

from retrieval.answers.answering import Answerer
from retrieval.answers.checking import Checker
from retrieval.answers.summarising import Summariser
from retrieval.answers.writing import Writer
from retrieval.errors import IndexBroken, IndexMissing, IndexOutdated, SearchIndexError
from retrieval.index.generations import Generations
from retrieval.index.keywords import KeywordIndex, Wordings
from retrieval.index.reindexing import CHROMA, KEYWORDS, PRECEDENTS, TEXTS, VECTORS, WORDINGS
from retrieval.index.snapshot import Snapshot
from retrieval.ports import Embedder, Index, Vector
from retrieval.reasons import Reason
from retrieval.search.precedents import Precedents
from retrieval.search.retriever import Retriever
from retrieval.settings import RetrievalSettings
from retrieval.types import Generation

MakeWriter = Callable[[Snapshot], Writer]


@dataclass(slots=True)
class Opened:
    """A generation with everything that was opened for it; it is closed when it is retired and nobody uses it."""

    generation: Generation
    snapshot: Snapshot
    index: Index
    retriever: Retriever
    answerer: Answerer
    summariser: Summariser
    checker: Checker
    keywords: KeywordIndex
    users: int = 0
    retired: bool = False

    def close(self) -> None:
        """Give back files and memory."""
        self.index.close()
        self.snapshot.close()


class Opener:
    """Opens the generations of one data folder, and keeps the active one open. Safe to share between threads."""

    def __init__(
        self,
        settings: RetrievalSettings,
        generations: Generations,
        embedder: Embedder,
        open_index: Callable[[Path], Index],
        fingerprint: str,
        make_writer: MakeWriter | None = None,
    ) -> None:
        """Open nothing yet; a generation of another fingerprint will be refused.

        `make_writer` is None where there is no language model.
        """
        self._make_writer = make_writer
        self._settings = settings
        self._generations = generations
        self._embedder = embedder
        self._open_index = open_index
        self._fingerprint = fingerprint
        self._opened: Opened | None = None
        self._lock = Lock()

    @property
    def writes(self) -> bool:
        """Tell whether there is a language model."""
        return self._make_writer is not None

    @contextmanager
    def current(self) -> Iterator[Opened]:
        """Hold the active generation open, whatever becomes active meanwhile. Raises SearchIndexError."""
        active = self._generations.active()
        with self._lock:
            if self._opened is None or self._opened.generation.id != active:
                opened = self.open(active)
                self._retire()
                self._opened = opened
            used = self._opened
            used.users += 1
        try:
            yield used
        finally:
            with self._lock:
                used.users -= 1
                if used.retired and not used.users:
                    used.close()

    def close(self) -> None:
        """Close the active generation after its readers; a later one opens it again."""
        with self._lock:
            self._retire()

    def open(self, identifier: str | None, embedder: Embedder | None = None) -> Opened:
        """Open a generation, for the caller to close; `embedder` stands in for the usual one. Raises SearchIndexError."""
        if identifier is None:
            raise IndexMissing(Reason.NO_INDEX, data=str(self._settings.data))
        generation = self._generations.read(identifier)
        self.refuse_outdated(generation)
        directory = self._generations.directory(identifier)
        snapshot = Snapshot(directory / TEXTS)
        keywords = KeywordIndex(directory / KEYWORDS, snapshot.synonyms)
        vectors = _read_vectors(directory / VECTORS, generation.passages)
        index = self._open_index(directory / CHROMA)
        precedents = _read_precedents(directory, snapshot)
        retriever = Retriever(embedder or self._embedder, index, keywords, vectors, snapshot, precedents)
        writer = self._make_writer(snapshot) if self._make_writer else None
        answerer = Answerer(retriever, keywords, snapshot, self._settings, writer)
        return Opened(
            generation,
            snapshot,
            index,
            retriever,
            answerer,
            Summariser(snapshot, answerer, generation.id, keywords, writer),
            Checker(retriever, keywords, snapshot, answerer, self._settings.quotes),
            keywords,
        )

    def refuse_outdated(self, generation: Generation) -> None:
        """Raise IndexOutdated unless the generation was built as the settings ask."""
        if generation.fingerprint != self._fingerprint:
            raise IndexOutdated(
                Reason.OTHER_FINGERPRINT, built=generation.fingerprint, wanted=self._fingerprint
            )

    def texts(self, identifier: str | None) -> Snapshot | None:
        """Return a generation's texts, without its index; None if they cannot be used."""
        if identifier is None:
            return None
        try:
            self.refuse_outdated(self._generations.read(identifier))
            return Snapshot(self._generations.directory(identifier) / TEXTS)
        except SearchIndexError:
            return None

    def _retire(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.retired = True
            if not opened.users:
                opened.close()


def _read_precedents(directory: Path, snapshot: Snapshot) -> Precedents | None:
    if not snapshot.precedents:
        return None
    vectors = _read_vectors(directory / PRECEDENTS, len(snapshot.precedents))
    return Precedents(snapshot.precedents, vectors, Wordings(directory / WORDINGS))


def _read_vectors(path: Path, count: int) -> Vector:
    try:
        vectors: Vector = np.load(path, mmap_mode="r")
    except (OSError, ValueError, EOFError) as error:
        raise IndexBroken(Reason.INDEX_NOT_READ, path=str(path), detail=str(error)) from error
    if len(vectors) != count:
        raise IndexBroken(Reason.VECTORS_MISSING, path=str(path), found=len(vectors), count=count)
    return vectors
