"""What the tests of Discord stand on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.discord.stage import Stage, raise_curtain


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A simulated Discord."""
    async with raise_curtain(tmp_path) as stage:
        yield stage
