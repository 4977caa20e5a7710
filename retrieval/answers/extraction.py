"""Question and hits → an answer made of the sources' own sentences, without a model."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from retrieval.answers import claims
from retrieval.answers.asking import Asked, Wants
from retrieval.answers.evidence import coverage
from retrieval.answers.quoting import Candidate, candidates, say_the_same, stems_of, translate
from retrieval.answers.wording import say
from retrieval.index.snapshot import Snapshot
from retrieval.types import (
    Answer,
    Check,
    Citation,
    Claim,
    Hit,
    Kind,
    Passage,
    Question,
    Quote,
    Statement,
    Status,
    TranslatedSpan,
)

_CONSIDERED = 12
"""How many hits statements are chosen from."""
_NEARLY_AS_GOOD = 0.06
"""By how much a further statement may score below the first."""
_SPEAKS_OF_IT = 0.2
"""By how much the article's best sentence may score below the first statement to be quoted."""
_LINKED = 0.2
"""What a sentence of the article gains that holds a claim resting on the same facts as the first statement."""
_CLAIM_MEANT = 0.55
"""Share of a question's words from which a claim is taken to be the one asked about."""


@dataclass
class _Draft:
    """An answer being put together: citations are numbered as they are first used."""

    language: str
    statements: list[Statement] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)


class Extractor:
    """Words answers from one generation's texts."""

    def __init__(self, snapshot: Snapshot, statements: int, quotes: int) -> None:
        """Take the texts, and how much to say at most."""
        self._snapshot = snapshot
        self._statements = statements
        self._quotes = quotes

    def answer(self, question: Question, asked: Asked, hits: Sequence[Hit], language: str) -> Answer:
        """Answer with the best sentences in the asker's language and the article's own words; then checks."""
        spoken = self._choose(asked, language, self._spoken(hits, language))
        article = self._article(asked, language, hits, spoken)
        claim = self._claim_asked_about(asked, language, spoken, article)
        draft = _Draft(language)
        if claim is not None:
            self._say_verdict(draft, claim, spoken)
        elif article is not None and asked.about_article:
            self._say(draft, article, article.text)
        for candidate in spoken:
            self._say(draft, candidate, candidate.text)
        if article is not None:
            self._say(draft, article, say(language, "article-says"))
        return Answer(
            question=question,
            language=language,
            status=Status.ANSWERED,
            statements=tuple(draft.statements),
            citations=tuple(draft.citations),
            checks=self._checks(draft, asked, claim),
        )

    def _spoken(self, hits: Sequence[Hit], language: str) -> list[Hit]:
        """Return the best hits that are not the article, in the answer's language if there are any."""
        others = [hit for hit in hits if hit.passage.document.source.kind is not Kind.ARTICLE]
        spoken = [hit for hit in others if hit.passage.document.source.language == language]
        return (spoken or others)[:_CONSIDERED]

    def _choose(self, asked: Asked, language: str, hits: Sequence[Hit]) -> list[Candidate]:
        ranked = candidates(asked, language, hits, lambda passage: self._pieces(passage, language))
        chosen: list[Candidate] = []
        for candidate in ranked:
            if chosen and candidate.score < chosen[0].score - _NEARLY_AS_GOOD:
                break
            if not any(say_the_same(candidate.stems, other.stems) for other in chosen):
                chosen.append(candidate)
            if len(chosen) == min(self._statements, self._quotes) - 1:
                break
        return chosen

    def _article(
        self, asked: Asked, language: str, hits: Sequence[Hit], spoken: Sequence[Candidate]
    ) -> Candidate | None:
        """Return the article's best sentence on the matter, if it speaks of it at all."""
        own = [hit for hit in hits if hit.passage.document.source.kind is Kind.ARTICLE]
        ranked = candidates(asked, language, own, lambda passage: self._pieces(passage, language))
        linked = {fact for candidate in spoken[:1] for fact in candidate.passage.facts}
        scored = [
            (candidate.score + _LINKED * self._shares_fact(candidate.quote, linked), candidate)
            for candidate in ranked
        ]
        score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        if spoken and not asked.about_article and score < spoken[0].score - _SPEAKS_OF_IT:
            return None
        return best

    def _shares_fact(self, quote: Quote, facts: set[str]) -> bool:
        return any(facts & set(claim.facts) for claim in claims.overlapping(quote, self._snapshot.claims))

    def _claim_asked_about(
        self, asked: Asked, language: str, spoken: Sequence[Candidate], article: Candidate | None
    ) -> Claim | None:
        """Return the claim that a true-or-false question is about."""
        if asked.wants is not Wants.VERDICT or article is None:
            return None
        overlapped = claims.overlapping(article.quote, self._snapshot.claims)
        scored = [(coverage(asked.meanings, self._stems(claim, language)), claim) for claim in overlapped]
        share, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        return best if share >= _CLAIM_MEANT else None

    def _stems(self, claim: Claim, language: str) -> frozenset[str]:
        pieces = self._snapshot.translations.get((claim.quote.document.source.id, language), ())
        text = translate(claim.quote, pieces) or claim.quote.text
        return stems_of(f"{text} {claim.corrections[language]}", language)

    def _say_verdict(self, draft: _Draft, claim: Claim, spoken: Sequence[Candidate]) -> None:
        quote = self._sentence_around(claim)
        citation = self._cite(draft, quote, None)
        carrying = [
            self._cite(draft, candidate.quote, candidate.passage).number
            for candidate in spoken[:1]
            if set(candidate.passage.facts) & set(claim.facts)
        ]
        finding = claim.findings[draft.language]
        text = f"{finding[0].upper()}{finding[1:]}: {claim.corrections[draft.language]}"
        draft.statements.append(Statement(text, (citation.number, *carrying)))

    def _sentence_around(self, claim: Claim) -> Quote:
        document = claim.quote.document
        for piece in self._snapshot.sentences(document.source.id):
            if piece.overlaps(claim.quote.span):
                return Quote(document, piece.start, max(piece.end, claim.quote.end))
        return claim.quote

    def _say(self, draft: _Draft, candidate: Candidate, text: str) -> None:
        """Add a statement unless its quote is cited already, or there is no room."""
        if any(citation.quote == candidate.quote for citation in draft.citations):
            return
        if len(draft.statements) >= self._statements or len(draft.citations) >= self._quotes:
            return
        citation = self._cite(draft, candidate.quote, candidate.passage)
        draft.statements.append(Statement(text, (citation.number,)))

    def _cite(self, draft: _Draft, quote: Quote, passage: Passage | None) -> Citation:
        source = quote.document.source
        pieces = self._snapshot.translations.get((source.id, draft.language), ())
        citation = Citation(
            number=len(draft.citations) + 1,
            quote=quote,
            translation=None if source.language == draft.language else translate(quote, pieces),
            references=tuple(self._snapshot.references[name] for name in passage.references)
            if passage
            else (),
            facts=passage.facts if passage else (),
        )
        draft.citations.append(citation)
        return citation

    def _checks(self, draft: _Draft, asked: Asked, asked_about: Claim | None) -> tuple[Check, ...]:
        checks = [
            self._check(draft, citation, claim)
            for citation in draft.citations
            for claim in claims.overlapping(citation.quote, self._snapshot.claims)
            if claim.verdict in claims.MUST_SHOW or claim is asked_about
        ]
        checks.sort(key=lambda check: -coverage(asked.meanings, self._stems(check.claim, draft.language)))
        return tuple(checks)

    def _check(self, draft: _Draft, citation: Citation, claim: Claim) -> Check:
        carrying = tuple(
            other.number
            for other in draft.citations
            if other.number != citation.number and set(other.facts) & set(claim.facts)
        )
        return claims.make_check(claim, citation, draft.language, self._snapshot.references, carrying)

    def _pieces(self, passage: Passage, language: str) -> Sequence[TranslatedSpan]:
        source = passage.document.source
        return (
            () if source.language == language else self._snapshot.translations.get((source.id, language), ())
        )
