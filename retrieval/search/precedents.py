"""What is known of the questions that a question is like: whether the texts answer them, and with which facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from retrieval.index.keywords import Wordings
from retrieval.ports import Vector
from retrieval.types import Precedent

_NEAREST = 3
"""So many of the nearest of each kind speak for it by their wording."""
_AROUND = 200
"""So many of the nearest speak by their meaning."""
_NARROWNESS = 2.0
"""How quickly a question's word loses weight with its distance; in a cosine similarity's units, inverted."""
_DOUBT = 0.1
"""How much a single question may be an exception: the share of its own weight that is noise."""
_BACKGROUND = 20
"""A fact gains by how much its nearest question is nearer than so many of the nearest are on average."""
_NOTICED = 30
"""Shared words count in proportion to what so many of the questions with the most of them share."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a question stands to the precedents.

    `meaning` is what the answers of those around it foretell, about 1 for an answer and -1 for none; `wording` is how much
    more words it shares with answered ones than with unanswered ones, as a share of what is usual. `facts` is how much
    nearer than others the questions about a fact are, in cosine similarity.
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
        self._leans = 2.0 * answered - 1.0
        self._leans -= self._leans.mean() if len(answered) else 0.0
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
            meaning=self._foretold(vector, near),
            wording=_share(self._leaning(shared), usual),
            facts=self._nearest_by_fact(near, background),
        )

    def _foretold(self, vector: Vector, near: Vector) -> float:
        """Return what a Gaussian process through the nearest precedents says of the question.

        Its mean, equation 2.23 of Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), with a radial
        kernel over directions seen from the middle of the nearest: there they differ by what is asked, not by the topic.
        """
        around = _largest(near, _AROUND)
        near_vectors = self._vectors[around].astype(np.float64)
        middle = near_vectors.mean(axis=0)
        known, asked = _directions(near_vectors - middle), _directions(vector - middle)
        kernel = np.exp(_NARROWNESS * (known @ known.T - 1)) + _DOUBT * np.eye(len(known))
        weights = np.exp(_NARROWNESS * (known @ asked - 1))
        return float(weights @ np.linalg.solve(kernel, self._leans[around]))

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


def _directions(vectors: Vector) -> Vector:
    """Return vectors of length 1; what has no length keeps none."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1))


def _largest(scores: Vector, count: int) -> NDArray[np.intp]:
    """Return the places of the largest scores, in no order."""
    count = min(count, len(scores))
    return np.argpartition(scores, -count)[-count:]


def _top(scores: Vector, count: int) -> Vector:
    return np.asarray(scores[_largest(scores, count)])
