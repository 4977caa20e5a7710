"""An answer being put together: statements, citations numbered as they are first used, and the checks they owe."""

from collections.abc import Sequence

from retrieval.answers import claims
from retrieval.answers.asking import Asked
from retrieval.answers.evidence import coverage
from retrieval.answers.quoting import Candidate, say_the_same, stems_of, translate
from retrieval.index.snapshot import Snapshot
from retrieval.types import Answer, Check, Citation, Claim, Passage, Question, Quote, Statement, Status


class Draft:
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
        source = quote.document.source
        pieces = self._snapshot.translations.get((source.id, self.language), ())
        citation = Citation(
            number=len(self.citations) + 1,
            quote=quote,
            translation=None if source.language == self.language else translate(quote, pieces),
            references=tuple(self._snapshot.references[name] for name in passage.references)
            if passage
            else (),
            facts=passage.facts if passage else (),
        )
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
        checks = [
            self._check(citation, claim)
            for citation in self.citations
            for claim in claims.overlapping(citation.quote, self._snapshot.claims)
            if claim.verdict in claims.MUST_SHOW or claim is asked_about
        ]
        checks.sort(key=lambda check: -coverage(asked.meanings, self._stems(check.claim)))
        return tuple(checks)

    def _check(self, citation: Citation, claim: Claim) -> Check:
        carrying = tuple(
            other.number
            for other in self.citations
            if other.number != citation.number and set(other.facts) & set(claim.facts)
        )
        return claims.make_check(claim, citation, self.language, self._snapshot.references, carrying)

    def _stems(self, claim: Claim) -> frozenset[str]:
        pieces = self._snapshot.translations.get((claim.quote.document.source.id, self.language), ())
        text = translate(claim.quote, pieces) or claim.quote.text
        return stems_of(f"{text} {claim.corrections[self.language]}", self.language)
