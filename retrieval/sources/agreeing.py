"""Whether the files of a corpus agree with each other: ids that stand once, references that exist, exact words."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import CorpusError, WordsMissing
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
    """Return the first place of exact words in a source, from `start` on. Raises WordsMissing if there is none."""
    words = normalise(words)
    if source not in documents:
        remedy = f"no source {source} with a text: mend the id or hold its text"
        raise WordsMissing(path, place, remedy, source, words)
    document = documents[source]
    found = document.text.find(words, start)
    if found < 0:
        remedy = f"these words are not in {source} (in this order): {words[:60]!r}; copy them exactly"
        raise WordsMissing(path, place, remedy, source, words)
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
