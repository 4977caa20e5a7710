"""One corpus with its index, and all that the bot may ask of it. Safe to share between threads."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path

from retrieval.answers.claims import MUST_SHOW, overlapping
from retrieval.answers.grouping import group
from retrieval.answers.lasting import standing
from retrieval.answers.recurring import gist
from retrieval.answers.summarising import POINTS
from retrieval.answers.writing import Said
from retrieval.errors import GeneratorError, MessageEmpty, QuestionEmpty, QuestionTooLong
from retrieval.evaluation import Evaluation, Figures, evaluate
from retrieval.holdings import Holdings
from retrieval.index.embedding import RememberingEmbedder
from retrieval.index.snapshot import Snapshot
from retrieval.ports import Embedder
from retrieval.reasons import Reason
from retrieval.sources.language import detect_spoken
from retrieval.sources.questions import read_questions
from retrieval.types import (
    Answer,
    Generation,
    Hit,
    KeptQuote,
    Mode,
    Question,
    Quote,
    Standing,
    Summary,
    Topic,
    Turn,
)

_REMEMBERED = 10_000
"""So many golden questions are embedded once for the generations that are compared; 15 MB with 384 dimensions."""
_DECOMPOSED = 4
"""How many characters, at most, become one when a text is normalised (NFC)."""


class Library(Holdings):
    """Answers from the active generation; notices by itself when another one becomes active."""

    def ask(
        self,
        text: str,
        earlier: Sequence[Turn] = (),
        said: Said | None = None,
        mode: Mode = Mode.GENERATIVE,
    ) -> Answer:
        """Answer a question. Raises QuestionError, or a SearchIndexError that names the remedy.

        A language model answers only if the settings name one and `mode` allows it. `said` is given the answer as far
        as it is verified, from this thread, each time the model has added a statement; the answer returned may have
        corrections after those, and is the extracted one if `said` was never called.
        """
        question = self._question(text, earlier)
        with self._opener.current() as opened:
            generation = opened.generation.id

            def heard(answer: Answer) -> None:
                if said is not None:
                    said(replace(answer, generation=generation))

            answer = opened.answerer.answer(question, heard, written=mode is Mode.GENERATIVE)
            return replace(answer, generation=generation)

    def check(self, text: str) -> Answer:
        """Say what the sources make of somebody's message. Raises like `ask`, but reads a message of any length."""
        if not text.strip():
            raise MessageEmpty
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
        self, texts: Sequence[str], language: str, points: int = POINTS, title: str = ""
    ) -> Summary | Answer:
        """Summarise what the sources say of a thread's messages, oldest first. Raises a SearchIndexError.

        Without a title it is called after what it quotes.
        """
        readable = [" ".join(text.split())[: self._settings.question_characters] for text in texts]
        with self._opener.current() as opened:
            found = opened.summariser.of_thread(
                [text for text in readable if any(map(str.isalnum, text))], language, points, title
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
            documents = self._additions.read([]).documents  # also while claims do not agree with them
            return [standing(quote, documents) for quote in quotes]
        with self._opener.current() as opened:
            sources = opened.snapshot.sources
            held = {
                quote.source: opened.snapshot.document(quote.source)
                for quote in quotes
                if quote.source in sources and sources[quote.source].held
            }
            return [standing(quote, held) for quote in quotes]

    def figures_of(
        self, identifier: str, asked: Callable[[], None] | None = None, split: str | None = "open"
    ) -> Figures | None:
        """Return how a generation does on the corpus's golden questions; None if there are none.

        `asked` is called before each, and ends it all by what it raises; the same questions are not asked of the same
        generation again. Raises SearchIndexError and CorpusError.
        """
        corpus = self.read_corpus()
        chosen = tuple(question for question in corpus.questions if split in (None, question.split))
        if not chosen:
            return None
        asked_of = (identifier, hash(chosen))
        if known := self._figures_told.get(asked_of):
            return known
        opened = self._opener.open(identifier, self._remembering)
        try:
            snapshot = opened.snapshot
            held = [source for source, each in snapshot.sources.items() if each.held]
            texts = replace(
                corpus,
                documents={source: snapshot.document(source) for source in held},
                passages=tuple(snapshot.passages()),
                claims=snapshot.claims,
            )

            def answer(text: str, earlier: Sequence[Turn]) -> Answer:
                if asked is not None:
                    asked()
                return opened.answerer.answer(self._question(text, earlier))

            figures = evaluate(
                chosen,
                answer,
                lambda text, earlier: opened.answerer.search(
                    self._question(text, earlier), self._settings.hits
                ),
                texts,
            ).overall
            self._figures_told[asked_of] = figures
            return figures
        finally:
            opened.close()

    @cached_property
    def _figures_told(self) -> dict[tuple[str, int], Figures]:
        return {}

    @cached_property
    def _remembering(self) -> Embedder:
        return RememberingEmbedder(self._embedder, _REMEMBERED)

    def probe(self) -> Generation:
        """Open the active generation and load the embedder. Raises a RetrievalError that names the remedy."""
        with self._opener.current() as opened:
            opened.retriever.search("probe", "en", 1)
            return opened.generation

    def evaluate(
        self, questions: Path | None = None, split: str | None = None, mode: Mode = Mode.EXTRACTIVE
    ) -> Evaluation:
        """Ask the golden questions of a file, by default the corpus's, or one split of them, and compare.

        Quotes are looked up in the corpus as it is on disk. Raises CorpusError and SearchIndexError, and
        GeneratorError where a language model is to write and the settings name none.
        """
        if mode is Mode.GENERATIVE and not self._opener.writes:
            raise GeneratorError(Reason.NO_MODEL)
        corpus = self.read_corpus()
        known = corpus.questions if questions is None else read_questions(questions, corpus.documents)
        chosen = [question for question in known if split in (None, question.split)]
        return evaluate(chosen, partial(self.ask, mode=mode), self._search_for_evaluation, corpus)

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
        longest, spaced = self._settings.question_characters, " ".join(printable.split())
        # Normalising takes time that grows with the square of piled accents, so what is far too long is not begun.
        cleaned = unicodedata.normalize("NFC", spaced) if len(spaced) <= _DECOMPOSED * longest else spaced
        if not any(character.isalnum() for character in cleaned):
            raise QuestionEmpty
        if len(cleaned) > longest:
            raise QuestionTooLong(len(cleaned), longest, detect_spoken(cleaned[:longest]))
        return cleaned


def _of_generation(found: Summary | Answer, generation: str) -> Summary | Answer:
    return found if isinstance(found, Summary) else replace(found, generation=generation)


def _find_quote(kept: KeptQuote, snapshot: Snapshot) -> Quote | None:
    source = snapshot.sources.get(kept.source)
    document = snapshot.document(kept.source) if source and source.held else None
    start = document.text.find(kept.text) if document else -1
    return Quote(document, start, start + len(kept.text)) if document and start >= 0 else None
