"""A Slack of our own on this machine, which is all that these tests may connect to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.database import Database, open_database
from tests.bot.village import build
from tests.slack.workspace import Workspace, open_workspace
from tests.sockets import THIS_MACHINE, keep_to


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_to(monkeypatch, THIS_MACHINE)


@pytest.fixture
async def slack() -> AsyncIterator[Workspace]:
    """A Slack that nobody has connected to yet."""
    async with open_workspace() as workspace:
        yield workspace


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The village's texts, indexed; for stories that change none of them."""
    folder = tmp_path_factory.mktemp("village")
    build(folder)
    return folder


@pytest.fixture
def own_village(tmp_path: Path) -> Path:
    """The same for one story alone."""
    build(tmp_path)
    return tmp_path


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database of one's own."""
    opened = await open_database(f"sqlite:///{tmp_path / 'bot.sqlite'}")
    yield opened
    await opened.close()
