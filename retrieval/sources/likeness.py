"""How alike two texts are, letter by letter (only door to rapidfuzz)."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """Characters `start` to `end` of a text, and how alike they are to what was looked for, from 0 to 1."""

    start: int
    end: int
    likeness: float


def nearest(word: str, choices: Sequence[str], at_least: float) -> tuple[str, float] | None:
    """Return the choice that a misspelt word is likest to, and how much; None if none is like enough."""
    from rapidfuzz import process  # noqa: PLC0415 - needed for misspelt words only
    from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415 - as above

    found = process.extractOne(
        word, choices, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=at_least
    )
    return (found[0], found[1]) if found else None


def likest_window(wanted: str, text: str, at_least: float) -> Window | None:
    """Return the piece of a text, as long as what is wanted, that is likest to it; None if none is like enough."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - needed for quotes that are not exact only

    if not wanted or len(wanted) > len(text):
        return None
    found = fuzz.partial_ratio_alignment(wanted, text, score_cutoff=100 * at_least)
    return Window(found.dest_start, found.dest_end, found.score / 100) if found else None
