"""Question and hits → an answer made of the sources' own sentences, without a model."""

from collections.abc import Sequence

from retrieval.answers.asking import Asked
from retrieval.answers.drafting import Draft
from retrieval.answers.evidence import coverage
from retrieval.answers.quoting import Candidate
from retrieval.answers.selecting import Selection, Selector
from retrieval.answers.verdicts import claim_asked_about
from retrieval.answers.wording import labelled, say
from retrieval.index.snapshot import Snapshot
from retrieval.types import Answer, Claim, Hit, Question, Quote

_AS_MUCH = 0.15
"""By how much less of a question the article's sentence may say than a note's, to come first when it is asked for."""


class Extractor:
    """Words answers from one generation's texts."""

    def __init__(self, snapshot: Snapshot, statements: int, quotes: int) -> None:
        """Take the texts, and how much to say at most."""
        self._snapshot = snapshot
        self._most = min(statements, quotes)
        self._selector = Selector(snapshot, self._most)

    def select(self, asked: Asked, hits: Sequence[Hit], language: str) -> Selection:
        """Choose what could be said."""
        return self._selector.select(asked, hits, language)

    def answer(self, question: Question, asked: Asked, selection: Selection, language: str) -> Answer:
        """Say it, a true-or-false question's verdict first, and add the checks."""
        spoken, article = selection.spoken, selection.article
        claim = claim_asked_about(self._snapshot, asked, language, spoken, article)
        draft = Draft(self._snapshot, language, self._most * (2 if asked.at_length else 1))
        if claim is not None:
            self._say_verdict(draft, claim, spoken)
        elif article is not None and asked.about_article and self._leads(asked, article, spoken):
            draft.say(article, article.text)
        room = 1 if article is not None and not draft.cites(article.quote) else 0
        for candidate in spoken:
            draft.say(candidate, candidate.text, leave=room)
        if article is not None:
            draft.say(article, say(language, "article-says"))
        return draft.answer(question, asked, claim)

    def _leads(self, asked: Asked, article: Candidate, spoken: Sequence[Candidate]) -> bool:
        """Tell whether the article's sentence answers by itself: it says about as much of the question."""
        said = max((coverage(asked.meanings, candidate.stems) for candidate in spoken[:1]), default=0.0)
        return coverage(asked.meanings, article.stems) >= said - _AS_MUCH

    def _say_verdict(self, draft: Draft, claim: Claim, spoken: Sequence[Candidate]) -> None:
        quote = self._sentence_around(claim)
        citation = draft.cite(quote, self._snapshot.passage_at(quote))
        carrying = [
            draft.cite(candidate.quote, candidate.passage).number
            for candidate in spoken[:1]
            if set(candidate.passage.facts) & set(claim.facts) and len(draft.citations) < draft.room
        ]
        finding = claim.findings[draft.language]
        label = f"{finding[0].upper()}{finding[1:]}"
        text = labelled(draft.language, label, claim.corrections[draft.language])
        draft.state(text, (citation.number, *carrying))

    def _sentence_around(self, claim: Claim) -> Quote:
        """Return the whole sentences that hold a claim."""
        spans = [
            span
            for span in self._snapshot.passage_at(claim.quote).sentences
            if span.overlaps(claim.quote.span)
        ]
        return Quote(claim.quote.document, spans[0].start, max(spans[-1].end, claim.quote.end))
