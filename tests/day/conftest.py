"""A Discord and a Slack of our own, and a village that was indexed with the bundled embedder."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.settings import load_settings
from retrieval import open_library
from tests.bot.village import QUESTIONS
from tests.day.town import Town
from tests.discord.conftest import elsewhere
from tests.discord.local_server import open_discord
from tests.mill import write_mill
from tests.postgres import running
from tests.slack.workspace import open_workspace
from tests.sockets import THIS_MACHINE, keep_to

__all__ = ["elsewhere"]

_SLOW_SECONDS = 0.2
"""How long both platforms take to show a message: there is always somebody who waits."""


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_to(monkeypatch, THIS_MACHINE)


@pytest.fixture(scope="session")
def _indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the village's index once, as a process with the default settings reads it; tests get copies."""
    folder = tmp_path_factory.mktemp("day")
    corpus = write_mill(folder / "corpus")
    (corpus / "questions.toml").write_text(QUESTIONS, encoding="utf-8")
    settings = load_settings(None, {"retrieval": {"corpus": corpus, "data": folder / "data"}})
    library = open_library(settings.retrieval)
    library.reindex(lambda _done, _total: None)
    library.close()
    return folder


@pytest.fixture
def database() -> Iterator[str]:
    """The address of the bot's database: a SQLite file in its data folder, or what DAY_DATABASE=postgresql asks for."""
    if os.environ.get("DAY_DATABASE") == "postgresql":
        with running() as address:
            yield address
    else:
        yield ""


@pytest.fixture
async def town(_indexed: Path, tmp_path: Path, database: str) -> AsyncIterator[Town]:
    """A bot that was not started yet."""
    folder = shutil.copytree(_indexed, tmp_path / "town")
    async with open_discord(slow_seconds=_SLOW_SECONDS) as discord, open_workspace() as slack:
        slack.faults.seconds["chat.postMessage"] = _SLOW_SECONDS
        opened = Town(folder, discord, slack, database)
        yield opened
        if opened.process is not None and opened.process.process.returncode is None:
            opened.process.process.kill()
            await opened.process.process.wait()
