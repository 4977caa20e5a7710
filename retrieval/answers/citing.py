"""Quotes → numbered citations with our translation and what they rest on, and the checks that are due to them."""

from collections.abc import Callable, Iterable, Sequence

from retrieval.answers import claims
from retrieval.answers.quoting import translate
from retrieval.index.snapshot import Snapshot
from retrieval.types import Check, Citation, Claim, Passage, Quote


def cite(
    snapshot: Snapshot, quote: Quote, number: int, language: str, passage: Passage | None = None
) -> Citation:
    """Return a citation for readers of a language; `passage` is where the quote stands, where that is known."""
    source = quote.document.source
    pieces = snapshot.translations.get((source.id, language), ())
    around = snapshot.passage_at(quote) if passage is None else passage
    return Citation(
        number=number,
        quote=quote,
        translation=None if source.language == language else translate(quote, pieces),
        references=tuple(snapshot.references[name] for name in around.references),
        facts=around.facts,
    )


def must_show(claim: Claim) -> bool:
    """Tell whether a quote that overlaps a claim may not be shown without its check."""
    return claim.verdict in claims.MUST_SHOW


def due_checks(
    snapshot: Snapshot,
    citations: Sequence[Citation],
    language: str,
    is_due: Callable[[Claim], bool] = must_show,
) -> tuple[Check, ...]:
    """Return the checks that are due to quotes, by default of every claim that is wrong or imprecise."""
    return tuple(
        claims.make_check(
            claim, citation, language, snapshot.references, _carrying(citation, citations, claim.facts)
        )
        for citation in citations
        for claim in claims.overlapping(citation.quote, snapshot.claims)
        if is_due(claim)
    )


def _carrying(citation: Citation, citations: Iterable[Citation], facts: Iterable[str]) -> tuple[int, ...]:
    return tuple(
        other.number
        for other in citations
        if other.number != citation.number and set(other.facts) & set(facts)
    )
