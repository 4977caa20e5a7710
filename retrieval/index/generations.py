"""Where generations lie on disk, which one answers, and who may build: `data/generations/<id>/`, `data/CURRENT`."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.errors import BuildBusy, IndexBroken, IndexMissing
from retrieval.reasons import Reason
from retrieval.types import Generation

_BUILDING = "building-"
_RECORD, _FILES = "generation.json", "files.json"


class Generations:
    """Reading takes no lock. A generation is whole before it has its name, and the pointer changes in one step."""

    def __init__(self, data: Path) -> None:
        """Name the folder; it is created by the first build."""
        self._data = data
        self._folder = data / "generations"
        self._pointer = data / "CURRENT"

    def active(self) -> str | None:
        """Return the id of the generation that answers, or None before the first build."""
        try:
            return self._pointer.read_text(errors="replace").strip("\0 \n") or None
        except (FileNotFoundError, NotADirectoryError):
            return None

    def directory(self, identifier: str) -> Path:
        """Return where a generation's files are."""
        return self._folder / identifier

    def read(self, identifier: str) -> Generation:
        """Return a generation's record. Raises IndexBroken when it is gone or unreadable."""
        path = self.directory(identifier) / _RECORD
        try:
            return Generation(**json.loads(path.read_text()))
        except (OSError, ValueError, TypeError):
            raise IndexBroken(Reason.RECORD_NOT_READ, path=str(path)) from None

    def is_whole(self, identifier: str) -> bool:
        """Tell whether a generation has all its files, each of the size that it was built with."""
        try:
            record = json.loads((self.directory(identifier) / _FILES).read_text())
        except (OSError, ValueError):
            return False
        return bool(record == _sizes(self.directory(identifier)))

    def all(self) -> list[Generation]:
        """Return the finished generations, newest first; a record that cannot be read is left out."""
        found = []
        for path in self._folder.glob(f"[!.]*/{_RECORD}"):
            if not path.parent.name.startswith(_BUILDING):
                try:
                    found.append(self.read(path.parent.name))
                except IndexBroken:
                    continue
        return sorted(found, key=lambda generation: generation.id, reverse=True)

    @contextmanager
    def building(self) -> Iterator[Path]:
        """Hold the right to build, and give an empty folder for it; leftovers of crashed builds are removed.

        Raises BuildBusy at once while another process builds. The lock is the system's: it dies with its holder.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._data / "build.lock", timeout=0)
        who = self._data / "build.json"
        try:
            with lock:
                started = datetime.now(UTC).isoformat(timespec="seconds")
                who.write_text(json.dumps({"process": os.getpid(), "started": started}))
                self._remove_leftovers()
                place = self._folder / f"{_BUILDING}{os.getpid()}"
                place.mkdir()
                try:
                    yield place
                finally:
                    shutil.rmtree(place, ignore_errors=True)
                    who.unlink(missing_ok=True)
        except Timeout:
            raise _busy(who) from None

    def _remove_leftovers(self) -> None:
        """Remove what builds, prunes and switches left that were interrupted; the lock of builders is held."""
        active = self.active()
        for folder in self._folder.iterdir():
            if folder.name != active and not (folder / _RECORD).exists():
                shutil.rmtree(folder, ignore_errors=True)
        for pointer in self._data.glob(f"{self._pointer.name}.*"):
            if not _is_running(pointer.suffix[1:]):
                pointer.unlink(missing_ok=True)

    def finish(self, place: Path, generation: Generation) -> None:
        """Give a built folder its name; it does not answer yet."""
        (place / _FILES).write_text(json.dumps(_sizes(place)))
        (place / _RECORD).write_text(json.dumps(asdict(generation)))
        place.rename(self.directory(generation.id))

    def activate(self, identifier: str) -> None:
        """Let this generation answer, in one atomic step that survives a power cut."""
        self.read(identifier)
        temporary = self._pointer.with_suffix(f".{os.getpid()}")
        with temporary.open("w") as file:
            file.write(f"{identifier}\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._pointer)

    def before(self, identifier: str | None) -> str:
        """Return the newest generation older than this one. Raises IndexMissing if there is none."""
        older = [
            generation.id for generation in self.all() if identifier is None or generation.id < identifier
        ]
        if not older:
            raise IndexMissing(Reason.NO_EARLIER_GENERATION)
        return older[0]

    def keep_newest(self, count: int) -> None:
        """Remove what is older than the newest `count`; the active one always stays."""
        for generation in self.all()[count:]:
            if generation.id != self.active():
                # The record first: what is then left of an interrupted removal is no generation any more.
                (self.directory(generation.id) / _RECORD).unlink(missing_ok=True)
                shutil.rmtree(self.directory(generation.id), ignore_errors=True)


def _sizes(directory: Path) -> dict[str, int]:
    """Return the size of every file that is written once; chromadb comes and goes with journals of its own."""
    return {
        str(path.relative_to(directory)): path.stat().st_size
        for path in sorted(directory.rglob("*"))
        if path.is_file()
        and path.name not in (_RECORD, _FILES)
        and not path.name.endswith(("-journal", "-wal", "-shm"))
    }


def new_identifier() -> str:
    """Return an id that sorts by time and is unique on this machine."""
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")[:-3]


def _is_running(process: str) -> bool:
    """Tell whether another process of this number runs."""
    if not process.isdecimal() or int(process) == os.getpid():
        return False
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _busy(who: Path) -> BuildBusy:
    try:
        record = json.loads(who.read_text())
        process, started = str(record["process"]), str(record["started"])
    except (OSError, ValueError, KeyError):
        return BuildBusy(Reason.BEGINS_BUILDING)
    return BuildBusy(Reason.IS_BUILDING, process=process, started=started)
