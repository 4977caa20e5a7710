"""Whether words that were quoted before still stand in a source as it is now (pure)."""

import difflib
from collections.abc import Mapping

from retrieval.types import Document, KeptQuote, Standing

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
