"""The terminal as a platform: reads a question a line until the end of input."""

import asyncio
import sys
from collections.abc import AsyncIterator
from threading import Thread
from typing import TextIO

from rich.console import Console
from rich.text import Text

from bot.chat import IncomingMessage, Notice
from bot.conversation import Conversation
from bot.locales import word
from bot.terminal import show_answer

_LEAVING = frozenset({"quit", "exit", "quitter"})


class ConsolePlatform:
    """One thread: every line follows the ones before it."""

    def __init__(
        self, conversation: Conversation, lines: TextIO | None = None, console: Console | None = None
    ) -> None:
        """Read standard input and write standard output unless told otherwise."""
        self._conversation = conversation
        self._lines = lines or sys.stdin
        self._console = console or Console(highlight=False, markup=False, emoji=False)

    async def run(self) -> None:
        """Answer every line that holds something, until the input or a word of leaving ends it."""
        interactive = self._lines.isatty()
        if interactive:
            self._console.print(word("en", "console-welcome"), style="dim")
        async for line in self._incoming(interactive=interactive):
            if line.strip().casefold() in _LEAVING:
                self._console.print(word("en", "console-goodbye"), style="dim")
                return
            if line.strip():
                await self._answer(line, echo=not interactive)

    async def _incoming(self, *, interactive: bool) -> AsyncIterator[str]:
        # A thread of our own: one of asyncio's would hold up the end of the program until the next line.
        loop, heard = asyncio.get_running_loop(), asyncio.Queue[str]()
        while True:
            if interactive:
                self._console.print(f"{word('en', 'console-prompt')}: ", style="cyan", end="")
            Thread(
                target=lambda: loop.call_soon_threadsafe(heard.put_nowait, self._lines.readline()),
                daemon=True,
            ).start()
            if not (line := await heard.get()):
                return
            yield line

    async def _answer(self, line: str, *, echo: bool) -> None:
        if echo:
            self._console.print(Text(f"{word('en', 'console-prompt')}: {line.strip()}", style="cyan"))
        reply = await self._conversation.reply(IncomingMessage(line, thread="console"))
        if isinstance(reply, Notice):
            self._console.print(Text(reply.text, style="yellow"))
        else:
            show_answer(self._console, reply)
        self._console.print()
