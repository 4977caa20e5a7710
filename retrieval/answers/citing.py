"""Quotes → numbered citations with our translation and what they rest on, and the checks that are due to them."""

from collections.abc import Iterable, Sequence

from retrieval.answers import claims
from retrieval.answers.quoting import translate
from retrieval.index.snapshot import Snapshot
from retrieval.types import Check, Citation, Quote


def cite(snapshot: Snapshot, quote: Quote, number: int, language: str) -> Citation:
    """Return a citation for readers of a language."""
    source = quote.document.source
    pieces = snapshot.translations.get((source.id, language), ())
    passage = snapshot.passage_at(quote)
    return Citation(
        number=number,
        quote=quote,
        translation=None if source.language == language else translate(quote, pieces),
        references=tuple(snapshot.references[name] for name in passage.references),
        facts=passage.facts,
    )


def due_checks(snapshot: Snapshot, citations: Sequence[Citation], language: str) -> tuple[Check, ...]:
    """Return the check of every claim that is wrong or imprecise and overlaps a quote."""
    return tuple(
        claims.make_check(
            claim, citation, language, snapshot.references, _carrying(citation, citations, claim.facts)
        )
        for citation in citations
        for claim in claims.overlapping(citation.quote, snapshot.claims)
        if claim.verdict in claims.MUST_SHOW
    )


def _carrying(citation: Citation, citations: Iterable[Citation], facts: Iterable[str]) -> tuple[int, ...]:
    return tuple(
        other.number
        for other in citations
        if other.number != citation.number and set(other.facts) & set(facts)
    )
