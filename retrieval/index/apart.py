"""A step of chroma.py in a process of its own, which loads what it needs while the caller is still busy."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from retrieval.errors import BuildFailed
from retrieval.reasons import Reason

_PATIENCE = 600
"""Seconds that writing or probing a Chroma directory may take."""
BEGIN = "begin\n"
"""What the process waits to be told; if it is told nothing, nobody waits for it any more."""


class Apart:
    """One step on one directory. Leaving the `with` block ends the process, whatever it is doing."""

    def __init__(self, step: str, directory: Path) -> None:
        """Start the process; it touches nothing yet."""
        self._step = step
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [
                sys.executable,
                "-P",
                "-X",
                "faulthandler",
                "-m",
                "retrieval.index.chroma",
                step,
                str(directory),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave no process behind."""
        self._process.kill()
        self._process.communicate()

    def begin(self) -> None:
        """Let it do its step."""
        told = self._process.stdin
        with suppress(BrokenPipeError):  # it has ended already: `finish` says why
            if told is not None:
                told.write(BEGIN)
                told.flush()

    def finish(self) -> None:
        """Wait until the step is done. Raises BuildFailed."""
        try:
            _, said = self._process.communicate(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            raise BuildFailed(Reason.BUILD_TOO_SLOW, seconds=_PATIENCE, step=self._step) from None
        if status := self._process.returncode:
            lines = said.strip().splitlines() or [f"it ended with status {status}"]
            raise BuildFailed(Reason.BUILD_BROKEN, step=self._step, detail=lines[-1])
