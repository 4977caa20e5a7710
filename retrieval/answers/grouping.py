"""Texts that mean nearly the same, together: the only door to scipy."""

from collections.abc import Sequence

import numpy as np

from retrieval.ports import Embedder

ALIKE = 0.13
"""Cosine distance up to which texts are joined, all pairs of a group within it (docs/search.md)."""


def group(texts: Sequence[str], embedder: Embedder) -> list[list[int]]:
    """Return the places of the texts in groups of like meaning, the largest first."""
    if len(texts) < 2:  # noqa: PLR2004 - nothing to compare
        return [[place] for place in range(len(texts))]
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415 - half a second, and hardly ever used

    vectors = np.stack([embedder.embed_query(text) for text in texts]).astype(np.float64)
    labels = fcluster(linkage(vectors, method="complete", metric="cosine"), t=ALIKE, criterion="distance")
    groups: dict[int, list[int]] = {}
    for place, label in enumerate(labels):
        groups.setdefault(int(label), []).append(place)
    return sorted(groups.values(), key=lambda places: (-len(places), places[0]))
