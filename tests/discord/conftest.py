"""What the tests of Discord stand on."""

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
import pytest_asyncio
import simcord

from tests.bot.libraries import FakeLibrary
from tests.discord.stage import Stage, open_env, set_stage
from tests.sockets import THIS_MACHINE, keep_to


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


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this test connect to this machine, and nowhere else."""
    keep_to(monkeypatch, THIS_MACHINE)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put Discord's own addresses back when the test is over."""
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    gateway = discord.gateway.DiscordWebSocket
    monkeypatch.setattr(gateway, "DEFAULT_GATEWAY", gateway.DEFAULT_GATEWAY)
