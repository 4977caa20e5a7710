"""One bot between a small Discord and a small Slack: started, killed, stopped and started again, as a machine does it."""

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from bot.app import open_services
from bot.services import Services
from bot.settings import Secrets, Settings, load_settings
from bot.storage.tables import events
from retrieval import open_library
from tests.discord.local_server import CHANNEL, TOKEN, LocalDiscord, _channel
from tests.slack.processes import ROOT, Process, start
from tests.slack.workspace import Workspace

ROOMS = 20
"""How many channels there are on either platform: one alone lets through five messages in five seconds."""
MODERATOR = "UMOD"
"""Who moderates on Slack; on Discord rights tell."""
ADMIN = "UADM"
"""Who administers the workspace on Slack."""
ROOMY = {
    "DEEPSEEK_BOT__CHANNELS__USER_LIMIT": "1000",
    "DEEPSEEK_BOT__CHANNELS__CHANNEL_LIMIT": "10000",
    "DEEPSEEK_BOT__CONVERSATION__WAITING": "10000",
    "DEEPSEEK_BOT__CONVERSATION__SECONDS": "120",
    "DEEPSEEK_BOT__SLACK__MODERATORS": f'["{MODERATOR}"]',
}
"""A day in half a minute: nobody is told to wait."""


@dataclass
class Town:
    """`absences` tells from when to when no process was there, by the clock of the wall."""

    folder: Path
    discord: LocalDiscord
    slack: Workspace
    database: str = ""
    logs: list[Path] = field(default_factory=list)
    absences: list[tuple[float, float]] = field(default_factory=list)
    process: Process | None = None

    @property
    def corpus(self) -> Path:
        return self.folder / "corpus"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def said(self) -> str:
        """All that the processes have written to their logs."""
        return "\n".join(log.read_text() for log in self.logs)

    async def start(self) -> None:
        """Start a process and wait until both platforms hear it."""
        here = self.folder / f"process{len(self.logs)}"
        told = {"DISCORD_TOKEN": TOKEN, "DEEPSEEK_BOT__DISCORD__API": self.discord.address, **ROOMY}
        told["DEEPSEEK_BOT__STORAGE__ADDRESS"] = self.database
        self.process = await start(self.slack, self.corpus, self.data, here, **told)
        self.logs.append(self.process.log)
        await asyncio.wait_for(self.slack.opened.wait(), 60)
        await self.discord.until(lambda: self.discord.sessions, 60)
        for number in range(1, ROOMS):
            await self.discord.dispatch("CHANNEL_CREATE", _channel(CHANNEL + number))

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End the process by a signal; return its status."""
        assert self.process is not None
        self.process.process.send_signal(number)
        if number is signal.SIGKILL:  # no platform hears it from this moment on
            self.discord.sessions = {}
            self.slack.opened.clear()
        status = await self.process.stop(number)
        self.discord.sessions = {}
        self.slack.opened.clear()
        return status

    async def crash(self) -> None:
        """Kill the process and start another at once."""
        killed = time.time()
        await self.stop(signal.SIGKILL)
        await self.start()
        self.absences.append((killed, time.time()))

    async def command(self, *words: str) -> str:
        """Give a command in a terminal beside the bot; return what it prints."""
        settings = ["--corpus", str(self.corpus), "--data", str(self.data)]
        process = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).with_name("deepseek-bot")),
            *settings,
            *words,
            cwd=self.folder,
            env={"PYTHONPATH": str(ROOT), "DEEPSEEK_BOT__STORAGE__ADDRESS": self.database},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        printed, _ = await asyncio.wait_for(process.communicate(), 60)
        assert process.returncode == 0, printed.decode()
        return printed.decode()

    @property
    def settings(self) -> Settings:
        folders = {"corpus": self.corpus, "data": self.data}
        return load_settings(None, {"retrieval": folders, "storage": {"address": self.database}})

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[Services]:
        """Open what moderators and admins call upon, in this process, on the same database and data."""
        library = open_library(self.settings.retrieval)
        async with open_services(library, self.settings, Secrets()) as services:
            yield services
        library.close()


async def heard(services: Services) -> dict[str, bool]:
    """Return the events that were ever stored, and whether each is finished."""
    async with services.inbox._database.begin() as connection:
        rows = (await connection.execute(select(events.c.id, events.c.finished))).all()
    return {row.id: row.finished is not None for row in rows}
