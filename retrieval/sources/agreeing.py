"""Whether the files of a corpus agree with each other: ids that stand once, references that exist, exact words."""

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from retrieval.errors import CorpusError
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
    """Return the first place of exact words in a source, from `start` on. Raises CorpusError if there is none."""
    if source not in documents:
        raise CorpusError(path, place, Reason.NO_TEXT_OF_SOURCE, source=source)
    document = documents[source]
    words = normalise(words)
    found = document.text.find(words, start)
    if found < 0:
        raise CorpusError(path, place, Reason.WORDS_NOT_FOUND, source=source, words=words[:60])
    return Quote(document, found, found + len(words))


def normalise(text: str) -> str:
    """Return the form that offsets count in: NFC, line ends as line feeds, no byte order mark."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)
