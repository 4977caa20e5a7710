"""One corpus and its generations: what they hold, what a build would change, which one answers."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.answers.lasting import losses
from retrieval.errors import CorpusError, IndexBroken, IndexMissing, SourceError
from retrieval.index.generations import Generations
from retrieval.index.reindexing import Plan, Progress, Reindexer
from retrieval.index.snapshot import Snapshot
from retrieval.opening import MakeWriter, Opener
from retrieval.ports import Embedder, Index
from retrieval.reasons import Reason
from retrieval.settings import RetrievalSettings
from retrieval.sources.adding import Additions, Fetch, Fetched
from retrieval.sources.catalogue import Listed
from retrieval.sources.corpus import Corpus
from retrieval.sources.proposing import Proposal, Upload
from retrieval.types import About, Document, Generation, Lost, Source

if TYPE_CHECKING:
    from retrieval.sources.agreeing import Misfit


class Holdings:
    """Knows the corpus on disk and the generations built from it. Safe to share between threads."""

    def __init__(
        self,
        settings: RetrievalSettings,
        generations: Generations,
        embedder: Embedder,
        open_index: Callable[[Path], Index],
        fetch: Fetch | None = None,
        make_writer: MakeWriter | None = None,
    ) -> None:
        """Open nothing yet: the first question does. `fetch` gives documents in place of the public internet.

        `make_writer` is None where there is no language model.
        """
        self._settings = settings
        self._generations = generations
        self._embedder = embedder
        self._additions = Additions(settings, fetch)
        self._reindexer = Reindexer(
            settings.data, generations, embedder, settings.passage_characters, settings.generations_kept
        )
        self._opener = Opener(
            settings, generations, embedder, open_index, self._reindexer.fingerprint, make_writer
        )

    def sources(self) -> list[Source]:
        """Return what the active generation knows, or the corpus if nothing is built yet."""
        snapshot = self._snapshot()
        return list((snapshot or self.read_corpus()).sources.values())

    def about(self, language: str) -> About | None:
        """Return what the texts are about, as the corpus words it in a language; None where it does not."""
        snapshot = self._snapshot()
        return (self.read_corpus() if snapshot is None else snapshot).about.get(language)

    def document(self, source: str, revision: str | None = None) -> Document:
        """Return the text that quotes of a source are cut from, or were at an earlier revision. Raises SourceError."""
        if revision is not None:
            return self._earlier_document(source, revision)
        snapshot = self._snapshot()
        if snapshot is not None and source in snapshot.sources and snapshot.sources[source].held:
            return snapshot.document(source)
        corpus = self.read_corpus()
        if source in corpus.documents:
            return corpus.documents[source]
        if source in corpus.sources:
            address = corpus.sources[source].address
            if address:
                raise SourceError(Reason.TEXT_IS_ELSEWHERE, source=source, address=address)
            raise SourceError(Reason.TEXT_NOT_HELD, source=source)
        raise SourceError(Reason.NO_SUCH_SOURCE, source=source)

    def read_corpus(self) -> Corpus:
        """Read and validate the corpus as it is on disk, with what admins added. Raises CorpusError."""
        return self._additions.read()

    def catalogue(self) -> list[Listed]:
        """Return every source and what the next reindex will do to it; removed ones come last. Raises CorpusError."""
        snapshot, active = self._snapshot(), self._generations.active()
        if snapshot is None or active is None:
            return self._additions.catalogue({}, {})
        return self._additions.catalogue(self._generations.read(active).documents, snapshot.sources)

    def propose(self, what: str | Upload) -> Proposal:
        """Say what an address or a file would be as a source; adds nothing. Raises FetchError, SourceError, CorpusError."""
        return self._additions.propose(what)

    def add_source(self, proposal: Proposal, *, renamed: bool = False) -> Source:
        """Add what was proposed, corrected or not; the next reindex quotes it. Raises SourceError and CorpusError.

        One whose id was given away meanwhile may be `renamed`.
        """
        return self._additions.add(proposal, renamed=renamed)

    def fetch(self, source: str) -> Fetched:
        """Fetch a source's text from its address, again or for the first time. Raises like `propose`."""
        return self._additions.fetch(source)

    def remove_source(self, source: str) -> Source:
        """Remove a source; the next reindex stops quoting it. Raises SourceError and CorpusError."""
        return self._additions.remove(source)

    def restore_source(self, source: str) -> Source:
        """Take back the removal of a source of the corpus. Raises SourceError and CorpusError."""
        return self._additions.restore(source)

    def mismatch(self) -> str | None:
        """Say in a line that the index was built from another corpus; it is read only if its folder is another one."""
        active = self._generations.active()
        built = next((each for each in self._generations.all() if each.id == active), None)
        folder = self._settings.corpus.resolve()
        if built is None or built.corpus in ("", str(folder)):
            return None
        try:
            if self._reindexer.holds(built, self.read_corpus()):
                return None
        except CorpusError:
            pass  # then it is not what the index was built from, whatever is wrong with it
        return f"the index in {self._settings.data} was built from {built.corpus}, not from {folder}: name its folder with --data, or run `deepseek-bot reindex`"

    def holds_corpus(self, identifier: str) -> bool:
        """Tell whether a generation is there and holds the corpus as it is on disk. Raises CorpusError."""
        known = (each for each in self._generations.all() if each.id == identifier)
        return any(self._reindexer.holds(each, self.read_corpus()) for each in known)

    def plan(self) -> Plan:
        """Say what a reindex would do; writes nothing. Raises CorpusError."""
        return self._reindexer.plan(self.read_corpus())

    def look_ahead(self) -> tuple[Plan, tuple[Lost, ...]]:
        """Say what a reindex would do, and what it would lose; writes nothing.

        Raises CorpusError, but not for words that are missing: what rests on them is among what is lost.
        """
        misfits: list[Misfit] = []
        corpus = self._additions.read(misfits)
        plan = self._reindexer.plan(corpus)
        active = next(
            (each for each in self._generations.all() if each.id == self._generations.active()), None
        )
        texts = self._reindexer.texts_of(active) if active and (plan.needed or misfits) else None
        if texts is None:
            return plan, losses(None, corpus, misfits)
        with closing(texts):
            return plan, losses(texts, corpus, misfits)

    def reindex(self, progress: Progress) -> Generation:
        """Build from the corpus as it is on disk, and activate. Raises CorpusError, BuildBusy, BuildFailed."""
        return self._reindexer.build(self.read_corpus(), progress)

    def prepare(self, progress: Progress) -> Generation:
        """Build from the corpus as it is on disk, and let the active generation answer on. Raises like `reindex`."""
        return self._reindexer.build(self.read_corpus(), progress, activate=False)

    def activate(self, identifier: str) -> Generation:
        """Let a generation answer that was prepared. Raises SearchIndexError."""
        return self._activate(self._known(identifier))

    def generations(self) -> tuple[str | None, list[Generation]]:
        """Return the active generation's id and all generations, newest first."""
        return self._generations.active(), self._generations.all()

    def rollback(self, identifier: str | None = None) -> Generation:
        """Let a generation answer again, by default the one before the active. Raises SearchIndexError."""
        chosen = self._known(identifier or self._generations.before(self._generations.active()))
        if not chosen.applied:
            raise IndexMissing(Reason.NEVER_ANSWERED, generation=chosen.id)
        return self._activate(chosen)

    def close(self) -> None:
        """Give back files and memory, after the questions under way; a later question opens them again."""
        self._opener.close()

    def _known(self, identifier: str) -> Generation:
        for generation in self._generations.all():
            if generation.id == identifier:
                return generation
        raise IndexMissing(Reason.NO_SUCH_GENERATION, generation=identifier)

    def _activate(self, chosen: Generation) -> Generation:
        self._opener.refuse_outdated(chosen)
        if not self._generations.is_whole(chosen.id):
            raise IndexBroken(Reason.GENERATION_DAMAGED, generation=chosen.id)
        return self._generations.activate(chosen.id)

    def _earlier_document(self, source: str, revision: str) -> Document:
        for generation in self._generations.all():
            if generation.documents.get(source) == revision:
                snapshot = self._opener.texts(generation.id)
                if snapshot is not None:
                    with closing(snapshot):
                        return snapshot.document(source)
        raise SourceError(Reason.REVISION_NOT_KEPT, revision=revision, source=source)

    def _snapshot(self) -> Snapshot | None:
        """Return the active generation's texts, without the index; None if they cannot be used."""
        return self._opener.texts(self._generations.active())
