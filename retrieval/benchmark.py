"""How quick retrieval is, measured against its own embedder on the same machine in the same minutes."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ParamSpec

import numpy as np

from retrieval.drawn import DrawnEmbedder, write_drawn_corpus
from retrieval.errors import CorpusError
from retrieval.evaluation import WritingFigures, writing_figures
from retrieval.index.reindexing import BATCH, Progress, embedded_text
from retrieval.library import Library
from retrieval.ports import Embedder
from retrieval.reasons import Reason
from retrieval.settings import RetrievalSettings
from retrieval.types import Answer, GoldenQuestion, Turn

_ASKED = 100
"""How many answers are timed at least."""
_WRITTEN = 10
"""How many answers a language model writes: they may cost money."""
_SMALL_TALK = "small-talk"
"""The kind of golden question that is met with a reply, not a search."""

Arguments = ParamSpec("Arguments")
MakeEmbedder = Callable[[], Embedder]
MakeLibrary = Callable[[RetrievalSettings, Embedder], Library]


@dataclass(frozen=True, slots=True)
class AnswerSpeed:
    """Milliseconds of one question's embedding and of its whole answer, warm and in turns."""

    embed_ms: float
    answer_p50_ms: float
    answer_p95_ms: float


@dataclass(frozen=True, slots=True)
class ReindexSpeed:
    """Seconds that the embedder alone takes for the passages, and a reindex from an empty data folder."""

    passages: int
    raw_seconds: float
    reindex_seconds: float


@dataclass(frozen=True, slots=True)
class ScaleSpeed:
    """A generated corpus: what its build takes, and what a process of its own takes to answer from it.

    Searches are timed with their question's embedding and without.
    """

    passages: int
    build_seconds: float
    disk_mb: float
    first_seconds: float
    memory_mb: float
    search_p50_ms: float
    search_p95_ms: float
    without_embedding_p50_ms: float
    without_embedding_p95_ms: float
    answer_p50_ms: float
    answer_p95_ms: float


class Benchmark:
    """Measures a corpus in a data folder of its own; the one in use is not touched."""

    def __init__(
        self,
        settings: RetrievalSettings,
        data: Path,
        make_embedder: MakeEmbedder,
        make_library: MakeLibrary,
        make_writing_library: MakeLibrary | None = None,
    ) -> None:
        """Build into `data`. The first two functions must be importable: other processes call them.

        `make_writing_library` returns one whose answers a language model writes; None where there is none.
        """
        self._settings = settings.model_copy(update={"data": data})
        self._make_embedder = make_embedder
        self._make_library = make_library
        self._embedder = make_embedder()
        self.library = make_library(self._settings, self._embedder)
        self._writing = make_writing_library and make_writing_library(self._settings, self._embedder)

    @cached_property
    def questions(self) -> tuple[GoldenQuestion, ...]:
        """The open golden questions that are searched for. Raises CorpusError if there are none."""
        known = self.library.read_corpus().questions
        found = [each for each in known if each.split != "held" and _SMALL_TALK not in each.kinds]
        if not found:
            raise CorpusError(
                self._settings.corpus / "questions.toml",
                "",
                Reason.NO_OPEN_QUESTIONS,
            )
        return tuple(islice(cycle(found), max(_ASKED, len(found))))

    def reindex(self, progress: Progress) -> ReindexSpeed:
        """Build from nothing; half of the raw embedding is done before and half after, so that load hits both."""
        texts = list(dict.fromkeys(embedded_text(passage) for passage in self.library.read_corpus().passages))
        self._embedder.embed_passages(texts[:1])
        half = len(texts) // 2
        raw = _seconds(self._embed_raw, texts[:half])
        whole = _seconds(self.library.reindex, progress)
        raw += _seconds(self._embed_raw, texts[half:])
        return ReindexSpeed(len(texts), raw, whole)

    def answer(self) -> AnswerSpeed:
        """Time embeddings and answers in turns, of different questions at a time, after a round to warm up."""
        questions = self.questions
        for question in dict.fromkeys(questions):
            _ask(self.library, question)
        embedded, answered = [], []
        for number, question in enumerate(questions):
            other = questions[number - len(questions) // 2].text
            embedded.append(1000 * _seconds(self._embedder.embed_query, other))
            answered.append(1000 * _seconds(_ask, self.library, question))
        return AnswerSpeed(_percentile(embedded, 50), _percentile(answered, 50), _percentile(answered, 95))

    @property
    def writes(self) -> bool:
        """Tell whether there is a language model."""
        return self._writing is not None

    def write(self) -> WritingFigures | None:
        """Let the language model answer a few questions; None if there is none, or it was asked for no answer."""
        if self._writing is None:
            return None
        few = islice(dict.fromkeys(self.questions), _WRITTEN)
        return writing_figures(_ask(self._writing, question) for question in few)

    def embed(self, texts: Sequence[str]) -> float:
        """Return how many seconds one thread takes to embed questions one after the other."""
        started = time.perf_counter()
        for text in texts:
            self._embedder.embed_query(text)
        return time.perf_counter() - started

    def scale(self, passages: int, progress: Progress) -> ScaleSpeed:
        """Build a generated corpus, then search and answer from it in a fresh process."""
        with self._generated(passages) as settings:
            drawn = DrawnEmbedder(self._embedder, [question.text for question in self.questions])
            library = self._make_library(settings, drawn)
            build_seconds = _seconds(library.reindex, progress)
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
                figures = processes.submit(
                    measure_search, settings, self.questions, self._make_embedder, self._make_library
                ).result()
            return ScaleSpeed(passages, build_seconds, _megabytes(settings.data), **figures)

    def _embed_raw(self, texts: Sequence[str]) -> None:
        for start in range(0, len(texts), BATCH):
            self._embedder.embed_passages(texts[start : start + BATCH])

    @contextmanager
    def _generated(self, passages: int) -> Iterator[RetrievalSettings]:
        texts = self.library.read_corpus().documents.values()
        with TemporaryDirectory(prefix="deepseek-bot-bench-") as folder:
            corpus = Path(folder) / "corpus"
            write_drawn_corpus(
                corpus, passages, [each.text for each in texts if each.source.language == "en"]
            )
            yield self._settings.model_copy(update={"corpus": corpus, "data": Path(folder) / "data"})


def measure_search(
    settings: RetrievalSettings,
    questions: Sequence[GoldenQuestion],
    make_embedder: MakeEmbedder,
    make_library: MakeLibrary,
) -> dict[str, float]:
    """Return a built folder's figures by their names in ScaleSpeed; memory is the peak of this process."""
    embedder = DrawnEmbedder(make_embedder(), ())
    library = make_library(settings, embedder)
    first = _seconds(_ask, library, questions[0])
    searched, alone, answered = [], [], []
    for question in questions:
        _ask(library, question)
    for question in questions:
        searched.append(1000 * _seconds(library.search, question.text))
        alone.append(searched[-1] - 1000 * embedder.seconds)
        answered.append(1000 * _seconds(_ask, library, question))
    library.close()
    return {
        "first_seconds": first,
        "memory_mb": _peak_megabytes(),
        "search_p50_ms": _percentile(searched, 50),
        "search_p95_ms": _percentile(searched, 95),
        "without_embedding_p50_ms": _percentile(alone, 50),
        "without_embedding_p95_ms": _percentile(alone, 95),
        "answer_p50_ms": _percentile(answered, 50),
        "answer_p95_ms": _percentile(answered, 95),
    }


def _ask(library: Library, question: GoldenQuestion) -> Answer:
    return library.ask(question.text, [Turn(text) for text in question.earlier])


def _seconds(
    action: Callable[Arguments, object], *arguments: Arguments.args, **named: Arguments.kwargs
) -> float:
    started = time.perf_counter()
    action(*arguments, **named)
    return time.perf_counter() - started


def _percentile(values: Sequence[float], share: float) -> float:
    return float(np.percentile(values, share))


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _peak_megabytes() -> float:
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:  # not Linux
        import resource  # noqa: PLC0415 - Windows has none, and can do all but this

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    # getrusage would count what the parent held when it started this process.
    return int(status.partition("VmHWM:")[2].split()[0]) / 1e3
