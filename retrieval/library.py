"""One corpus with its index, and all that the bot may ask of it. Safe to share between threads."""

import unicodedata
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from retrieval.answers.claims import MUST_SHOW, overlapping
from retrieval.answers.grouping import group
from retrieval.answers.lasting import standing
from retrieval.answers.recurring import gist
from retrieval.answers.summarising import POINTS
from retrieval.errors import (
    CorpusError,
    IndexBroken,
    IndexMissing,
    QuestionError,
    SourceError,
)
from retrieval.evaluation import Evaluation, Figures, evaluate
from retrieval.index.generations import Generations
from retrieval.index.reindexing import Plan, Progress, Reindexer
from retrieval.index.snapshot import Snapshot
from retrieval.opening import Opener
from retrieval.ports import Embedder, Index
from retrieval.settings import RetrievalSettings
from retrieval.sources.adding import Additions, Fetch, Fetched
from retrieval.sources.catalogue import Listed
from retrieval.sources.corpus import Corpus, read_questions
from retrieval.sources.language import detect_spoken
from retrieval.sources.proposing import Proposal, Upload
from retrieval.types import (
    Answer,
    Document,
    Generation,
    Hit,
    KeptQuote,
    Question,
    Quote,
    Source,
    Standing,
    Summary,
    Topic,
    Turn,
)


class Library:
    """Answers from the active generation; notices by itself when another one becomes active."""

    def __init__(
        self,
        settings: RetrievalSettings,
        generations: Generations,
        embedder: Embedder,
        open_index: Callable[[Path], Index],
        fetch: Fetch | None = None,
    ) -> None:
        """Open nothing yet: the first question does. `fetch` gives documents in place of the public internet."""
        self._settings = settings
        self._generations = generations
        self._embedder = embedder
        self._additions = Additions(settings, fetch)
        self._reindexer = Reindexer(
            settings.data, generations, embedder, settings.passage_characters, settings.generations_kept
        )
        self._opener = Opener(settings, generations, embedder, open_index, self._reindexer.fingerprint)

    def ask(self, text: str, earlier: Sequence[Turn] = ()) -> Answer:
        """Answer a question. Raises QuestionError, or a SearchIndexError that names the remedy."""
        question = self._question(text, earlier)
        with self._opener.current() as opened:
            return replace(opened.answerer.answer(question), generation=opened.generation.id)

    def check(self, text: str) -> Answer:
        """Say what the sources make of somebody's message. Raises like `ask`, but reads a message of any length."""
        if not text.strip():
            raise QuestionError("the message is empty: give one that states something")
        with self._opener.current() as opened:
            return replace(opened.checker.check(text), generation=opened.generation.id)

    def search(self, text: str, count: int | None = None) -> list[Hit]:
        """Return the nearest passages, best first. Raises like `ask`."""
        cleaned = self._clean(text)
        with self._opener.current() as opened:
            return opened.retriever.search(cleaned, detect_spoken(cleaned), count or self._settings.hits)

    def topics(self, language: str) -> list[Topic]:
        """Return what a summary can be asked for by its title. Raises a SearchIndexError."""
        with self._opener.current() as opened:
            return opened.summariser.topics(language)

    def summarise(self, title: str, language: str, points: int = POINTS) -> Summary | Answer:
        """Summarise a topic, or return the refusal if the sources do not speak of it. Raises like `ask`."""
        with self._opener.current() as opened:
            found = opened.summariser.of_topic(self._clean(title), language, points)
            return _of_generation(found, opened.generation.id)

    def summarise_thread(
        self, title: str, texts: Sequence[str], language: str, points: int = POINTS
    ) -> Summary | Answer:
        """Summarise what the sources say of a thread's messages, oldest first. Raises a SearchIndexError."""
        readable = [" ".join(text.split())[: self._settings.question_characters] for text in texts]
        with self._opener.current() as opened:
            found = opened.summariser.of_thread(
                title, [text for text in readable if any(map(str.isalnum, text))], language, points
            )
            return _of_generation(found, opened.generation.id)

    def gist(self, text: str) -> str | None:
        """Return what two questions share that ask the same; None for one that says nothing by itself.

        Gists of one generation may be compared. Raises like `ask`.
        """
        question = self._question(text, ())
        with self._opener.current() as opened:
            return gist(question, opened.keywords.lexicon(question.language))

    def group(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the places of texts that mean nearly the same, together, the largest group first."""
        return group(texts, self._embedder)

    def holds_corpus(self, identifier: str) -> bool:
        """Tell whether a generation holds the corpus as it is on disk. Raises CorpusError and IndexBroken."""
        return self._reindexer.holds(self._generations.read(identifier), self.read_corpus())

    def due_checks(self, quotes: Sequence[KeptQuote], language: str) -> set[tuple[str, str]]:
        """Return claim and correction of each check that quoted words call for now. Raises a SearchIndexError."""
        with self._opener.current() as opened:
            claims = opened.snapshot.claims
            found = (quote for kept in quotes if (quote := _find_quote(kept, opened.snapshot)) is not None)
            return {
                (claim.id, claim.corrections[language])
                for quote in found
                for claim in overlapping(quote, claims)
                if claim.verdict in MUST_SHOW and language in claim.corrections
            }

    def standing(self, quotes: Sequence[KeptQuote], *, on_disk: bool = False) -> list[Standing]:
        """Tell of each quote whether its words still stand in the active generation's texts, or in the corpus on disk.

        Raises CorpusError and SearchIndexError.
        """
        if on_disk:
            documents = self.read_corpus().documents
            return [standing(quote, documents) for quote in quotes]
        with self._opener.current() as opened:
            sources = opened.snapshot.sources
            held = {
                quote.source: opened.snapshot.document(quote.source)
                for quote in quotes
                if quote.source in sources and sources[quote.source].held
            }
            return [standing(quote, held) for quote in quotes]

    def sources(self) -> list[Source]:
        """Return what the active generation knows, or the corpus if nothing is built yet."""
        snapshot = self._snapshot()
        return list((snapshot or self.read_corpus()).sources.values())

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
            raise SourceError(
                f"the text of {source} is not held here"
                + (f": read it at {address}, or run `deepseek-bot source fetch {source}`" if address else "")
            )
        raise SourceError(f"there is no source {source}: `deepseek-bot source` lists them")

    def _earlier_document(self, source: str, revision: str) -> Document:
        for generation in self._generations.all():
            if generation.documents.get(source) == revision:
                snapshot = self._opener.texts(generation.id)
                if snapshot is not None:
                    with closing(snapshot):
                        return snapshot.document(source)
        raise SourceError(
            f"no kept generation holds revision {revision} of {source}: "
            f"`deepseek-bot source {source}` prints the text as it is now"
        )

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

    def add_source(self, proposal: Proposal) -> Source:
        """Add what was proposed, corrected or not; the next reindex quotes it. Raises SourceError and CorpusError."""
        return self._additions.add(proposal)

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
            if not self._reindexer.differs(self.read_corpus()):
                return None
        except CorpusError:
            pass  # then it is not what the index was built from, whatever is wrong with it
        return f"the index in {self._settings.data} was built from {built.corpus}, not from {folder}: name its folder with --data, or run `deepseek-bot reindex`"

    def plan(self) -> Plan:
        """Say what a reindex would do; writes nothing. Raises CorpusError."""
        return self._reindexer.plan(self.read_corpus())

    def reindex(self, progress: Progress) -> Generation:
        """Build from the corpus as it is on disk, and activate. Raises CorpusError, BuildBusy, BuildFailed."""
        return self._reindexer.build(self.read_corpus(), progress)

    def prepare(self, progress: Progress) -> Generation:
        """Build from the corpus as it is on disk, and let the active generation answer on. Raises like `reindex`."""
        return self._reindexer.build(self.read_corpus(), progress, activate=False)

    def activate(self, identifier: str) -> Generation:
        """Let a generation answer that was prepared. Raises SearchIndexError."""
        return self.rollback(identifier)

    def figures_of(self, identifier: str, split: str | None = "open") -> Figures | None:
        """Return how a generation does on the corpus's golden questions; None if there are none.

        Raises SearchIndexError and CorpusError.
        """
        corpus = self.read_corpus()
        chosen = [question for question in corpus.questions if split in (None, question.split)]
        if not chosen:
            return None
        opened = self._opener.open(identifier)
        try:
            snapshot = opened.snapshot
            held = [source for source, each in snapshot.sources.items() if each.held]
            texts = replace(
                corpus,
                documents={source: snapshot.document(source) for source in held},
                passages=tuple(snapshot.passages()),
                claims=snapshot.claims,
            )
            return evaluate(
                chosen,
                lambda text, earlier: opened.answerer.answer(self._question(text, earlier)),
                lambda text, earlier: opened.answerer.search(
                    self._question(text, earlier), self._settings.hits
                ),
                texts,
            ).overall
        finally:
            opened.close()

    def generations(self) -> tuple[str | None, list[Generation]]:
        """Return the active generation's id and all generations, newest first."""
        return self._generations.active(), self._generations.all()

    def rollback(self, identifier: str | None = None) -> Generation:
        """Activate an earlier generation, by default the one before the active. Raises SearchIndexError."""
        chosen = identifier or self._generations.before(self._generations.active())
        known = {generation.id: generation for generation in self._generations.all()}
        if chosen not in known:
            raise IndexMissing(f"there is no generation {chosen}: see `deepseek-bot generations`")
        self._opener.refuse_outdated(known[chosen])
        if not self._generations.is_whole(chosen):
            raise IndexBroken(f"generation {chosen} is damaged: choose another, or run reindex")
        self._generations.activate(chosen)
        return known[chosen]

    def probe(self) -> Generation:
        """Open the active generation and load the embedder. Raises a RetrievalError that names the remedy."""
        with self._opener.current() as opened:
            opened.retriever.search("probe", "en", 1)
            return opened.generation

    def evaluate(self, questions: Path | None = None, split: str | None = None) -> Evaluation:
        """Ask the golden questions of a file, by default the corpus's, or one split of them, and compare.

        Quotes are looked up in the corpus as it is on disk. Raises CorpusError and SearchIndexError.
        """
        corpus = self.read_corpus()
        known = corpus.questions if questions is None else read_questions(questions, corpus.documents)
        chosen = [question for question in known if split in (None, question.split)]
        return evaluate(chosen, self.ask, self._search_for_evaluation, corpus)

    def close(self) -> None:
        """Give back files and memory, after the questions under way; a later question opens them again."""
        self._opener.close()

    def _search_for_evaluation(self, text: str, earlier: Sequence[Turn]) -> list[Hit]:
        with self._opener.current() as opened:
            return opened.answerer.search(self._question(text, earlier), self._settings.hits)

    def _question(self, text: str, earlier: Sequence[Turn]) -> Question:
        cleaned = self._clean(text)
        turns = tuple(replace(turn, question=self._clean(turn.question)) for turn in earlier)
        return Question(cleaned, detect_spoken(cleaned, [turn.question for turn in turns]), turns)

    def _clean(self, text: str) -> str:
        printable = "".join(
            " " if unicodedata.category(character)[0] in "CZ" else character for character in text
        )
        cleaned = unicodedata.normalize("NFC", " ".join(printable.split()))
        if not any(character.isalnum() for character in cleaned):
            raise QuestionError("the question is empty: write what you want to know")
        longest = self._settings.question_characters
        if len(cleaned) > longest:
            raise QuestionError(
                f"the question has {len(cleaned):,} characters, at most {longest:,} are read: shorten it"
            )
        return cleaned

    def _snapshot(self) -> Snapshot | None:
        """Return the active generation's texts, without the index; None if they cannot be used."""
        return self._opener.texts(self._generations.active())


def _of_generation(found: Summary | Answer, generation: str) -> Summary | Answer:
    return found if isinstance(found, Summary) else replace(found, generation=generation)


def _find_quote(kept: KeptQuote, snapshot: Snapshot) -> Quote | None:
    source = snapshot.sources.get(kept.source)
    document = snapshot.document(kept.source) if source and source.held else None
    start = document.text.find(kept.text) if document else -1
    return Quote(document, start, start + len(kept.text)) if document and start >= 0 else None
