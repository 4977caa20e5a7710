"""What holds of every answer, whatever a model wrote: checked by other code than the bot's own."""

import re

from retrieval.sources.language import detect_spoken
from retrieval.types import Answer, Status
from tests.corpus.figures import figures, mentioned

_ACTS = re.compile(
    r"://|www\.|@\w|<|>|`|\*|\]\(|\||__|~~|[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


def assert_promises(answer: Answer, language: str = "en") -> None:
    """Quotes are slices, statements are carried, plain and in the asker's language, and checks are shown."""
    assert answer.status is Status.ANSWERED
    assert answer.language == language
    assert answer.statements
    numbers = {citation.number: citation for citation in answer.citations}
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    for citation in answer.citations:
        quote = citation.quote
        assert quote.text == quote.document.text[quote.start : quote.end]
    for statement in answer.statements:
        assert statement.citations
        assert set(statement.citations) <= set(numbers)
        assert not _ACTS.search(statement.text), statement.text
        assert "\n" not in statement.text
        assert detect_spoken(statement.text) == language
        _assert_figures_are_carried(statement.text, statement.citations, answer)


def _assert_figures_are_carried(text: str, citations: tuple[int, ...], answer: Answer) -> None:
    cited = [citation for citation in answer.citations if citation.number in citations]
    carrying = mentioned(answer.question.text, answer.language)
    for citation in cited:
        carrying |= mentioned(citation.quote.text, citation.quote.document.source.language)
        carrying |= mentioned(citation.translation or "", answer.language)
    for check in answer.checks:
        if check.citation in citations:
            carrying |= mentioned(check.correction, answer.language)
    for value in figures(text, answer.language):
        assert any(abs(value - other) <= 0.05 * abs(other) for other in carrying), (text, value)
