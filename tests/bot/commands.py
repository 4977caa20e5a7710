"""The commands as a person types them, run in this process."""

import json
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.cli import main


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left: its exit status and what it wrote."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


class Terminal:
    """Types `deepseek-bot` with a corpus and a data folder."""

    def __init__(
        self, capture: pytest.CaptureFixture[Any], monkeypatch: pytest.MonkeyPatch, here: Path
    ) -> None:
        self._capture = capture
        self._monkeypatch = monkeypatch
        self.corpus = here / "corpus"
        self.data = here / "data"

    def type(self, *words: str) -> Done:
        folders = ["--corpus", str(self.corpus), "--data", str(self.data)]
        return self.type_bare(*folders, *words)

    def type_bare(self, *words: str) -> Done:
        self._monkeypatch.setattr(sys, "argv", ["deepseek-bot", *words])
        self._capture.readouterr()
        handler = signal.getsignal(signal.SIGTERM)
        try:
            main()
            status = 0
        except SystemExit as stop:
            status = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        finally:
            signal.signal(signal.SIGTERM, handler)
        captured = self._capture.readouterr()
        return Done(status, captured.out, captured.err.decode())


ROOT = Path(__file__).parents[2]


def mendable(done: Done, *said: str) -> None:
    """Check for status 1 and one line that says what to do."""
    assert done.status == 1
    assert done.err.count("\n") == 1
    assert done.err.startswith("deepseek-bot: ")
    assert all(word in done.err for word in said), done.err


def misused(done: Done, *said: str) -> None:
    """Check for status 2 and an explanation without a traceback."""
    assert done.status == 2
    assert done.out == b""
    assert "Traceback" not in done.err
    assert all(word in done.err for word in said), done.err


def parse(done: Done, schema: str) -> Any:
    """Return the one JSON value that was printed, checked."""
    assert done.status == 0, done.err
    value = json.loads(done.text)
    rules = json.loads((ROOT / "docs" / f"{schema}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(rules).validate(value)
    return value
