"""A terminal to type commands in."""

from pathlib import Path

import pytest

from tests.bot.commands import Terminal
from tests.builders import TINY, write_corpus

ROOT = Path(__file__).parents[2]


@pytest.fixture
def terminal(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Terminal:
    """A terminal in an empty folder: without settings, with the tiny texts, without an index."""
    monkeypatch.chdir(tmp_path)
    write_corpus(tmp_path / "corpus", TINY)
    return Terminal(capfdbinary, monkeypatch, tmp_path)


@pytest.fixture
def real_terminal(terminal: Terminal, real_data: Path) -> Terminal:
    """A terminal with our corpus and its index, for reading only."""
    terminal.corpus, terminal.data = ROOT / "corpus", real_data
    return terminal
