"""How the sources that admins added, fetched or removed lie on disk: a file each, with what is known of it above its text."""

import contextlib
import json
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import quote

from retrieval.errors import CorpusError
from retrieval.reasons import Reason
from retrieval.sources.manifest import AddedEntry, parse_toml

_FENCE = "+++\n"
_FORM = re.compile(r"\+\+\+\n(?P<entry>.*?)^\+\+\+\n(?P<text>.*)", re.DOTALL | re.MULTILINE)
_STALE = 3600
"""After so many seconds an unfinished file is a crash's leftover."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a text that an admin added or fetched comes from: `sha256` is that of its bytes, `fetched` the day they came."""

    address: str | None
    fetched: str
    sha256: str | None
    licence: str | None


@dataclass(frozen=True, slots=True)
class Added:
    """One file: an entry, and the text it describes; a removed source has none."""

    entry: AddedEntry
    text: str = ""

    @property
    def provenance(self) -> Provenance:
        """Where the text comes from."""
        return Provenance(self.entry.address, self.entry.fetched, self.entry.sha256, self.entry.licence)


def read_added(folder: Path) -> tuple[Added, ...]:
    """Read all files, by name; no folder is no sources. Raises CorpusError for a file that was spoilt by hand."""
    found = []
    for path in sorted(folder.glob("[!.]*.md")):
        with contextlib.suppress(FileNotFoundError):  # removed meanwhile
            found.append(_read(path))
    return tuple(found)


def write_added(folder: Path, added: Added) -> None:
    """Write or replace a source's file in one step that a crash cannot halve. Raises CorpusError."""
    path = _path(folder, added.entry.id)
    with _writing(path):
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        with NamedTemporaryFile("wb", dir=folder, prefix=".", suffix=".part", delete=False) as file:
            unfinished = Path(file.name)
            try:
                file.write(f"{_FENCE}{_toml(added.entry)}{_FENCE}{added.text}".encode())
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                unfinished.unlink()  # a full disk gets its room back
                raise
        unfinished.replace(path)


def delete_added(folder: Path, identifier: str) -> None:
    """Delete a source's file, if there is one. Raises CorpusError."""
    path = _path(folder, identifier)
    with _writing(path):
        path.unlink(missing_ok=True)


def _path(folder: Path, identifier: str) -> Path:
    # An id may hold a colon or letters that a file system does not like.
    return folder / f"{quote(identifier, safe='')}.md"


def _read(path: Path) -> Added:
    try:
        content = path.read_bytes().decode()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise CorpusError(path, "", Reason.FILE_NOT_READ, detail=str(error.strerror)) from None
    except UnicodeDecodeError:
        content = ""
    parts = _FORM.fullmatch(content)
    if parts is None:
        raise CorpusError(path, "", Reason.NO_ADDED_SOURCE)
    entry = parse_toml(path, parts["entry"], AddedEntry)
    if _path(path.parent, entry.id) != path:
        raise CorpusError(path, f"source {entry.id}", Reason.ADDED_ID)
    if not entry.removed and not parts["text"].strip():
        raise CorpusError(path, f"source {entry.id}", Reason.ADDED_WITHOUT_TEXT)
    return Added(entry, parts["text"])


def _toml(entry: AddedEntry) -> str:
    # A JSON string is a TOML string, but for the one character that JSON leaves as it is.
    values = entry.model_dump(mode="json", exclude_none=True).items()
    return "".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n".replace("\x7f", "\\u007f")
        for key, value in values
    )


def _sweep(folder: Path) -> None:
    for leftover in folder.glob(".*.part"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - leftover.stat().st_mtime > _STALE:
                leftover.unlink()


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CorpusError(path, "", Reason.FILE_NOT_WRITTEN, detail=str(error.strerror)) from None
