"""What an admin sees of the sources: those on disk, compared with those that are quoted now (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from retrieval.sources.added import Added, Provenance
from retrieval.sources.corpus import Corpus
from retrieval.types import Source


class State(StrEnum):
    """What the next reindex will do with a source; one that is not held is only known by its address."""

    QUOTED = "quoted"
    CHANGED = "changed"
    NEW = "new"
    NOT_HELD = "not held"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Listed:
    """A source with its state; `quoted` tells that answers quote it now, in these words or in earlier ones."""

    source: Source
    state: State
    quoted: bool
    provenance: Provenance | None


def list_sources(
    bundled: Corpus,
    corpus: Corpus,
    added: Mapping[str, Added],
    revisions: Mapping[str, str],
    indexed: Mapping[str, Source],
) -> list[Listed]:
    """Return every source, removed ones last: `bundled` is the corpus without, `corpus` with what was added.

    `revisions` and `indexed` are the answering generation's documents and sources.
    """
    gone = {
        name: source
        for name, source in {**indexed, **bundled.sources}.items()
        if name not in corpus.sources and (name in revisions or name in bundled.sources)
    }
    ours = {
        name: each.provenance
        for name, each in added.items()
        if name in corpus.documents and name not in bundled.documents
    }
    return [
        Listed(source, _state(name, corpus, revisions), name in revisions, ours.get(name))
        for name, source in {**corpus.sources, **gone}.items()
    ]


def _state(name: str, corpus: Corpus, revisions: Mapping[str, str]) -> State:
    if name not in corpus.sources:
        return State.REMOVED
    if name not in corpus.documents:
        return State.NOT_HELD
    if name not in revisions:
        return State.NEW
    return State.QUOTED if revisions[name] == corpus.documents[name].revision else State.CHANGED
