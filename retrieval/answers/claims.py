"""Which claims of a source are known to be right or wrong, and what to say of them (pure)."""

from collections.abc import Iterable, Mapping

from retrieval.types import Check, Citation, Claim, Quote, Reference, Verdict

MUST_SHOW = frozenset({Verdict.WRONG, Verdict.IMPRECISE})
"""A quote that overlaps such a claim is never shown without its check."""


def overlapping(quote: Quote, claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims that share a character with a quote, in the order of the text."""
    source, span = quote.document.source.id, quote.span
    found = [
        claim
        for claim in claims
        if claim.quote.document.source.id == source and claim.quote.span.overlaps(span)
    ]
    return sorted(found, key=lambda claim: (claim.quote.start, claim.quote.end))


def make_check(
    claim: Claim,
    citation: Citation,
    language: str,
    references: Mapping[str, Reference],
    carrying: tuple[int, ...],
) -> Check:
    """Word a check in a language that the claim is worded in; `carrying` are citations that carry the correction."""
    return Check(
        citation=citation.number,
        claim=claim,
        finding=claim.findings[language],
        correction=claim.corrections[language],
        references=tuple(references[name] for name in claim.references),
        citations=carrying,
    )
