"""What the tests of Discord stand on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import simcord

from tests.bot.libraries import FakeLibrary
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
