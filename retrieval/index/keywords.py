"""The lexical half of search: BM25 over stems, one index per language of the texts."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from retrieval.errors import IndexBroken
from retrieval.index.lexicon import Lexicon, Meaning
from retrieval.ports import Vector
from retrieval.reasons import Reason
from retrieval.sources.dates import Time, times
from retrieval.sources.terms import is_stop_word, stem, words
from retrieval.types import Passage

if TYPE_CHECKING:
    from numpy.typing import NDArray

Synonyms = Mapping[str, Mapping[str, Sequence[str]]]
"""By language, the stems that mean the same as a stem."""

_RECORD = "keywords.json"
_INSIDE_SENTENCE = re.compile(r"(?<=[\w,;)] )[^\W\d_]\w+")
_MOSTLY = 0.7


class KeywordIndex:
    """The keyword indexes of one generation, opened for reading. `latest` is the latest month that a passage names."""

    def __init__(self, directory: Path, synonyms: Synonyms | None = None) -> None:
        """Open what `write_keywords` wrote. Raises IndexBroken when it cannot be read."""
        try:
            self._open(directory, synonyms or {})
        except Exception as error:  # bm25s lets json's, numpy's and its own errors pass
            raise IndexBroken(Reason.INDEX_NOT_READ, path=str(directory), detail=_reason(error)) from error

    def _open(self, directory: Path, synonyms: Synonyms) -> None:
        record = json.loads((directory / _RECORD).read_text())
        self._count: int = record["passages"]
        self.latest = Time(*record["latest"])
        self._languages = {
            language: _Language(directory, language, synonyms.get(language, {}))
            for language in record["languages"]
        }

    def search(self, question: str, language: str) -> Vector:
        """Return, for every passage by its number, which share of the question's weight it carries: 0 to 1.

        A word weighs its inverse document frequency; one that no passage knows weighs as the rarest would,
        so the share fades where question and passage have no language in common.
        """
        shares = np.zeros(self._count, dtype=np.float32)
        asked = list(dict.fromkeys(word for word in words(question) if not is_stop_word(word, language)))
        for index in self._languages.values():
            shares[index.rows] = index.shares(asked)
        return shares

    def lexicon(self, language: str) -> Lexicon:
        """Return the words of the texts in a language; an empty lexicon where there are none."""
        return self._languages[language].lexicon if language in self._languages else Lexicon(language, {}, 0)


class _Language:
    def __init__(self, directory: Path, language: str, synonyms: Mapping[str, Sequence[str]]) -> None:
        import bm25s  # noqa: PLC0415 - takes 0.2 s with scipy

        self._model = bm25s.BM25.load(directory / language, mmap=True, show_progress=False)
        self.rows: NDArray[np.int64] = np.load(directory / f"{language}.rows.npy")
        found = np.diff(self._model.scores["indptr"])
        frequencies = {
            term: int(found[number])
            for term, number in self._model.vocab_dict.items()
            if term and number < len(found)
        }
        names = json.loads((directory / f"{language}.names.json").read_text())
        self.lexicon = Lexicon(language, frequencies, len(self.rows), synonyms, names)

    def shares(self, asked: Sequence[str]) -> Vector:
        meanings = [meaning for word in asked if (meaning := self.lexicon.meaning(word)) is not None]
        total = sum(meaning.weight for meaning in meanings)
        scores = np.zeros(len(self.rows), dtype=np.float32)
        for meaning in meanings:
            if meaning.known:
                scores += self._scores(meaning)
        return scores / total if total else scores

    def _scores(self, meaning: Meaning) -> Vector:
        # A word that the texts know is looked for as it is; only for others do its synonyms stand in.
        own = stem(meaning.word, self.lexicon.language)
        stems = [own] if own in meaning.stems else list(meaning.stems)
        return np.asarray(
            np.max([self._model.get_scores([term]) for term in stems], axis=0), dtype=np.float32
        )


def write_keywords(directory: Path, passages: Sequence[Passage]) -> None:
    """Write the indexes into a new folder; passages are numbered in their order."""
    import bm25s  # noqa: PLC0415 - as above

    directory.mkdir()
    rows: dict[str, list[int]] = {}
    for number, passage in enumerate(passages):
        rows.setdefault(passage.document.source.language, []).append(number)
    for language, numbers in rows.items():
        model = bm25s.BM25(method="lucene")
        model.index([keywords(passages[number]) for number in numbers], show_progress=False)
        model.save(directory / language, show_progress=False)
        names = written_as_names((passages[number].text for number in numbers), language)
        (directory / f"{language}.names.json").write_text(json.dumps(names))
        np.save(directory / f"{language}.rows.npy", np.asarray(numbers, dtype=np.int64))
    # A number such as 2061 may be a score: only a year with a month is surely a date.
    dates = (time for passage in passages for time in times(passage.text) if not time.is_year)
    latest = max(dates, default=Time(9999, 1, 12))
    record = {"passages": len(passages), "languages": list(rows), "latest": astuple(latest)}
    (directory / _RECORD).write_text(json.dumps(record))


class Wordings:
    """How known questions are worded: BM25 over their words, the small ones too, and pairs of neighbours."""

    def __init__(self, directory: Path) -> None:
        """Open what `write_wordings` wrote. Raises IndexBroken when it cannot be read."""
        try:
            import bm25s  # noqa: PLC0415 - as above

            self._model = bm25s.BM25.load(directory, mmap=True, show_progress=False)
        except Exception as error:  # as in KeywordIndex
            raise IndexBroken(Reason.INDEX_NOT_READ, path=str(directory), detail=_reason(error)) from error

    def shared(self, text: str) -> Vector:
        """Return, for every known question by its number, how much wording it shares with a text."""
        known = [term for term in dict.fromkeys(_wording(text)) if term in self._model.vocab_dict]
        if not known:
            return np.zeros(self._model.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._model.get_scores(known), dtype=np.float32)


def write_wordings(directory: Path, texts: Sequence[str]) -> None:
    """Write the index of known questions into a new folder; they are numbered in their order."""
    import bm25s  # noqa: PLC0415 - as above

    model = bm25s.BM25(method="lucene")
    model.index([_wording(text) for text in texts], show_progress=False)
    model.save(directory, show_progress=False)


def _wording(text: str) -> list[str]:
    said = words(text)
    return [*said, *map(" ".join, pairwise(said))]


def written_as_names(texts: Iterable[str], language: str) -> list[str]:
    """Return the stems of words that mostly have a capital where no sentence begins."""
    capital, all_of_them = Counter[str](), Counter[str]()
    written = Counter(match.group() for text in texts for match in _INSIDE_SENTENCE.finditer(text))
    for spelt, count in written.items():
        for word in words(spelt):
            all_of_them[stem(word, language)] += count
            capital[stem(word, language)] += count * spelt[0].isupper()
    return sorted(term for term, count in capital.items() if count > _MOSTLY * all_of_them[term])


def _reason(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def keywords(passage: Passage) -> list[str]:
    """Return what BM25 counts for a passage: the stems of its words and of its headings."""
    language = passage.document.source.language
    text = " ".join((*passage.headings, passage.text))
    return [stem(word, language) for word in words(text) if not is_stop_word(word, language)]
