"""How sources are proposed, added, fetched, removed and restored; the corpus on disk stays valid at every step."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from retrieval.errors import FetchError, SourceError
from retrieval.reasons import Reason
from retrieval.settings import RetrievalSettings
from retrieval.sources.added import Added, Provenance, delete_added, read_added, write_added
from retrieval.sources.agreeing import Misfit
from retrieval.sources.catalogue import Listed, list_sources
from retrieval.sources.corpus import MANIFEST, Corpus, read_corpus
from retrieval.sources.extracting import Bounds, Extract, extract
from retrieval.sources.manifest import AddedEntry, Described, Manifest, read_toml
from retrieval.sources.media import Medium, bare_name, decode, medium_of_download, medium_of_file
from retrieval.sources.overlay import document_of, lay_over
from retrieval.sources.proposing import (
    Proposal,
    Upload,
    clean_line,
    clean_text,
    date_of,
    free_id,
    language_of,
    title_of,
)
from retrieval.types import Source

if TYPE_CHECKING:
    from retrieval.sources.fetching import Download

_OF_FIELDS = {
    "id": Reason.OTHER_ID,
    "title": Reason.OTHER_TITLE,
    "language": Reason.OTHER_LANGUAGE,
    "published": Reason.OTHER_DATE,
}
Fetch = Callable[[str], "Download"]
"""Gives the bytes at an address. Raises FetchError."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A source's text as it is now. `changed` tells that the next reindex will quote other words than before."""

    source: Source
    changed: bool
    first: bool
    characters: int
    provenance: Provenance


class Additions:
    """One corpus folder and the folder of what was added to it. Holds no state, so it is safe to share."""

    def __init__(self, settings: RetrievalSettings, fetch: Fetch | None = None) -> None:
        """Fetch from the public internet, unless another way is given."""
        self._settings = settings
        self._folder = settings.added
        self._size = int(settings.fetch_megabytes * 1_000_000)
        self._given_fetch = fetch

    def read(self, misfits: list[Misfit] | None = None) -> Corpus:
        """Read and validate the corpus with what was added. Raises CorpusError; of `misfits` as `read_corpus` does."""
        return self._laid_over(self._bundled(misfits))

    def catalogue(self, revisions: Mapping[str, str], indexed: Mapping[str, Source]) -> list[Listed]:
        """Return all sources, removed ones last; the answering generation's revisions and sources are given."""
        bundled = self._bundled()
        return list_sources(bundled, self._laid_over(bundled), self._added(), revisions, indexed)

    def propose(self, what: str | Upload) -> Proposal:
        """Say what an address or a file would be as a source; writes nothing. Raises FetchError and SourceError."""
        bundled = self._bundled()
        known = {**bundled.sources, **self._laid_over(bundled).sources}
        if isinstance(what, Upload):
            name = bare_name(what.name)
            if len(what.content) > self._size:
                raise FetchError(Reason.FILE_TOO_LARGE, name=name, megabytes=self._size / 1e6)
            found = self._read_text(what.content, medium_of_file(what.content, name), None)
            return _proposal(found, what.content, None, name.rpartition(".")[0], known)

        from retrieval.sources.fetching import read_address  # noqa: PLC0415 - the network's libraries come with it

        url = read_address(what)
        for source in known.values():
            if source.address == str(url):
                raise SourceError(Reason.ADDRESS_IS_KNOWN, source=source.id)
        download, found = self._download(str(url))
        return _proposal(found, download.content, str(url), url.host, known)

    def add(self, proposal: Proposal, *, renamed: bool = False) -> Source:
        """Add a proposal, corrected or not; the next reindex quotes it. Raises SourceError and CorpusError.

        One whose id was given away meanwhile may be `renamed`.
        """
        bundled = self._bundled()
        corpus = self._laid_over(bundled)
        taken = {*bundled.sources, *corpus.sources}
        if renamed and proposal.id in taken:
            proposal = replace(proposal, id=free_id(proposal.title, taken))
        added = Added(_entry_of(proposal), clean_text(proposal.text))
        document = document_of(added.entry, added.text)
        if proposal.id in taken:
            raise SourceError(Reason.ID_IS_TAKEN, source=proposal.id)
        for known in corpus.documents.values():
            if known.text == document.text:
                raise SourceError(Reason.TEXT_IS_KNOWN, source=known.source.id)
        write_added(self._folder, added)
        return document.source

    def fetch(self, identifier: str) -> Fetched:
        """Fetch the text of a known source, again or for the first time. Raises FetchError, SourceError, CorpusError."""
        before = self._added().get(identifier)
        described = self._described(identifier, before)
        if described.address is None:
            raise SourceError(Reason.NO_ADDRESS, source=identifier)
        download, found = self._download(described.address)
        known = described.model_dump(include=set(Described.model_fields))
        known["language"] = described.language or language_of(found.text)
        entry = _entry(**known, fetched=_today(), sha256=_digest(download.content))
        fetched = Added(entry, found.text)
        write_added(self._folder, fetched)
        return Fetched(
            source=document_of(entry, found.text).source,
            changed=before is None or before.text != found.text,
            first=before is None or before.entry.removed,
            characters=len(found.text),
            provenance=fetched.provenance,
        )

    def remove(self, identifier: str) -> Source:
        """Remove a source; the next reindex stops quoting it. Raises SourceError and CorpusError."""
        bundled = self._bundled()
        corpus = self._laid_over(bundled)
        if identifier not in corpus.sources:
            raise SourceError(Reason.NO_SUCH_SOURCE, source=identifier)
        source = corpus.sources[identifier]
        if all(passage.document.source.id == identifier for passage in corpus.passages):
            raise SourceError(Reason.LAST_TEXT, source=identifier)
        if identifier in bundled.sources:
            # The corpus itself stays as it is: it may be read-only, and it belongs to its repository.
            gone = AddedEntry(id=identifier, title=source.title, fetched=_today(), removed=True)
            write_added(self._folder, Added(gone))
        else:
            delete_added(self._folder, identifier)
        return source

    def restore(self, identifier: str) -> Source:
        """Take back the removal of a source of the corpus. Raises SourceError and CorpusError."""
        added = self._added().get(identifier)
        source = self._bundled().sources.get(identifier)
        if added is None or not added.entry.removed or source is None:
            raise SourceError(Reason.NOT_REMOVED, source=identifier)
        delete_added(self._folder, identifier)
        return source

    def _bundled(self, misfits: list[Misfit] | None = None) -> Corpus:
        return read_corpus(self._settings.corpus, self._settings.passage_characters, misfits)

    def _laid_over(self, bundled: Corpus) -> Corpus:
        return lay_over(bundled, read_added(self._folder), self._settings.passage_characters, self._folder)

    def _added(self) -> Mapping[str, Added]:
        return {each.entry.id: each for each in read_added(self._folder)}

    def _described(self, identifier: str, before: Added | None) -> Described:
        entries = read_toml(self._settings.corpus / MANIFEST, Manifest).source
        entry = next((each for each in entries if each.id == identifier), None)
        if entry is not None and entry.held:
            raise SourceError(Reason.TEXT_IS_REMOVED if before else Reason.TEXT_IS_OURS, source=identifier)
        if entry is None and before is None:
            raise SourceError(Reason.NO_SUCH_SOURCE, source=identifier)
        return entry or before.entry  # type: ignore[union-attr]  # one of them is there

    def _download(self, address: str) -> "tuple[Download, Extract]":
        fetch = self._given_fetch
        if fetch is None:
            from retrieval.sources.fetching import Fetcher, Limits  # noqa: PLC0415 - see propose

            settings = self._settings
            fetch = Fetcher(Limits(self._size, settings.fetch_redirects, settings.fetch_seconds)).fetch
        download = fetch(address)
        medium = medium_of_download(download.content, download.media_type)
        return download, self._read_text(download.content, medium, download.charset)

    def _read_text(self, content: bytes, medium: Medium, charset: str | None) -> Extract:
        bounds = Bounds(self._settings.reading_seconds, self._settings.text_characters)
        if medium is not Medium.PDF:
            content = decode(content, medium, charset).encode()
        found = extract(content, medium, bounds)
        return replace(found, text=clean_text(found.text))


def _proposal(
    found: Extract, content: bytes, address: str | None, fallback: str, known: Mapping[str, Source]
) -> Proposal:
    title = title_of(found, fallback)
    return Proposal(
        id=free_id(title, known),
        title=title,
        language=language_of(found.text),
        text=found.text,
        sha256=_digest(content),
        fetched=_today(),
        published=date_of(found),
        publisher=clean_line(found.publisher) or (fallback if address else None),
        address=address,
        licence=clean_line(found.licence),
    )


def _entry_of(proposal: Proposal) -> AddedEntry:
    return _entry(
        id=proposal.id,
        title=clean_line(proposal.title) or "",
        language=proposal.language,
        publisher=clean_line(proposal.publisher),
        published=clean_line(proposal.published),
        address=proposal.address,
        licence=clean_line(proposal.licence),
        fetched=proposal.fetched,
        sha256=proposal.sha256,
    )


def _entry(**values: Any) -> AddedEntry:  # noqa: ANN401 - pydantic judges them
    try:
        return AddedEntry(**values)
    except ValidationError as error:
        first = error.errors()[0]
        field, value = str(first["loc"][0]), str(first["input"])[:60]
        if field in _OF_FIELDS:
            raise SourceError(_OF_FIELDS[field], value=value) from None
        raise SourceError(Reason.OTHER_FIELD, field=field, value=value, detail=first["msg"]) from None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
