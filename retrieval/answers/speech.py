"""An answer being put together: statements, citations numbered as they are first used, and the checks they owe."""

from collections.abc import Sequence

from retrieval.answers.asking import Asked
from retrieval.answers.citing import cite, due_checks, must_show
from retrieval.answers.evidence import coverage
from retrieval.answers.quoting import Candidate, say_the_same, stems_of, translate
from retrieval.index.snapshot import Snapshot
from retrieval.types import Answer, Check, Citation, Claim, Passage, Question, Quote, Statement, Status


class Speech:
    """Statements and citations in one language; `room` is for so many."""

    def __init__(self, snapshot: Snapshot, language: str, room: int) -> None:
        """Begin with nothing said."""
        self._snapshot = snapshot
        self.language = language
        self.room = room
        self.statements: list[Statement] = []
        self.citations: list[Citation] = []

    def say(self, candidate: Candidate, text: str, leave: int = 0) -> None:
        """Add a statement unless it is said or cited already, or there is no room but for what is to be left."""
        if self.cites(candidate.quote) or (text == candidate.text and self._said(text)):
            return
        if max(len(self.statements), len(self.citations)) + leave >= self.room:
            return
        self.state(text, [self.cite(candidate.quote, candidate.passage).number])

    def state(self, text: str, numbers: Sequence[int]) -> None:
        """Add a statement that rests on citations."""
        self.statements.append(Statement(text, tuple(numbers)))

    def cites(self, quote: Quote) -> bool:
        """Tell whether a part of the quote is cited already."""
        return any(
            citation.quote.document == quote.document and citation.quote.span.overlaps(quote.span)
            for citation in self.citations
        )

    def cite(self, quote: Quote, passage: Passage | None) -> Citation:
        """Add a citation, with our translation if it is in another language."""
        citation = cite(self._snapshot, quote, len(self.citations) + 1, self.language, passage)
        self.citations.append(citation)
        return citation

    def answer(self, question: Question, asked: Asked, asked_about: Claim | None = None) -> Answer:
        """Return what was said, with the checks that are due; one is due on the claim that was asked about."""
        return Answer(
            question=question,
            language=self.language,
            status=Status.ANSWERED,
            statements=tuple(self.statements),
            citations=tuple(self.citations),
            checks=self._checks(asked, asked_about),
        )

    def _said(self, text: str) -> bool:
        stems = stems_of(text, self.language)
        return any(say_the_same(stems, stems_of(said.text, self.language)) for said in self.statements)

    def _checks(self, asked: Asked, asked_about: Claim | None) -> tuple[Check, ...]:
        checks = due_checks(
            self._snapshot,
            self.citations,
            self.language,
            lambda claim: must_show(claim) or claim is asked_about,
        )
        return tuple(sorted(checks, key=lambda check: -coverage(asked.meanings, self._stems(check.claim))))

    def _stems(self, claim: Claim) -> frozenset[str]:
        pieces = self._snapshot.translations.get((claim.quote.document.source.id, self.language), ())
        text = translate(claim.quote, pieces) or claim.quote.text
        return stems_of(f"{text} {claim.corrections[self.language]}", self.language)
