"""A question's way to its answer: courtesy, follow-up, search, evidence, then extraction or a refusal."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from retrieval.answers.about import Matter, matter_asked_about, tell
from retrieval.answers.asking import Asked, as_written, take_apart
from retrieval.answers.claims import MUST_SHOW, overlapping
from retrieval.answers.courtesies import courtesy
from retrieval.answers.evidence import Evidence, Text, weigh
from retrieval.answers.extraction import Extractor
from retrieval.answers.fitting import make_sentence
from retrieval.answers.joining import join
from retrieval.answers.parting import leaning, parts_of
from retrieval.answers.quoting import stems_of
from retrieval.answers.selecting import Selection
from retrieval.answers.stories import told_apart
from retrieval.answers.wording import LANGUAGES, enumerate_words, say
from retrieval.answers.writing import Said, Writer
from retrieval.index.keywords import KeywordIndex
from retrieval.index.snapshot import Snapshot
from retrieval.search.followups import asked_again, leaning_on
from retrieval.search.retriever import Found, Retriever
from retrieval.settings import RetrievalSettings
from retrieval.sources.dates import times
from retrieval.types import Answer, Hit, Kind, Passage, Question, Quote, Status, Turn

_AROUND = 6
"""How many of the best hits count as evidence beside the passages that would be quoted."""
_TOLD = 240
"""So many characters of a story are searched for with the question: the last, which are next to what is asked."""
_NAMED = 4
"""How many of the words that no source says a refusal names at most."""
_NO_DATE = 9999
"""The latest year of texts that name none (keywords.py)."""
_PAIR = 2
"""Parts of which the second, with the first, is all that was asked."""
_NEAREST = 2
"""How many passages a refusal shows at most."""


class Answerer:
    """Answers from one generation."""

    def __init__(
        self,
        retriever: Retriever,
        keywords: KeywordIndex,
        snapshot: Snapshot,
        settings: RetrievalSettings,
        writer: Writer | None = None,
    ) -> None:
        """Take the generation's parts, and what writes answers if there is a language model."""
        self._writer = writer
        self._retriever = retriever
        self._keywords = keywords
        self._snapshot = snapshot
        self._settings = settings
        self._texts: dict[tuple[str, str], Text] = {}
        self._extractor = Extractor(snapshot, settings.statements, settings.quotes)

    def answer(
        self,
        question: Question,
        said: Said | None = None,
        *,
        written: bool = False,
        titled: bool = False,
        found: Found | None = None,
    ) -> Answer:
        """Answer, or say that the sources do not; `written` allows a language model to, `said` hears it statement by statement.

        What is `titled` is no question but the title of a topic, which no known question is like. What was `found` for
        the same words is not looked up again.
        """
        language = question.language if question.language in LANGUAGES else LANGUAGES[0]
        about = self._snapshot.about.get(language)
        titles = [source.title for source in self._snapshot.sources.values() if source.held]
        if reply := courtesy(question.text, language, about, titles):
            return Answer(question, language, Status.COURTESY, message=reply)
        searched, leaned, story = self._understood(question, language)
        writer = self._writer if written else None
        leans = bool(leaned) or searched is not question
        effort = writer.begin(question, language, leans=leans) if writer else None
        alone = effort.rewritten if effort else None
        if alone:
            searched, leaned, story = replace(question, text=alone), (), False
        asked = take_apart(searched, self._keywords.lexicon(language), leaned, story=story)
        if (matter := matter_asked_about(asked)) and (
            about_it := self._tell(question, asked, matter, language)
        ):
            return about_it
        found = found or self._look_up(searched, leaned, self._settings.candidates)
        hits = found.hits
        selection = self._extractor.select(asked, hits, language)
        if titled:
            found = replace(found, likeness=None)
        evidence = self._weigh(asked, selection, found, language)
        if not evidence.suffices:
            refusal = self._refusal(searched, language, asked, evidence, hits)
            refusal = replace(refusal, question=question, rewritten=alone)
            return (
                refusal if writer else self._in_parts(searched, refusal, self._extractor.room(asked), found)
            )
        message = None if question.language == language else say(language, "other-language")
        extracted = self._extractor.answer(question, asked, selection, language)
        extracted = replace(extracted, message=message, rewritten=alone)
        if writer is None or effort is None:
            return self._in_parts(searched, extracted, self._extractor.room(asked), found)
        passages = [candidate.passage for candidate in selection.candidates]
        passages += [hit.passage for hit in self._readable(hits, language)]
        return writer.write(
            effort,
            extracted,
            list({passage.id: passage for passage in passages}.values()),
            self._extractor.room(asked),
            self._keywords.lexicon(language).is_name,
            said,
        )

    def _in_parts(self, question: Question, whole: Answer, room: int, found: Found) -> Answer:
        """Let each part of a question have its best statement, and name the parts that the sources do not answer."""
        parts = parts_of(question.text, question.language)
        if len(parts) == 1:
            return whole
        told = list(self._tell_parts(question, parts, found))
        if not any(answer.status is Status.ANSWERED for answer in told):
            return whole
        missing = [
            part.rstrip("?")
            for part, answer in zip(parts, told, strict=True)
            if answer.status is Status.NOT_IN_SOURCES
        ]
        joined = join(whole, told, room)
        if not missing:
            return joined
        unsaid = say(whole.language, "part-missing", parts=enumerate_words(missing, whole.language))
        opening = whole.message if whole.status is Status.ANSWERED else None
        return replace(joined, message=" ".join(filter(None, (opening, unsaid))))

    def _tell_parts(self, question: Question, parts: Sequence[str], found: Found) -> Iterator[Answer]:
        """Answer each part; what names nothing itself leans on those before, and falls with them.

        The second part and the first that it leans on are the words of the whole: what was found for it serves again.
        """
        language = question.language
        earlier = question.earlier
        refused: Answer | None = None
        for number, part in enumerate(parts):
            asked = take_apart(Question(part, language), self._keywords.lexicon(language))
            leans = number > 0 and not asked.subjects
            told = Question(leaning(part, language) if leans else part, language, earlier)
            whole = found if leans and len(parts) == _PAIR else None
            answer = refused if leans and refused else self.answer(told, found=whole)
            refused = answer if answer.status is not Status.ANSWERED else None
            earlier = (*earlier, Turn(part))
            yield answer

    def _tell(self, question: Question, asked: Asked, matter: Matter, language: str) -> Answer | None:
        room = min(self._settings.statements, self._settings.quotes)
        return tell(self._snapshot, question, asked, matter, language, room)

    def search(self, question: Question, count: int) -> list[Hit]:
        """Return the hits that an answer would be chosen from, best first."""
        language = question.language if question.language in LANGUAGES else LANGUAGES[0]
        searched, leaned, _ = self._understood(question, language)
        return list(self._look_up(searched, leaned, count).hits)

    def _understood(self, question: Question, language: str) -> tuple[Question, tuple[str, ...], bool]:
        """Return the question itself, and what it is understood from: earlier questions or, if so, a story around it."""
        if parts := told_apart(question.text, language):
            told, asked = parts
            return replace(question, text=asked, earlier=()), (told,), True
        lexicon = self._keywords.lexicon(language)
        if again := asked_again(question.text, question.earlier, lexicon):
            question = replace(question, text=again, earlier=question.earlier[:-1])
        return question, leaning_on(question.text, question.earlier, lexicon), False

    def _look_up(self, question: Question, leaned: Sequence[str], count: int) -> Found:
        before = " ".join(reversed(leaned))
        if question.earlier:
            return self._retriever.look_up(question.text, question.language, count, after=before)
        told = before if len(before) <= _TOLD else before[-_TOLD:].partition(" ")[2]
        return self._retriever.look_up(f"{told} {question.text}".strip(), question.language, count)

    def _weigh(self, asked: Asked, selection: Selection, found: Found, language: str) -> Evidence:
        passages = [candidate.passage for candidate in selection.candidates]
        # Precedents know the corpus as it was written, not what an added source would answer.
        foreseen = not passages or passages[0].document.source.kind is not Kind.DOCUMENT
        hits = self._readable(found.hits, language)
        return weigh(
            asked,
            spoken=[make_sentence(candidate.text, candidate.stems) for candidate in selection.candidates],
            passages=[self._text(passage, language) for passage in passages],
            around=[self._text(hit.passage, language) for hit in hits[:_AROUND]],
            latest=self._keywords.latest,
            likeness=found.likeness if foreseen else None,
        )

    def _readable(self, hits: Sequence[Hit], language: str) -> list[Hit]:
        """Return the hits in the answer's language or translated into it; all of them if there are none."""
        readable = [
            hit
            for hit in hits
            if hit.passage.document.source.language == language
            or (hit.passage.document.source.id, language) in self._snapshot.translations
        ]
        return readable or list(hits)

    def _text(self, passage: Passage, language: str) -> Text:
        """Return what a passage says, with its title, headings, translation and corrections, in comparable words."""
        if (passage.id, language) not in self._texts:
            source = passage.document.source
            pieces = (
                ()
                if source.language == language
                else self._snapshot.translations.get((source.id, language), ())
            )
            translated = [piece.text for piece in pieces if piece.span.overlaps(passage.span)]
            sentences = [passage.document.text[span.start : span.end] for span in passage.sentences]
            quote = Quote(passage.document, passage.start, passage.end)
            corrections = [
                claim.corrections[language]
                for claim in overlapping(quote, self._snapshot.claims)
                if language in claim.corrections
            ]
            around = stems_of(" ".join((source.title, *passage.headings)), language)
            self._texts[passage.id, language] = Text(
                stems=stems_of(" ".join((passage.text, *translated, *corrections)), language) | around,
                sentences=tuple(
                    make_sentence(sentence, stems_of(sentence, language) | around)
                    for sentence in (*sentences, *translated)
                ),
                dates=frozenset(times(" ".join((passage.text, *passage.headings)))),
            )
        return self._texts[passage.id, language]

    def _refusal(
        self, question: Question, language: str, asked: Asked, evidence: Evidence, hits: Sequence[Hit]
    ) -> Answer:
        missing = as_written(question.text, [meaning.word for meaning in evidence.missing[:_NAMED]])
        if not asked.meanings and not asked.foreign:
            message = say(language, "nothing-asked")
            if language in self._snapshot.about:
                example = self._snapshot.about[language].questions[0]
                message = f"{message} {say(language, 'for-example', question=example)}"
        elif asked.live:
            year = self._keywords.latest.year
            message = say(language, "live", year=year) if year < _NO_DATE else say(language, "live-undated")
        elif missing and not asked.foreign:
            message = say(language, "missing", terms=enumerate_words(missing, language))
        else:
            message = say(language, "not-in-sources")
        if asked.foreign:
            message = f"{message} {say(language, 'languages')}"
        return Answer(
            question,
            language,
            Status.NOT_IN_SOURCES,
            nearest=tuple(self._nearest(hits, language)),
            message=message,
        )

    def _nearest(self, hits: Sequence[Hit], language: str) -> list[Quote]:
        passages = [
            hit.passage
            for hit in self._readable(hits, language)
            if hit.passage.document.source.kind is not Kind.ARTICLE
        ]
        quotes = (
            Quote(passage.document, passage.sentences[0].start, passage.sentences[0].end)
            for passage in passages
        )
        # A refusal has no room for checks, so what would need one is not shown.
        sound = (
            quote
            for quote in quotes
            if not any(claim.verdict in MUST_SHOW for claim in overlapping(quote, self._snapshot.claims))
        )
        return list(islice(sound, _NEAREST))
