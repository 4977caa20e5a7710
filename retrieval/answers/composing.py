"""A page on which verified statements are put: what is proposed is aligned, grounded, cited and checked, or refused."""

from collections.abc import Sequence
from dataclasses import replace

from retrieval.answers.aligning import Alignment, Match, align
from retrieval.answers.bleaching import plain_words
from retrieval.answers.citing import cite, due_checks
from retrieval.answers.grounding import Fault, Support, fault, uncarried_days, uncarried_figures
from retrieval.answers.quoting import say_the_same, stems_of
from retrieval.answers.wording import say
from retrieval.index.snapshot import Snapshot
from retrieval.sources.amounts import Figure
from retrieval.sources.days import Day
from retrieval.sources.names import IsKnown, never
from retrieval.types import (
    Answer,
    Check,
    Citation,
    Kind,
    Mode,
    Passage,
    ProposedStatement,
    Question,
    Statement,
)

_QUOTES_OF_ONE = 3
"""How many quotes a statement rests on at most."""


class Page:
    """One answer being put together; nothing gets on it that is not verified."""

    def __init__(
        self,
        extracted: Answer,
        room: int,
        snapshot: Snapshot,
        is_known: IsKnown = never,
        quotes: int | None = None,
    ) -> None:
        """Begin with nothing but the question of an extracted answer, and room for so many statements and quotes.

        Without `quotes` there is room for as many of them as for statements.
        """
        self.room = room
        self.statements: list[Statement] = []
        self.snapped = 0
        self.kept = 0
        self._extracted = extracted
        self._snapshot = snapshot
        self._is_known = is_known
        self._room_for_quotes = room if quotes is None else quotes
        self._citations: list[Citation] = []
        self._said: list[frozenset[str]] = []

    @property
    def question(self) -> Question:
        """The question, as it stands alone."""
        asked = self._extracted.question
        return asked if self._extracted.rewritten is None else replace(asked, text=self._extracted.rewritten)

    @property
    def language(self) -> str:
        """The language of the answer."""
        return self._extracted.language

    def add(self, proposed: ProposedStatement, passages: Sequence[Passage]) -> Fault | None:
        """Verify a statement and put it down; return why not."""
        text = plain_words(proposed.text)
        if text is None:
            return Fault.FORM
        if (superfluous := self._superfluous(text)) is not None:
            return superfluous
        found = self._aligned(proposed, passages)
        if not found:
            return Fault.QUOTE
        citations = self._with(found)
        cited = _cited(found, citations)
        wrong = fault(text, self._support(cited, [passage for _, passage in found]), self._is_known)
        if wrong is not None:
            return wrong
        statement = self._stated(text, cited)
        if isinstance(statement, Fault):
            return statement
        self._citations = citations
        self.statements.append(statement)
        if statement.text == text:  # that the article says something is said without saying it
            self._said.append(stems_of(text, self.language))
        self.snapped += sum(alignment.match is not Match.EXACT for alignment, _ in found)
        self.kept += 1
        return None

    def _superfluous(self, text: str) -> Fault | None:
        if len(self.statements) >= self.room:
            return Fault.ROOM
        stems = stems_of(text, self.language)
        repeated = any(say_the_same(stems, said) for said in self._said)
        return Fault.REPEATED if repeated else None

    def add_missing_corrections(self) -> None:
        """Add the extracted statements whose quotes carry a correction that the page does not show.

        What extraction would have corrected is corrected here too, whichever quotes a model prefers.
        """
        shown = {check.claim.id for check in self._checks(self._citations)}
        for statement in self._extracted.statements:
            missing = [
                citation
                for citation in self._extracted.citations
                if citation.number in statement.citations
                and {check.claim.id for check in self._checks([citation])} - shown
            ]
            if not missing:
                continue
            numbered = [
                replace(citation, number=len(self._citations) + place)
                for place, citation in enumerate(missing, start=1)
            ]
            self._citations = [*self._citations, *numbered]
            self.statements.append(Statement(statement.text, tuple(citation.number for citation in numbered)))
            shown |= {check.claim.id for check in self._checks(numbered)}

    def answer(self) -> Answer:
        """Return what is on the page so far."""
        return replace(
            self._extracted,
            statements=tuple(self.statements),
            citations=tuple(self._citations),
            checks=self._checks(self._citations),
            mode=Mode.GENERATIVE,
        )

    def _aligned(
        self, proposed: ProposedStatement, passages: Sequence[Passage]
    ) -> list[tuple[Alignment, Passage]]:
        """Return the quotes that are there, in the passage that is named, as far as there is room for them."""
        found: list[tuple[Alignment, Passage]] = []
        for quote in proposed.quotes:
            if not 1 <= quote.passage <= len(passages) or len(found) >= _QUOTES_OF_ONE:
                continue
            passage = passages[quote.passage - 1]
            alignment = align(quote.text, passage)
            if alignment is None or any(alignment.quote == other.quote for other, _ in found):
                continue
            if len(self._with([*found, (alignment, passage)])) <= self._room_for_quotes:
                found.append((alignment, passage))
        return found

    def _with(self, found: Sequence[tuple[Alignment, Passage]]) -> list[Citation]:
        """Return the citations with those of further quotes; a quote is cited once."""
        citations = list(self._citations)
        for alignment, passage in found:
            if not any(citation.quote == alignment.quote for citation in citations):
                number = len(citations) + 1
                citations.append(cite(self._snapshot, alignment.quote, number, self.language, passage))
        return citations

    def _support(self, cited: Sequence[Citation], passages: Sequence[Passage]) -> Support:
        checks = self._checks(cited)
        sources = [citation.quote.document.source for citation in cited]
        translated = [citation.translation for citation in cited if citation.translation]
        question = self._extracted.question.text
        return Support(
            language=self.language,
            quotes=[citation.quote for citation in cited],
            ours=[*translated, *(check.correction for check in checks)],
            sources=[f"{source.title} {source.publisher or ''}" for source in sources],
            questions=[question, *([self._extracted.rewritten] if self._extracted.rewritten else [])],
            around=[" ".join((*passage.headings, passage.text)) for passage in passages],
        )

    def _stated(self, text: str, cited: Sequence[Citation]) -> Statement | Fault:
        said = self._in_our_voice(text, cited)
        if said is None:
            return Fault.CORRECTED
        statement = Statement(said, tuple(citation.number for citation in cited))
        return Fault.REPEATED if statement in self.statements else statement

    def _in_our_voice(self, text: str, cited: Sequence[Citation]) -> str | None:
        """Return what to say of quotes that are all known to be wrong: the correction, or that it is the article's word.

        Otherwise the bot would affirm what the check beside it denies.
        """
        checks = self._checks(cited)
        if {citation.number for citation in cited} - {check.citation for check in checks}:
            return text
        translated = [citation.translation for citation in cited if citation.translation]
        quoted = Support(self.language, [citation.quote for citation in cited], translated, (), ())
        corrected = Support(self.language, (), [check.correction for check in checks], (), ())
        if _times_and_figures_missing(text, quoted) - _times_and_figures_missing(text, corrected):
            return text
        is_article = all(citation.quote.document.source.kind is Kind.ARTICLE for citation in cited)
        return say(self.language, "article-says") if is_article else None

    def _checks(self, citations: Sequence[Citation]) -> tuple[Check, ...]:
        return due_checks(self._snapshot, citations, self.language)


def _cited(found: Sequence[tuple[Alignment, Passage]], citations: Sequence[Citation]) -> list[Citation]:
    quotes = [alignment.quote for alignment, _ in found]
    return [citation for citation in citations if citation.quote in quotes]


def _times_and_figures_missing(text: str, support: Support) -> set[Day | Figure]:
    return {*uncarried_figures(text, support), *uncarried_days(text, support)}
