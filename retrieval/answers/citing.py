"""What stands beside a quote: its translation, its references, and the checks of the claims that it overlaps."""

from collections.abc import Callable, Sequence

from retrieval.answers import claims
from retrieval.answers.quoting import translate
from retrieval.index.snapshot import Snapshot
from retrieval.types import Check, Citation, Claim, Passage, Quote


def cite(number: int, quote: Quote, passage: Passage | None, language: str, snapshot: Snapshot) -> Citation:
    """Return a numbered quote with our translation, if it needs one, and what its passage rests on."""
    source = quote.document.source
    pieces = snapshot.translations.get((source.id, language), ())
    return Citation(
        number=number,
        quote=quote,
        translation=None if source.language == language else translate(quote, pieces),
        references=tuple(snapshot.references[name] for name in passage.references) if passage else (),
        facts=passage.facts if passage else (),
    )


def must_show(claim: Claim) -> bool:
    """Tell whether a quote that overlaps a claim may not be shown without its check."""
    return claim.verdict in claims.MUST_SHOW


def checks_of(
    citations: Sequence[Citation],
    language: str,
    snapshot: Snapshot,
    is_shown: Callable[[Claim], bool] = must_show,
) -> list[Check]:
    """Return the checks that quotes carry, in the order of the citations."""
    return [
        claims.make_check(
            claim, citation, language, snapshot.references, _carrying(claim, citation, citations)
        )
        for citation in citations
        for claim in claims.overlapping(citation.quote, snapshot.claims)
        if is_shown(claim)
    ]


def _carrying(claim: Claim, citation: Citation, citations: Sequence[Citation]) -> tuple[int, ...]:
    return tuple(
        other.number
        for other in citations
        if other.number != citation.number and set(other.facts) & set(claim.facts)
    )
