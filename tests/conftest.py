"""What all tests stand on: no network, no settings of the machine, one index of the real corpus."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.settings import PREFIX, load_settings
from retrieval import Library, open_library
from tests.bot.village import build
from tests.builders import TINY, make_library, write_corpus
from tests.mill import Opened, write_mill
from tests.sockets import keep_to

ROOT = Path(__file__).parent.parent

settings.register_profile(
    "bounded",
    max_examples=60,
    deadline=None,
    derandomize=True,  # a run tells the same story as the one before it
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("bounded")


_SERVED = {"loopback", "slack", "server", "village"}
"""Fixtures of tests that talk to a server, or build indexes: their waits are real."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave such tests to `make test`."""
    for item in items:
        if _SERVED & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def _plain_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide settings that the developer's shell may hold, and what would make output depend on the terminal."""
    for name in os.environ:
        if name.upper().startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("FORCE_COLOR", "NO_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_to(monkeypatch)


@pytest.fixture(scope="session")
def _tiny_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the three tiny texts once; tests get copies."""
    folder = tmp_path_factory.mktemp("tiny")
    library = make_library(write_corpus(folder / "corpus", TINY), folder / "data")
    library.reindex(lambda _done, _total: None)
    library.close()
    return folder


@pytest.fixture
def tiny(_tiny_build: Path, tmp_path: Path) -> Path:
    """A folder of one's own with `corpus` and `data`: the tiny texts, indexed with the fake embedder."""
    return shutil.copytree(_tiny_build, tmp_path / "tiny")


@pytest.fixture(scope="session")
def _village_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the village's index once; tests get copies."""
    folder = tmp_path_factory.mktemp("village")
    build(folder)
    return folder


@pytest.fixture
def village(_village_build: Path, tmp_path: Path) -> Path:
    """A folder of one's own with `corpus` and `data`: the village's texts, indexed with the fake embedder."""
    return shutil.copytree(_village_build, tmp_path / "village")


@pytest.fixture(scope="session")
def mill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The village's texts, answering. For reading only."""
    folder = tmp_path_factory.mktemp("mill")
    opened = Opened(write_mill(folder / "corpus"), folder / "index")
    yield opened
    opened.snapshot.close()


@pytest.fixture(scope="session")
def real_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with our real corpus, indexed with the bundled embedder: 40 s, so all tests share it."""
    data = tmp_path_factory.mktemp("real") / "data"
    library = _open_real(data)
    library.reindex(lambda _done, _total: None)
    library.close()
    return data


@pytest.fixture(scope="session")
def real_library(real_data: Path) -> Iterator[Library]:
    """The real corpus, answering. For reading only."""
    library = _open_real(real_data)
    yield library
    library.close()


def _open_real(data: Path) -> Library:
    chosen = load_settings(
        ROOT / "config" / "bot.toml", {"retrieval": {"corpus": ROOT / "corpus", "data": data}}
    )
    return open_library(chosen.retrieval)
