"""Whether the files of a corpus agree with each other: ids that stand once, references that exist, exact words."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import CorpusError, WordsMissing
from retrieval.reasons import Reason
from retrieval.types import Document, Quote, Reference


def refuse_repeats(path: Path, kind: str, ids: Iterable[str]) -> None:
    """Raise CorpusError for an id that stands twice."""
    seen: set[str] = set()
    for identifier in ids:
        if identifier in seen:
            raise CorpusError(path, f"{kind} {identifier}", Reason.ID_TWICE)
        seen.add(identifier)


def refuse_unknown(path: Path, place: str, names: Iterable[str], known: Mapping[str, Reference]) -> None:
    """Raise CorpusError for a name that no reference has."""
    for name in names:
        if name not in known:
            raise CorpusError(path, place, Reason.NO_REFERENCE, name=name)


def find_words(
    path: Path, place: str, words: str, documents: Mapping[str, Document], source: str, start: int = 0
) -> Quote:
    """Return the first place of exact words in a source, from `start` on. Raises WordsMissing if there is none."""
    words = normalise(words)
    if source not in documents:
        raise WordsMissing(path, place, source, words, Reason.NO_TEXT_OF_SOURCE, source=source)
    document = documents[source]
    found = document.text.find(words, start)
    if found < 0:
        raise WordsMissing(
            path, place, source, words, Reason.WORDS_NOT_FOUND, source=source, words=words[:60]
        )
    return Quote(document, found, found + len(words))


@dataclass(frozen=True, slots=True)
class Misfit:
    """A claim, a translated sentence or a golden question (`kind`) whose `words` are not in its source, if it names one."""

    kind: str
    id: str
    source: str
    words: str


@contextmanager
def bearing(misfits: list[Misfit] | None, kind: str, identifier: str) -> Iterator[None]:
    """Go on after words that are missing, and add them to `misfits`; without such a list, let WordsMissing through."""
    try:
        yield
    except WordsMissing as error:
        if misfits is None:
            raise
        misfits.append(Misfit(kind, identifier, error.source, error.words))


def normalise(text: str) -> str:
    """Return the form that offsets count in: NFC, line ends as line feeds, no byte order mark."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)
