"""Whether words that were quoted before still stand in a source as it is now, and what is lost with them."""

import difflib
from collections.abc import Iterable, Mapping

from retrieval.index.snapshot import Snapshot
from retrieval.sources.agreeing import Misfit
from retrieval.sources.corpus import Corpus
from retrieval.types import Document, KeptQuote, Lost, Standing

_ALIKE = 0.6
"""Similarity of two lines from which one is taken for the other, reworded (difflib's ratio)."""


def standing(kept: KeptQuote, documents: Mapping[str, Document]) -> Standing:
    """Compare one quote with the documents by source id."""
    document = documents.get(kept.source)
    if document is None:
        return Standing.GONE
    if kept.text in document.text:
        return Standing.STANDS
    size = len(kept.text)
    # Windows of the quote's own length, half overlapping: a reworded sentence lies mostly within one of them.
    windows = (
        document.text[start : start + size + size // 2]
        for start in range(0, len(document.text), max(1, size // 2))
    )
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(kept.text)
    for window in windows:
        matcher.set_seq1(window)
        if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
            same = sum(block.size for block in matcher.get_matching_blocks() if block.size > 2)  # noqa: PLR2004 - letters
            if same >= _ALIKE * size:
                return Standing.CHANGED
    return Standing.GONE


def losses(before: Snapshot | None, now: Corpus, misfits: Iterable[Misfit]) -> tuple[Lost, ...]:
    """Return which claims and translations of a generation, and which entries of the corpus, lose the words they are about.

    What was taken out of the corpus by hand, while its words stand, is not lost.
    """
    at_fault = [Lost(each.kind, each.id, _changed(each, now), at_fault=True) for each in misfits]
    known = {claim.id for claim in now.claims} | {each.id for each in at_fault}
    if before is None:
        return tuple(at_fault)
    claims = {claim.id: claim.quote for claim in before.claims if claim.id not in known}
    kept = {name: KeptQuote(quote.document.source.id, quote.text) for name, quote in claims.items()}
    gone = [
        Lost("claim", name, standing(quote, now.documents), at_fault=False) for name, quote in kept.items()
    ]
    gone += [
        Lost("translation", f"{source} ({language})", Standing.GONE, at_fault=False)
        for source, language in before.translations
        if source not in now.documents
    ]
    return (*at_fault, *(each for each in gone if each.standing is not Standing.STANDS))


def _changed(misfit: Misfit, now: Corpus) -> Standing:
    documents = [misfit.source] if misfit.source else list(now.documents)
    found = {standing(KeptQuote(source, misfit.words), now.documents) for source in documents}
    # Words that stand, but not where they should, count as changed.
    return Standing.GONE if found <= {Standing.GONE} else Standing.CHANGED
