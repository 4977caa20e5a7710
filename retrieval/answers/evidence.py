"""Do the passages cover what a question asks? The decision between an answer and "not in my sources" (pure)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from retrieval.answers.asking import Asked
from retrieval.index.lexicon import Meaning
from retrieval.sources.terms import stem, words


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the best few passages cover of a question's words; `likelihood` (of an answer in them) is 0 to 1."""

    missing: tuple[Meaning, ...]
    likelihood: float

    @property
    def suffices(self) -> bool:
        """Tell whether the question can be answered."""
        return self.likelihood >= 0.5  # noqa: PLR2004 - more likely than not


def weigh(asked: Asked, texts: Sequence[str], language: str) -> Evidence:
    """Weigh the texts of the best passages, best first."""
    read = [frozenset(stem(word, language) for word in words(text)) for text in texts[:3]]
    together = frozenset().union(*read)
    missing = tuple(meaning for meaning in asked.meanings if not says(together, meaning))
    share = coverage(asked.meanings, together)
    return Evidence(missing, share)


def coverage(meanings: Iterable[Meaning], stems: Collection[str]) -> float:
    """Return the share of the meanings' weight that a text's stems say; 1 for no meanings."""
    total = said = 0.0
    for meaning in meanings:
        total += meaning.weight
        if says(stems, meaning):
            said += meaning.weight
    return said / total if total else 1.0


def says(stems: Collection[str], meaning: Meaning) -> bool:
    """Tell whether a text's stems hold one that says what is meant."""
    return any(stem in stems for stem in meaning.stems)
