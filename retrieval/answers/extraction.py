"""Question and hits → an answer made of the sources' own sentences, without a model."""

from collections.abc import Sequence

from retrieval.answers.asking import Asked
from retrieval.answers.evidence import coverage
from retrieval.answers.judging import Judge
from retrieval.answers.quoting import Candidate
from retrieval.answers.selecting import Selection, Selector
from retrieval.answers.speech import Speech
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
        self._judge = Judge(snapshot)

    def select(self, asked: Asked, hits: Sequence[Hit], language: str) -> Selection:
        """Choose what could be said."""
        return self._selector.select(asked, hits, language)

    def answer(self, question: Question, asked: Asked, selection: Selection, language: str) -> Answer:
        """Say it, a true-or-false question's verdict first, and add the checks."""
        spoken, article = selection.spoken, selection.article
        claim = claim_asked_about(self._snapshot, self._judge, asked, language, spoken, article)
        speech = Speech(self._snapshot, language, self.room(asked))
        if claim is not None:
            self._say_verdict(speech, claim, spoken)
        elif article is not None and asked.about_article and self._leads(asked, article, spoken):
            speech.say(article, article.text)
        room = 1 if article is not None and not speech.cites(article.quote) else 0
        for candidate in spoken:
            speech.say(candidate, candidate.text, leave=room)
        if article is not None:
            speech.say(article, say(language, "article-says"))
        return speech.answer(question, asked, claim)

    def room(self, asked: Asked) -> int:
        """Return how many statements and quotes there may be."""
        return self._most * (2 if asked.at_length else 1)

    def _leads(self, asked: Asked, article: Candidate, spoken: Sequence[Candidate]) -> bool:
        """Tell whether the article's sentence answers by itself: it says about as much of the question."""
        said = max((coverage(asked.meanings, candidate.stems) for candidate in spoken[:1]), default=0.0)
        return coverage(asked.meanings, article.stems) >= said - _AS_MUCH

    def _say_verdict(self, speech: Speech, claim: Claim, spoken: Sequence[Candidate]) -> None:
        quote = self._sentence_around(claim)
        citation = speech.cite(quote, self._snapshot.passage_at(quote))
        carrying = [
            speech.cite(candidate.quote, candidate.passage).number
            for candidate in spoken[:1]
            if set(candidate.passage.facts) & set(claim.facts) and len(speech.citations) < speech.room
        ]
        finding = claim.findings[speech.language]
        label = f"{finding[0].upper()}{finding[1:]}"
        text = labelled(speech.language, label, claim.corrections[speech.language])
        speech.state(text, (citation.number, *carrying))

    def _sentence_around(self, claim: Claim) -> Quote:
        """Return the whole sentences that hold a claim."""
        spans = [
            span
            for span in self._snapshot.passage_at(claim.quote).sentences
            if span.overlaps(claim.quote.span)
        ]
        return Quote(claim.quote.document, spans[0].start, max(spans[-1].end, claim.quote.end))
