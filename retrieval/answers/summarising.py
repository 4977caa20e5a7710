"""A topic or a thread → a summary of the sources' own sentences, none said twice, or of what a model makes of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from retrieval.answers.answering import Answerer
from retrieval.answers.citing import cite, due_checks
from retrieval.answers.quoting import say_the_same, stems_of
from retrieval.answers.wording import LANGUAGES, say
from retrieval.answers.writing import Writer
from retrieval.index.keywords import KeywordIndex
from retrieval.index.snapshot import Snapshot
from retrieval.types import (
    Answer,
    Citation,
    Kind,
    Mode,
    Passage,
    Question,
    Quote,
    Source,
    Statement,
    Status,
    Summary,
    Topic,
)

POINTS = 6
"""How many points a summary has if there is enough to say, the article's included; never more than eight."""
_OF_THE_ARTICLE = 2
_FROM_ONE_PASSAGE = 2
_FIRST_SENTENCE = 0.25
"""What a sentence gains that opens its passage: it names what the others speak of."""
_ENOUGH = 4
"""How many different points must stand under a heading for it to be summarised from them alone."""
_CONSIDERED = 8
"""How many passages a topic that is no heading is summarised from."""
_TITLES = 2
_THREAD_TEXTS = 30
"""How many messages of a thread are read, the latest."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    passage: Passage
    quote: Quote
    stems: frozenset[str]


class Summariser:
    """Summarises one generation's texts."""

    def __init__(
        self,
        snapshot: Snapshot,
        answerer: Answerer,
        generation: str,
        keywords: KeywordIndex,
        writer: Writer | None = None,
    ) -> None:
        """Take the generation's parts and its id, and what words summaries if there is a language model."""
        self._snapshot = snapshot
        self._answerer = answerer
        self._generation = generation
        self._keywords = keywords
        self._writer = writer

    def topics(self, language: str) -> list[Topic]:
        """Return the titles and headings of the texts in a language, in their order."""
        found: dict[str, Topic] = {}
        for source in self._texts(language):
            found.setdefault(source.title.casefold(), Topic(source.title, source.id, ()))
            for passage in self._snapshot.passages_of(source.id):
                if passage.headings:
                    title = passage.headings[-1]
                    found.setdefault(title.casefold(), Topic(title, source.id, passage.headings))
        return list(found.values())

    def of_topic(self, title: str, language: str, points: int = POINTS) -> Summary | Answer:
        """Summarise what the texts say of a topic; the refusal if they say nothing of it."""
        language = language if language in LANGUAGES else LANGUAGES[0]
        topic = next(
            (each for each in self.topics(language) if each.title.casefold() == title.strip().casefold()),
            None,
        )
        question = Question(topic.title if topic else title, language)
        own = self._of(topic) if topic else []
        if len(_choose(self._sentences(own, language), _ENOUGH)) >= _ENOUGH:
            return self._summary(question.text, language, own, points)
        answer = self._answerer.answer(question, titled=True)
        if not own and answer.status is not Status.ANSWERED:
            return answer
        hits = self._answerer.search(question, 3 * _CONSIDERED)
        found = [hit.passage for hit in hits if self._is_spoken(hit.passage, language)]
        passages = own + [passage for passage in found if passage not in own]
        return self._summary(question.text, language, passages[:_CONSIDERED], points)

    def of_thread(
        self, texts: Sequence[str], language: str, points: int = POINTS, title: str = ""
    ) -> Summary | Answer:
        """Summarise what the texts say of the questions of a thread; a refusal if they answer none of them.

        Without a title it is called after what it quotes: what people asked is theirs, and is not kept with it.
        """
        language = language if language in LANGUAGES else LANGUAGES[0]
        passages: dict[str, Passage] = {}
        for text in texts[-_THREAD_TEXTS:]:
            answer = self._answerer.answer(Question(text, language))
            for citation in answer.citations:
                passage = self._snapshot.passage_at(citation.quote)
                if self._is_spoken(passage, language):
                    passages[passage.id] = passage
        if not passages:
            return Answer(
                Question(title, language),
                language,
                Status.NOT_IN_SOURCES,
                message=say(language, "thread-not-in-sources"),
                generation=self._generation,
            )
        found = list(passages.values())
        return self._summary(title or _called(found), language, found, points)

    def _texts(self, language: str) -> list[Source]:
        held = [source for source in self._snapshot.sources.values() if source.held]
        notes = [source for source in held if source.kind is not Kind.ARTICLE and source.language == language]
        return notes or [source for source in held if source.kind is not Kind.ARTICLE] or held

    def _is_spoken(self, passage: Passage, language: str) -> bool:
        return passage.document.source in self._texts(language)

    def _of(self, topic: Topic) -> list[Passage]:
        passages = self._snapshot.passages_of(topic.source)
        return [passage for passage in passages if passage.headings[: len(topic.headings)] == topic.headings]

    def _summary(self, title: str, language: str, passages: Sequence[Passage], points: int) -> Summary:
        article = self._article(passages)
        chosen = _choose(self._sentences(passages, language), max(1, points - len(article)))
        statements, citations = [], list[Citation]()
        for quote in (*(sentence.quote for sentence in chosen), *article):
            own = quote.document.source.kind is not Kind.ARTICLE
            citations.append(cite(self._snapshot, quote, len(citations) + 1, language))
            statements.append(
                Statement(quote.text if own else say(language, "article-says"), (len(citations),))
            )
        today = datetime.now(UTC).date().isoformat()
        answer = Answer(
            question=Question(title, language),
            language=language,
            status=Status.ANSWERED,
            statements=tuple(statements),
            citations=tuple(citations),
            checks=due_checks(self._snapshot, citations, language),
            generation=self._generation,
        )
        if self._writer is not None:
            answer = self._written(self._writer, answer, passages, points)
        lead = "summary-lead" if answer.mode is Mode.EXTRACTIVE else "summary-lead-written"
        answer = replace(answer, message=say(language, lead, topic=title, date=today))
        return Summary(title, today, answer, _revisions(answer))

    def _written(self, writer: Writer, extracted: Answer, passages: Sequence[Passage], points: int) -> Answer:
        """Let the model word what extraction has found, from the passages that were quoted first of all."""
        quoted = [self._snapshot.passage_at(citation.quote) for citation in extracted.citations]
        told = {passage.id: passage for passage in (*quoted, *passages)}
        is_name = self._keywords.lexicon(extracted.language).is_name
        return writer.summarise(extracted, list(told.values()), points, is_name)

    def _sentences(self, passages: Iterable[Passage], language: str) -> list[_Sentence]:
        return [
            _Sentence(
                passage,
                quote := Quote(passage.document, span.start, span.end),
                stems_of(quote.text, language),
            )
            for passage in passages
            for span in passage.sentences
        ]

    def _article(self, passages: Iterable[Passage]) -> list[Quote]:
        """Return the article's sentences whose claims rest on the most facts of the passages, in its order."""
        facts = {fact for passage in passages for fact in passage.facts}
        best: dict[int, tuple[int, Quote]] = {}
        for claim in self._snapshot.claims:
            shared = len(facts & set(claim.facts))
            if shared and claim.quote.document.source.kind is Kind.ARTICLE:
                passage = self._snapshot.passage_at(claim.quote)
                span = next(span for span in passage.sentences if span.overlaps(claim.quote.span))
                count, _ = best.get(span.start, (0, None))
                best[span.start] = (
                    count + shared,
                    Quote(passage.document, span.start, max(span.end, claim.quote.end)),
                )
        most = sorted(best.values(), key=lambda pair: -pair[0])[:_OF_THE_ARTICLE]
        return sorted((quote for _, quote in most), key=lambda quote: quote.start)


def without(summary: Summary, place: int) -> Summary:
    """Leave out a point, by its place from 0; citations are numbered anew. Raises IndexError for the last point."""
    answer = summary.answer
    if len(answer.statements) <= 1 or not 0 <= place < len(answer.statements):
        raise IndexError(place)
    kept = [statement for number, statement in enumerate(answer.statements) if number != place]
    used = sorted({number for statement in kept for number in statement.citations})
    numbers = {old: new for new, old in enumerate(used, start=1)}
    known = {citation.number: citation for citation in answer.citations}
    changed = replace(
        answer,
        statements=tuple(
            Statement(each.text, tuple(numbers[number] for number in each.citations)) for each in kept
        ),
        citations=tuple(replace(known[old], number=new) for old, new in numbers.items()),
        checks=tuple(
            replace(
                check,
                citation=numbers[check.citation],
                citations=tuple(numbers[number] for number in check.citations if number in numbers),
            )
            for check in answer.checks
            if check.citation in numbers
        ),
    )
    return replace(summary, answer=changed, revisions=_revisions(changed))


def _called(passages: Sequence[Passage]) -> str:
    """Return what most passages stand under."""
    titles = [each.headings[-1] if each.headings else each.document.source.title for each in passages]
    return " · ".join(title for title, _ in Counter(titles).most_common(_TITLES))


def _revisions(answer: Answer) -> dict[str, str]:
    return {each.quote.document.source.id: each.quote.document.revision for each in answer.citations}


def _choose(sentences: Sequence[_Sentence], count: int) -> list[_Sentence]:
    """Return the sentences that share most with the others, none saying the same as another, in their order."""
    ranked = sorted(range(len(sentences)), key=lambda place: -_centrality(sentences[place], sentences))
    chosen: list[int] = []
    for place in ranked:
        sentence = sentences[place]
        same_passage = sum(sentences[other].passage is sentence.passage for other in chosen)
        said = any(say_the_same(sentence.stems, sentences[other].stems) for other in chosen)
        if same_passage < _FROM_ONE_PASSAGE and not said:
            chosen.append(place)
        if len(chosen) == count:
            break
    return [sentences[place] for place in sorted(chosen)]


def _centrality(sentence: _Sentence, others: Sequence[_Sentence]) -> float:
    shared = [
        len(sentence.stems & other.stems) / (1 + min(len(sentence.stems), len(other.stems)))
        for other in others
        if other is not sentence
    ]
    opens = sentence.quote.start == sentence.passage.start
    return sum(shared) / (len(shared) or 1) + _FIRST_SENTENCE * opens
