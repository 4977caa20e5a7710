"""Where generations lie on disk, which one answers, and who may build: `data/generations/<id>/`, `data/CURRENT`."""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from itertools import islice
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
        self._builder = data / "build.json"

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
        try:
            with lock:
                self.report(0, 0, time.time())
                self._remove_leftovers()
                place = self._folder / f"{_BUILDING}{os.getpid()}"
                place.mkdir()
                try:
                    yield place
                finally:
                    shutil.rmtree(place, ignore_errors=True)
                    self._builder.unlink(missing_ok=True)
        except Timeout:
            raise self._busy() from None

    def report(self, done: int, total: int, started: float | None = None) -> None:
        """Let those who ask meanwhile be told how far the build is; for who holds the right to build."""
        begun = self._busy().started if started is None else started
        record = {"process": os.getpid(), "started": begun, "done": done, "total": total}
        self._builder.write_text(json.dumps(record))

    def _busy(self) -> BuildBusy:
        try:
            return BuildBusy(**json.loads(self._builder.read_text()))
        except (OSError, ValueError, TypeError):
            return BuildBusy(0, time.time(), 0, 0)  # it has just begun

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

    def activate(self, identifier: str) -> Generation:
        """Let this generation answer, in one atomic step that survives a power cut; remember once after which it did."""
        generation = self.read(identifier)
        if not generation.applied:
            generation = replace(generation, applied=True, follows=self.active() or "")
            self._replace(self.directory(identifier) / _RECORD, json.dumps(asdict(generation)))
        self._replace(self._pointer, f"{identifier}\n")
        return generation

    def before(self, identifier: str | None) -> str:
        """Return the generation that answered before this one. Raises IndexMissing if there is none.

        Where that one is gone or not known, it is the newest older one that ever answered.
        """
        applied = {generation.id: generation for generation in self.all() if generation.applied}
        own = applied.get(identifier or "")
        if own is not None and own.follows in applied:
            return own.follows
        older = [each for each in applied if identifier is None or each < identifier]
        if not older:
            raise IndexMissing(Reason.NO_EARLIER_GENERATION)
        return older[0]

    def keep_newest(self, count: int) -> None:
        """Remove all but the newest `count` that ever answered, those on the way back, and the newest that waits.

        The way back begins with the active one, which always stays, and is `count` generations long.
        """
        known = self.all()
        kept = {each.id for each in [each for each in known if each.applied][:count]}
        kept |= {each.id for each in [each for each in known if not each.applied][:1]}
        kept |= set(islice(self._way_back(), max(1, count)))
        for generation in known:
            if generation.id not in kept:
                # The record first: what is then left of an interrupted removal is no generation any more.
                (self.directory(generation.id) / _RECORD).unlink(missing_ok=True)
                shutil.rmtree(self.directory(generation.id), ignore_errors=True)

    def _way_back(self) -> Iterator[str]:
        identifier = self.active()
        while identifier:
            yield identifier
            try:
                identifier = self.before(identifier)
            except IndexMissing:
                return

    def _replace(self, path: Path, content: str) -> None:
        temporary = self._pointer.with_suffix(f".{os.getpid()}")
        with temporary.open("w") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)


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
