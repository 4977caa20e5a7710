"""A village's library with the services of the bot around it: real texts, a real index, a fake embedder."""

import random
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


LEDGER = "The ledger of Orval"


def write_ledger(folder: Path, characters: int) -> None:
    """Let a note end with a topic of six sentences that have nothing in common, each so long."""
    chance = random.Random(5)  # noqa: S311 - a ledger that can be read again
    path = folder / "corpus" / "mill-en.md"
    before, _, _ = path.read_text(encoding="utf-8").partition(f"\n# {LEDGER}")
    lines = [f"The ledger of Orval names {_names(chance, characters)}.\n" for _ in range(6)]
    path.write_text(f"{before}\n# {LEDGER}\n\n" + "\n".join(lines), encoding="utf-8")


def _names(chance: random.Random, characters: int) -> str:
    syllables = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
    named: list[str] = []
    while len(", ".join(named)) < characters:
        named.append("".join(chance.choices(syllables, k=3)).capitalize())
    return ", ".join(named)


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
