"""A corpus of any size that nobody wrote: drawn texts, and passage vectors that are drawn, not embedded."""

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from time import perf_counter

import numpy as np

from retrieval.ports import Embedder, Vector
from retrieval.sources.terms import words

_SEED = 20250131
_VOCABULARY = 50_000
_ZIPF = 1.05
"""How quickly the frequency of a word falls with its rank, as in natural texts."""
_WORDS, _SENTENCES = 15, 4
"""Of a sentence, and of a passage."""
_PASSAGES = 100
"""Of a text."""
_ASIDE = 0.2
"""How far a passage goes its own way; with that, its similarity to the question it is drawn around is about 0.9."""
_SYLLABLES = "ba co di fe ga hu jo ki la me no pi qua ro su ta ve wi xo yu ze bran clen dorf".split()


class DrawnEmbedder:
    """Embeds questions for real; a passage's vector is drawn around one of some questions, by its text's hash."""

    def __init__(self, embedder: Embedder, around: Sequence[str]) -> None:
        """Take the embedder of questions; `around` may be empty where no passage is embedded."""
        self.name = f"drawn-{embedder.name}"
        self.seconds = 0.0
        """How long the last question took."""
        self._embedder = embedder
        self._around = around

    def embed_query(self, text: str) -> Vector:
        """Embed, and remember how long it took."""
        started = perf_counter()
        vector = self._embedder.embed_query(text)
        self.seconds = perf_counter() - started
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        """Draw: the same text has the same vector in every run."""
        return np.stack([self._draw(text) for text in texts])

    @cached_property
    def _centres(self) -> Vector:
        return np.stack([self._embedder.embed_query(text) for text in dict.fromkeys(self._around)])

    @cached_property
    def _deviations(self) -> Vector:
        return np.asarray(self._centres - self._centres.mean(axis=0))

    def _draw(self, text: str) -> Vector:
        chance = np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]))
        centre = self._centres[chance.integers(len(self._centres))]
        # Passages differ as questions do: vectors that differ in all directions alike are no model's, and
        # are harder to search than any.
        apart = chance.standard_normal(len(self._centres)) / math.sqrt(len(self._centres)) @ self._deviations
        aside = chance.standard_normal(len(centre))
        vector = centre + apart + _ASIDE * aside / np.linalg.norm(aside)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def write_drawn_corpus(folder: Path, passages: int, like: Iterable[str]) -> None:
    """Write English-like texts of so many passages in all, and their manifest; frequent words come from `like`."""
    folder.mkdir()
    chance = np.random.default_rng(_SEED)
    vocabulary = np.array(_vocabulary(like, chance))
    ranks = np.arange(1, len(vocabulary) + 1)
    shares = ranks**-_ZIPF / np.sum(ranks**-_ZIPF)
    entries = []
    for number, start in enumerate(range(0, passages, _PASSAGES)):
        size = (min(_PASSAGES, passages - start), _SENTENCES, _WORDS)
        drawn = chance.choice(vocabulary, size=size, p=shares)
        text = "\n\n".join(" ".join(map(_sentence, passage)) for passage in drawn)
        (folder / f"text-{number}.md").write_text(text + "\n")
        entries.append(_entry(f"text-{number}"))
    (folder / "sources.toml").write_text("\n".join(entries))


def _vocabulary(like: Iterable[str], chance: np.random.Generator) -> list[str]:
    counted = Counter(word for text in like for word in words(text) if word.isalpha())
    known = dict.fromkeys(word for word, _ in counted.most_common())
    while len(known) < _VOCABULARY:
        known["".join(chance.choice(_SYLLABLES, size=chance.integers(2, 5)))] = None
    return list(known)


def _sentence(drawn: Iterable[str]) -> str:
    return f"{' '.join(drawn)}.".capitalize()


def _entry(identifier: str) -> str:
    return f'[[source]]\nid = {json.dumps(identifier)}\ntitle = "A drawn text"\nlanguage = "en"\nkind = "document"\n'
