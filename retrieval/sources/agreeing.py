"""Whether the files of a corpus agree with each other: ids that stand once, references that exist, exact words."""

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from retrieval.errors import CorpusError
from retrieval.types import Document, Quote, Reference


def refuse_repeats(path: Path, kind: str, ids: Iterable[str]) -> None:
    """Raise CorpusError for an id that stands twice."""
    seen: set[str] = set()
    for identifier in ids:
        if identifier in seen:
            raise CorpusError(
                path, f"{kind} {identifier}", "this id stands twice: give one of them another id"
            )
        seen.add(identifier)


def refuse_unknown(path: Path, place: str, names: Iterable[str], known: Mapping[str, Reference]) -> None:
    """Raise CorpusError for a name that no reference has."""
    for name in names:
        if name not in known:
            raise CorpusError(
                path, place, f"no reference {name}: add it to references.toml or mend its spelling"
            )


def find_words(
    path: Path, place: str, words: str, documents: Mapping[str, Document], source: str, start: int = 0
) -> Quote:
    """Return the first place of exact words in a source, from `start` on. Raises CorpusError if there is none."""
    if source not in documents:
        raise CorpusError(path, place, f"no source {source} with a text: mend the id or hold its text")
    document = documents[source]
    words = normalise(words)
    found = document.text.find(words, start)
    if found < 0:
        raise CorpusError(
            path, place, f"these words are not in {source} (in this order): {words[:60]!r}; copy them exactly"
        )
    return Quote(document, found, found + len(words))


def normalise(text: str) -> str:
    """Return the form that offsets count in: NFC, line ends as line feeds, no byte order mark."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)
