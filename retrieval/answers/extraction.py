"""Question and hits → an answer made of the sources' own sentences, without a model."""

from collections.abc import Sequence

from retrieval.answers.quoting import quote_best_sentence, translate
from retrieval.index.snapshot import Snapshot
from retrieval.types import (
    Answer,
    Citation,
    Hit,
    Kind,
    Passage,
    Question,
    Quote,
    Statement,
    Status,
    TranslatedSpan,
)

LANGUAGES = ("en", "fr")
"""What answers are worded in; a question in another language is answered in the first."""

_LEAD_IN = {"en": "The article says:", "fr": "L'article dit :"}


class Extractor:
    """Words answers from one generation's texts."""

    def __init__(self, snapshot: Snapshot, statements: int, quotes: int) -> None:
        """Take the texts, and how much to say at most."""
        self._snapshot = snapshot
        self._statements = statements
        self._quotes = quotes

    def answer(self, question: Question, hits: Sequence[Hit], generation: str) -> Answer:
        """Answer with the best sentence in the asker's language, then the article's own words."""
        language = question.language if question.language in LANGUAGES else LANGUAGES[0]
        chosen = [
            passage for passage in (self._lead(hits, language), self._article(hits)) if passage is not None
        ]
        citations: list[Citation] = []
        statements: list[Statement] = []
        for passage in chosen[: min(self._statements, self._quotes)]:
            quote = quote_best_sentence(question.text, language, passage, self._pieces(passage, language))
            citation = self._cite(len(citations) + 1, quote, passage, language)
            own = passage.document.source.kind is Kind.ARTICLE and statements
            text = _LEAD_IN[language] if own else citation.translation or quote.text
            citations.append(citation)
            statements.append(Statement(text, (citation.number,)))
        status = Status.ANSWERED if statements else Status.NOT_IN_SOURCES
        return Answer(question, language, status, tuple(statements), tuple(citations), generation=generation)

    def _lead(self, hits: Sequence[Hit], language: str) -> Passage | None:
        passages = [hit.passage for hit in hits]
        spoken = [passage for passage in passages if passage.document.source.language == language]
        return next(iter((*spoken, *passages)), None)

    def _article(self, hits: Sequence[Hit]) -> Passage | None:
        return next((hit.passage for hit in hits if hit.passage.document.source.kind is Kind.ARTICLE), None)

    def _cite(self, number: int, quote: Quote, passage: Passage, language: str) -> Citation:
        spoken = passage.document.source.language == language
        references = tuple(self._snapshot.references[name] for name in passage.references)
        return Citation(
            number, quote, None if spoken else translate(quote, self._pieces(passage, language)), references
        )

    def _pieces(self, passage: Passage, language: str) -> tuple[TranslatedSpan, ...]:
        return self._snapshot.translations.get((passage.document.source.id, language), ())
