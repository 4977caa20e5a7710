"""A village that a played model writes about: the mill's texts, and a server on this machine."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from retrieval import GenerationSettings
from retrieval.answers.allowance import Allowance
from retrieval.answers.answering import Answerer
from retrieval.answers.generation import LangchainGenerator
from retrieval.answers.writing import Writer
from tests.builders import make_settings
from tests.generation.servers import ModelServer, always, serve
from tests.mill import Opened
from tests.sockets import THIS_MACHINE, keep_to


@pytest.fixture(autouse=True)
def _loopback_only(_no_network: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let these tests reach a server on this machine, and nothing else."""
    keep_to(monkeypatch, THIS_MACHINE)
    for name in (
        "OPENAI_API_KEY",
        "OPENAI_BASE_URL",
        "OPENAI_API_BASE",
        "HTTP_PROXY",
        "http_proxy",
        "ALL_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture(scope="session")
def _server() -> Iterator[ModelServer]:
    with serve(always("")) as server:
        yield server


@pytest.fixture
def server(_server: ModelServer) -> Iterator[ModelServer]:
    """A server whose part the story sets; it has been asked nothing yet."""
    _server.part, _server.over = always('{"statements": []}'), Event()
    _server.requests, _server.keys = [], []
    yield _server
    _server.over.set()


Told = Callable[..., GenerationSettings]


@pytest.fixture
def settings(server: ModelServer) -> Told:
    """Return the settings of a played model, with what the story changes."""

    def make(**changes: Any) -> GenerationSettings:
        return GenerationSettings(
            **{"model": "openai:played", "base_url": server.address, "seconds": 6, **changes}
        )

    return make


class Desk:
    """An answerer of the mill's texts with a played model, and what it is made of."""

    def __init__(self, mill: Opened, server: ModelServer, settings: GenerationSettings, folder: Path) -> None:
        self.mill = mill
        self.server = server
        self.generator = LangchainGenerator(settings)
        self.allowance = Allowance(settings, folder / "spent.sqlite")
        self.writer = Writer(self.generator, self.allowance, mill.snapshot, settings)
        self.answerer = Answerer(
            mill.retriever, mill.keywords, mill.snapshot, make_settings(folder, folder), self.writer
        )


@pytest.fixture
def desk(mill: Opened, server: ModelServer, settings: Told, tmp_path: Path) -> Callable[..., Desk]:
    """Return a desk with the settings that the story changes."""
    return lambda **changes: Desk(mill, server, settings(**changes), tmp_path)
