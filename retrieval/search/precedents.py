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
_AROUND = 128
"""So many of the nearest speak by their meaning."""
_NARROWNESS = 2.0
"""How quickly a question's word loses weight with its distance; in a cosine similarity's units, inverted."""
_DOUBT = 0.1
"""How much a single question may be an exception: the share of its own weight that is noise."""
_NOTICED = 30
"""Shared words count in proportion to what so many of the questions with the most of them share."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a question stands to the precedents.

    `meaning` is what the answers of those around it foretell, about 1 for an answer and -1 for none; `wording` is how much
    more words it shares with answered ones than with unanswered ones, as a share of what is usual. `facts` is how much those
    around it foretell that a fact answers it, about 1 for the one that does; of other facts they say nothing (0).
    `itself` is how it stands to them without what it leans on: earlier questions.
    """

    meaning: float = 0.0
    wording: float = 0.0
    facts: Mapping[str, float] = field(default_factory=dict)
    itself: "Likeness | None" = None


class Precedents:
    """The precedents of one generation; row n of `vectors` is the embedded text of number n."""

    def __init__(self, precedents: Sequence[Precedent], vectors: Vector, wordings: Wordings) -> None:
        """Take what the generation was built with."""
        self._vectors = np.asarray(vectors)
        self._wordings = wordings
        answered = np.array([precedent.answered for precedent in precedents], dtype=bool)
        self._answered = answered
        self._leans = 2.0 * answered - 1.0
        self._leans -= self._leans.mean() if len(answered) else 0.0
        self._facts = [precedent.fact if precedent.answered else "" for precedent in precedents]

    def like(self, text: str, vector: Vector) -> Likeness | None:
        """Hold a question and its vector against the precedents; None where there are too few of them."""
        if min(self._answered.sum(), (~self._answered).sum()) < _NEAREST:
            return None
        near = self._vectors @ vector
        around = _largest(near, _AROUND)
        say = self._say(vector, around)
        return Likeness(
            meaning=float(say @ self._leans[around]),
            wording=self._leaning(self._wordings.shared(text)),
            facts=self._by_fact(say, around),
        )

    def _say(self, vector: Vector, around: NDArray[np.intp]) -> Vector:
        """Return how much each of the nearest has to say about the question, by a Gaussian process through them.

        Its mean, equation 2.23 of Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), weighs what is
        known of them so. The kernel is radial over directions seen from the middle of the nearest: there they differ by what
        is asked, not by the topic.
        """
        near_vectors = self._vectors[around]
        middle = near_vectors.mean(axis=0)
        known, asked = _directions(near_vectors - middle), _directions(vector - middle)
        kernel = np.exp(_NARROWNESS * (known @ known.T - 1)) + _DOUBT * np.eye(len(known))
        weights = np.exp(_NARROWNESS * (known @ asked - 1))
        return np.asarray(np.linalg.solve(kernel, weights))

    def _by_fact(self, say: Vector, around: NDArray[np.intp]) -> dict[str, float]:
        said: dict[str, float] = {}
        for number, share in zip(around.tolist(), say.tolist(), strict=True):
            if fact := self._facts[number]:
                said[fact] = said.get(fact, 0.0) + share
        return said

    def _leaning(self, shared: Vector) -> float:
        sharing = np.flatnonzero(shared)
        amounts, answered = shared[sharing], self._answered[sharing]
        usual = _mean_of_top(amounts, min(_NOTICED, len(shared)))
        yes, no = (_mean_of_top(amounts[kind], _NEAREST) for kind in (answered, ~answered))
        return (yes - no) / usual if usual else 0.0


def _directions(vectors: Vector) -> Vector:
    """Return vectors of length 1; what has no length keeps none."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1))


def _largest(scores: Vector, count: int) -> NDArray[np.intp]:
    """Return the places of the largest scores, in no order."""
    count = min(count, len(scores))
    return np.argpartition(scores, -count)[-count:]


def _mean_of_top(amounts: Vector, count: int) -> float:
    """Return the mean of so many of the largest amounts; those that there are not count as nothing."""
    return float(amounts[_largest(amounts, count)].sum()) / count
