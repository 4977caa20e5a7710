"""What the tests of Discord stand on."""

import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio
import simcord

from tests.bot.libraries import FakeLibrary
from tests.bot.village import build
from tests.discord.stage import Stage, open_env, set_stage


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest_asyncio.fixture
async def opened(tmp_path: Path, library: FakeLibrary) -> AsyncIterator[Stage]:
    async with open_env(tmp_path, library) as (env, services, client):
        yield set_stage(env, library, services, client)


@pytest.fixture
def env(opened: Stage) -> simcord.Env:
    """The simulated Discord; simcord lets a test share its clock when it finds this among the test's fixtures."""
    return opened.env


@pytest.fixture
def stage(opened: Stage, env: simcord.Env) -> Stage:
    """Everybody who plays a part."""
    assert env is opened.env
    return opened


@pytest.fixture(scope="session")
def _village_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("village")
    build(folder)
    return folder


@pytest.fixture
def village(_village_build: Path, tmp_path: Path) -> Path:
    """A village's texts and their index, to be changed at will."""
    return shutil.copytree(_village_build, tmp_path / "village")


_connect = socket.socket.connect


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this test connect to this machine, and nowhere else."""

    def within(self: socket.socket, address: Any, /) -> None:
        if self.family != socket.AF_UNIX and address[0] != "127.0.0.1":
            raise AssertionError(f"a test connects to {address}")
        _connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", within)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put Discord's own addresses back when the test is over."""
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    gateway = discord.gateway.DiscordWebSocket
    monkeypatch.setattr(gateway, "DEFAULT_GATEWAY", gateway.DEFAULT_GATEWAY)
