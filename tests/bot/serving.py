"""The services that platforms call upon, as `bot/app.py` puts them together, over a library of the story's choice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import open_services
from bot.services import Services
from bot.settings import Secrets, load_settings
from tests.bot.libraries import FakeLibrary, as_library


@asynccontextmanager
async def serve(
    data: Path, library: FakeLibrary | None = None, *, database: str = "", **sections: dict[str, Any]
) -> AsyncIterator[Services]:
    """Open services with a real SQLite file in `data`, or the database that is named."""
    chosen = load_settings(None, {"retrieval": {"data": data}, "storage": {"address": database}, **sections})
    secrets = Secrets(author_key=SecretStr("a key of the tests"))
    async with open_services(as_library(library or FakeLibrary()), chosen, secrets) as services:
        yield services
