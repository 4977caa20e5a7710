"""What is known of the questions that a question is like: whether the texts answer them, and with which facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from retrieval.index.keywords import Wordings
from retrieval.ports import Vector
from retrieval.types import Precedent

_NEAREST = 3
"""So many of the nearest of each kind speak for it."""
_BACKGROUND = 20
"""A fact gains by how much its nearest question is nearer than so many of the nearest are on average."""
_NOTICED = 30
"""Shared words count in proportion to what so many of the questions with the most of them share."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a question stands to the precedents.

    `meaning` is by how much it is nearer to answered ones than to unanswered ones, in standard deviations of the
    similarities, so that it is the same for every embedder; `wording` the same by shared words, as a share of what is usual. `facts` is how much nearer than others the questions about a
    fact are, in cosine similarity.
    """

    meaning: float = 0.0
    wording: float = 0.0
    facts: Mapping[str, float] = field(default_factory=dict)


class Precedents:
    """The precedents of one generation; row n of `vectors` is the embedded text of number n."""

    def __init__(self, precedents: Sequence[Precedent], vectors: Vector, wordings: Wordings) -> None:
        """Take what the generation was built with."""
        self._vectors = np.asarray(vectors)
        self._wordings = wordings
        answered = np.array([precedent.answered for precedent in precedents], dtype=bool)
        self._answered, self._unanswered = np.flatnonzero(answered), np.flatnonzero(~answered)
        about = [(precedents[number].fact, number) for number in self._answered.tolist()]
        grouped = sorted((fact, number) for fact, number in about if fact)
        self._about = np.array([number for _, number in grouped], dtype=np.int64)
        # The rows of a fact lie side by side, from where it first appears.
        self._first = {fact: place for place, (fact, _) in reversed([*enumerate(grouped)])}

    def like(self, text: str, vector: Vector) -> Likeness | None:
        """Hold a question and its vector against the precedents; None where there are too few of them."""
        if min(len(self._answered), len(self._unanswered)) < _NEAREST:
            return None
        near = self._vectors @ vector
        shared = self._wordings.shared(text)
        usual = float(_top(shared, _NOTICED).mean())
        background = float(_top(near[self._answered], _BACKGROUND).mean())
        return Likeness(
            meaning=_share(self._leaning(near), float(near.std())),
            wording=_share(self._leaning(shared), usual),
            facts=self._nearest_by_fact(near, background),
        )

    def _nearest_by_fact(self, near: Vector, background: float) -> dict[str, float]:
        if not self._first:
            return {}
        facts = sorted(self._first)
        nearest = np.maximum.reduceat(near[self._about], [self._first[fact] for fact in facts])
        return dict(zip(facts, (nearest - background).tolist(), strict=True))

    def _leaning(self, scores: Vector) -> float:
        kinds = (self._answered, self._unanswered)
        yes, no = (float(_top(scores[kind], _NEAREST).mean()) for kind in kinds)
        return yes - no


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _top(scores: Vector, count: int) -> Vector:
    count = min(count, len(scores))
    return np.partition(scores, -count)[-count:]
