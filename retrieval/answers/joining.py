"""The answers to the parts of a question → one answer that has the best statement of each (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from retrieval.types import Answer, Check, Citation, Statement, Status


@dataclass
class _Joined:
    """Statements and citations under numbers of their own, of at most so many."""

    room: int
    statements: list[Statement] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)

    def add(self, answer: Answer, statement: Statement) -> None:
        """Add a statement with its citations and the checks they owe, if it is new and there is room."""
        cited = [citation for citation in answer.citations if citation.number in statement.citations]
        numbers = {citation.number: self._number(citation) for citation in cited}
        new = [citation for citation in cited if not numbers[citation.number]]
        if any(statement.text == said.text for said in self.statements) or (cited and not new):
            return
        if len(self.statements) >= self.room or len(self.citations) + len(new) > self.room:
            return
        for citation in new:
            numbers[citation.number] = len(self.citations) + 1
            self.citations.append(replace(citation, number=len(self.citations) + 1))
        self.statements.append(
            replace(statement, citations=tuple(numbers[number] for number in statement.citations))
        )
        fresh = {citation.number for citation in new}
        self.checks += [
            replace(
                check,
                citation=numbers[check.citation],
                citations=tuple(numbers[number] for number in check.citations if number in numbers),
            )
            for check in answer.checks
            if check.citation in fresh
        ]

    def _number(self, citation: Citation) -> int:
        """Return the number under which a quote that shares words with this one is cited already, or 0."""
        return next(
            (
                known.number
                for known in self.citations
                if known.quote.document == citation.quote.document
                and known.quote.span.overlaps(citation.quote.span)
            ),
            0,
        )


def join(whole: Answer, told: Sequence[Answer], room: int) -> Answer:
    """Return the whole question's answer with the first statement of each part's behind its own first."""
    joined = _Joined(room)
    for answer, statement in _in_order(whole, told):
        joined.add(answer, statement)
    return replace(
        whole,
        status=Status.ANSWERED,
        nearest=(),
        message=whole.message if whole.status is Status.ANSWERED else None,
        statements=tuple(joined.statements),
        citations=tuple(joined.citations),
        checks=tuple(joined.checks),
    )


def _in_order(whole: Answer, told: Sequence[Answer]) -> Iterator[tuple[Answer, Statement]]:
    # What leads the whole answer was chosen by all the words of the question.
    for statement in whole.statements[:1]:
        yield whole, statement
    for answer in told:
        if answer.status is Status.ANSWERED and answer.statements:
            yield answer, answer.statements[0]
    for statement in whole.statements[1:]:
        yield whole, statement
