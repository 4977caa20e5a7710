"""A village's library with the services of the bot around it: real texts, a real index, a fake embedder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import open_services
from bot.services import Services
from bot.settings import Secrets, load_settings
from retrieval import Library
from tests.builders import make_library
from tests.mill import write_mill

QUESTIONS = """
[[question]]
id = "g1"
language = "en"
kinds = ["direct"]
question = "Where do the herons nest?"
answerable = true
facts = ["F6"]
shows = ["roof"]
"""


def build(folder: Path) -> None:
    """Write the village's texts and index them."""
    corpus = write_mill(folder / "corpus")
    (corpus / "questions.toml").write_text(QUESTIONS, encoding="utf-8")
    library = open_village(folder)
    library.reindex(lambda _done, _total: None)
    library.close()


def open_village(folder: Path) -> Library:
    return make_library(folder / "corpus", folder / "data")


def edit(folder: Path, old: str, new: str, note: str = "mill-en.md") -> None:
    """Change a note on disk."""
    path = folder / "corpus" / note
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@asynccontextmanager
async def serve_village(
    folder: Path, library: Library, database: str = "", refresh_hours: float = 0.0
) -> AsyncIterator[Services]:
    sections: dict[str, dict[str, Any]] = {
        "storage": {"address": database},
        "refresh": {"hours": refresh_hours},
    }
    settings = load_settings(None, {"retrieval": {"data": folder / "data"}, **sections})
    async with open_services(library, settings, Secrets(author_key=SecretStr("key"))) as services:
        yield services
