"""What the commands share: the options before them, and ways to print."""

import json
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from bot.settings import Settings
    from retrieval import Library

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]


@dataclass
class Session:
    """The options before the command, and what is made of them when a command asks."""

    config: Path | None
    overrides: dict[str, dict[str, Any]]

    @cached_property
    def settings(self) -> "Settings":
        """Read on first use. Raises SettingsError."""
        from bot.settings import load_settings

        return load_settings(self.config, self.overrides)

    @cached_property
    def library(self) -> "Library":
        """Put together on first use. Raises SettingsError and RetrievalError."""
        from bot.app import build_library

        return build_library(self.settings)

    @property
    def answering(self) -> "Library":
        """The library, after a word about an index that was built from another corpus."""
        if mismatch := self.library.mismatch():
            warn(mismatch)
        return self.library


def console(*, markup: bool = False) -> "Console":
    """Return a terminal that prints texts as they are, unless they are ours and marked up."""
    from rich.console import Console

    return Console(highlight=False, markup=markup, emoji=False)


def print_json(record: object) -> None:
    """Print one line of JSON."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def print_lines(*lines: str) -> None:
    """Print lines of text."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def warn(line: str) -> None:
    """Say something on standard error and go on."""
    sys.stderr.write(f"deepseek-bot: {line}\n")
