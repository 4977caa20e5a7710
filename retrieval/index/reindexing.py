"""How a generation comes to be: plan, embed what is new, write beside the active one, probe, activate."""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from retrieval.errors import BuildFailed, IndexBroken
from retrieval.index import chroma, snapshot
from retrieval.index.apart import Apart
from retrieval.index.generations import Generations, new_identifier
from retrieval.index.keywords import write_keywords, write_wordings
from retrieval.index.seeds import brought
from retrieval.index.vectors import VectorStore, count_missing
from retrieval.ports import Embedder
from retrieval.reasons import Reason
from retrieval.sources.corpus import Corpus
from retrieval.sources.passages import CUTTING
from retrieval.types import Generation, Passage

TEXTS, CHROMA, KEYWORDS, VECTORS = "texts.sqlite", "chroma", "keywords", chroma.VECTORS
"""What a generation's directory holds beside its record."""
PRECEDENTS, WORDINGS = "precedents.npy", "wordings"
"""And besides, where the corpus knows precedents."""
_STORE = "vectors.sqlite"

Progress = Callable[[int, int], None]
"""Told how many of how many passages and precedents are embedded."""

BATCH = 16
"""How many passages are embedded at a time: the bundled model is quickest with about that many."""


@dataclass(frozen=True, slots=True)
class PassageChanges:
    """How many passages come, go, or read otherwise than one of the same source did."""

    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What a reindex would do. The source ids are in the corpus's order.

    `embed` counts the passages without a vector, `questions` the precedents without one. `passage_changes` is None where
    nothing is to be built, or the active generation's texts cannot be read.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    passages: int
    embed: int
    reason: str | None
    questions: int = 0
    passage_changes: PassageChanges | None = None

    @property
    def needed(self) -> bool:
        """Tell whether there is a reason to build."""
        return self.reason is not None


class Reindexer:
    """Builds generations of one data folder with one embedder."""

    def __init__(
        self, data: Path, generations: Generations, embedder: Embedder, longest: int, kept: int
    ) -> None:
        """Nothing is read or written before a method is called."""
        self._data = data
        self._generations = generations
        self._embedder = embedder
        self._kept = kept
        self.fingerprint = f"{snapshot.FORMAT}/{CUTTING}/{longest}/{embedder.name}"

    def plan(self, corpus: Corpus) -> Plan:
        """Compare the corpus with the active generation; writes nothing."""
        active = self._active()
        before = active.documents if active else {}
        now = {identifier: document.revision for identifier, document in corpus.documents.items()}
        texts = [embedded_text(passage) for passage in corpus.passages]
        asked = [precedent.text for precedent in corpus.precedents]
        reason = self._need(active, corpus)
        return Plan(
            added=tuple(name for name in now if name not in before),
            changed=tuple(name for name in now if name in before and now[name] != before[name]),
            removed=tuple(name for name in before if name not in now),
            unchanged=tuple(name for name in now if before.get(name) == now[name]),
            passages=len(corpus.passages),
            embed=count_missing(self._data / _STORE, self._embedder.name, texts),
            reason=reason,
            questions=count_missing(
                self._data / _STORE, self._asking, brought(corpus.folder, self._embedder.name).lacks(asked)
            ),
            passage_changes=self._changes(active, corpus) if reason else None,
        )

    def build(self, corpus: Corpus, progress: Progress, *, activate: bool = True) -> Generation:
        """Build, probe and, unless told otherwise, activate. Raises BuildBusy, or BuildFailed with the active generation untouched.

        What is not to be activated, and waits already, built from the same corpus, is not built again.
        """
        with _translated(self._data), self._generations.building() as place:
            if not activate and (waiting := self._waiting(corpus)):
                return waiting
            texts = [embedded_text(passage) for passage in corpus.passages]
            asked = [precedent.text for precedent in corpus.precedents]
            with (
                closing(self._store(self._embedder.name)) as store,
                closing(self._store(self._asking)) as questions,
            ):
                brought(corpus.folder, self._embedder.name).put_into(questions, asked)
                self._embed(store, texts, questions, asked, _both(self._generations.report, progress))
                np.save(place / chroma.VECTORS, store.get(texts))
                if asked:
                    np.save(place / PRECEDENTS, questions.get(asked))
            with Apart("write", place / CHROMA) as writer, Apart("probe", place / CHROMA) as prober:
                writer.begin()
                snapshot.write_snapshot(place / TEXTS, corpus)
                write_keywords(place / KEYWORDS, corpus.passages)
                if asked:
                    write_wordings(place / WORDINGS, asked)
                writer.finish()
                prober.begin()
                prober.finish()
            generation = Generation(
                id=new_identifier(),
                fingerprint=self.fingerprint,
                created=datetime.now(UTC).isoformat(timespec="seconds"),
                passages=len(corpus.passages),
                documents={name: document.revision for name, document in corpus.documents.items()},
                contents=_digest(corpus),
                corpus=str(corpus.folder),
                applied=False,
            )
            self._generations.finish(place, generation)
            if activate:
                generation = self._generations.activate(generation.id)
            self._generations.keep_newest(self._kept)
            return generation

    def holds(self, generation: Generation, corpus: Corpus) -> bool:
        """Tell whether a generation was built from this very corpus, as it would be built now."""
        return generation.fingerprint == self.fingerprint and generation.contents == _digest(corpus)

    def texts_of(self, generation: Generation) -> snapshot.Snapshot | None:
        """Return a generation's texts, whatever embedder it is for; None if they cannot be read."""
        if generation.fingerprint.split("/")[0] != snapshot.FORMAT:
            return None
        try:
            return snapshot.Snapshot(self._generations.directory(generation.id) / TEXTS)
        except IndexBroken:
            return None

    def _changes(self, active: Generation | None, corpus: Corpus) -> PassageChanges | None:
        if active is None:
            return PassageChanges(len(corpus.passages), 0, 0)
        texts = self.texts_of(active)
        if texts is None:
            return None
        with closing(texts):
            try:
                before = Counter(texts.texts())
            except (sqlite3.Error, KeyError, TypeError, ValueError):  # damaged, which is why it is built anew
                return None
        return _compare(before, Counter((each.document.source.id, each.text) for each in corpus.passages))

    def _waiting(self, corpus: Corpus) -> Generation | None:
        waiting = (each for each in self._generations.all() if not each.applied)
        return next(
            (each for each in waiting if self.holds(each, corpus) and self._generations.is_whole(each.id)),
            None,
        )

    def _active(self) -> Generation | None:
        active = self._generations.active()
        try:
            return self._generations.read(active) if active else None
        except IndexBroken:
            return None

    def _need(self, active: Generation | None, corpus: Corpus) -> str | None:
        if active is None:
            return "there is no index yet"
        if active.fingerprint != self.fingerprint:
            return "the index was built by another embedder, cutting or version"
        if active.contents != _digest(corpus):
            return "the corpus has changed"
        if not self._generations.is_whole(active.id):
            return "the index is damaged"
        return None

    @property
    def _asking(self) -> str:
        """Under which name the store keeps texts that were embedded as questions."""
        return f"{self._embedder.name}/questions"

    def _store(self, name: str) -> VectorStore:
        return VectorStore(self._data / _STORE, name)

    def _embed(
        self,
        store: VectorStore,
        texts: Sequence[str],
        questions: VectorStore,
        asked: Sequence[str],
        progress: Progress,
    ) -> None:
        unread, unasked = store.missing(texts), questions.missing(asked)
        done, count = 0, len(unread) + len(unasked)
        for batch in _batches(unread):
            store.put(batch, self._embedder.embed_passages(batch))
            done += len(batch)
            progress(done, count)
        for batch in _batches(unasked):
            questions.put(batch, np.stack([self._embedder.embed_query(text) for text in batch]))
            done += len(batch)
            progress(done, count)


def _compare(before: Counter[tuple[str, str]], now: Counter[tuple[str, str]]) -> PassageChanges:
    come, gone = _by_source(now - before), _by_source(before - now)
    changed = (come & gone).total()
    return PassageChanges(come.total() - changed, changed, gone.total() - changed)


def _by_source(passages: Counter[tuple[str, str]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for (source, _text), count in passages.items():
        found[source] += count
    return found


def _both(one: Progress, other: Progress) -> Progress:
    def tell(done: int, total: int) -> None:
        one(done, total)
        other(done, total)

    return tell


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[start : start + BATCH] for start in range(0, len(texts), BATCH))


def embedded_text(passage: Passage) -> str:
    """Return what is embedded for a passage."""
    return passage.text


def _digest(corpus: Corpus) -> str:
    digest = hashlib.sha256()
    for part in snapshot.contents(corpus):
        digest.update(part.encode())
    return digest.hexdigest()[:16]


@contextmanager
def _translated(data: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise BuildFailed(Reason.DATA_NOT_WRITTEN, data=str(data), detail=detail) from error
