"""The bot on the local Slack, in this process."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.services import Services
from bot.settings import Secrets, SlackSettings
from bot.slack.platform import SlackPlatform
from tests.bot.libraries import FakeLibrary
from tests.bot.serving import serve
from tests.slack.workspace import APP_TOKEN, BOT, SECRET, TOKEN, Json, Workspace


@dataclass(frozen=True)
class Running:
    """A bot that hears; `address` is where HTTP events go."""

    slack: Workspace
    services: Services
    library: FakeLibrary
    task: "asyncio.Task[None]"
    address: str = ""

    async def mention(
        self, words: str, channel: str = "C1", *, user: str = "U1", thread: str | None = None
    ) -> Json:
        """Mention the bot in a channel and return the message."""
        message = self.slack.say(channel, f"<@{BOT}> {words}", user=user, thread=thread)
        await self.slack.event({**message, "type": "app_mention"})
        return message

    async def write(
        self,
        words: str,
        channel: str = "D1",
        *,
        user: str = "U1",
        thread: str | None = None,
        kind: str = "im",
    ) -> Json:
        """Write a message where the bot reads, without mentioning it."""
        message = self.slack.say(channel, words, user=user, thread=thread)
        await self.slack.event({**message, "channel_type": kind})
        return message

    async def command(self, words: str, user: str = "U1", channel: str = "C1") -> Json:
        """Give the slash command."""
        body = {
            "command": "/deepseek",
            "text": words,
            "user_id": user,
            "channel_id": channel,
            "channel_name": "general",
            "team_id": "T1",
            "trigger_id": self.slack.name("trigger."),
            "response_url": f"{self.slack.address}/respond/{self.slack.name('command')}",
        }
        await self.slack.send("slash_commands", body)
        return body

    async def click(
        self, element: Json, *, user: str = "U1", channel: str = "C1", message: Json | None = None
    ) -> None:
        """Click a button or choose from a menu; `message` is what everybody sees it under."""
        button = element.get("positive_button") or element
        chosen = {"value": button["value"]} if "value" in button else {"selected_option": button["selected"]}
        public = {"message": message, "container": {"type": "message", "is_ephemeral": False}}
        body = {
            "type": "block_actions",
            "user": {"id": user, "username": user.lower()},
            "team": {"id": "T1"},
            "channel": {"id": message["channel"] if message else channel},
            "trigger_id": self.slack.name("trigger."),
            "response_url": f"{self.slack.address}/respond/{self.slack.name('click')}",
            "actions": [{"action_id": element["action_id"], "type": element["type"], **chosen}],
            **(public if message else {"container": {"type": "message", "is_ephemeral": True}}),
        }
        await self.slack.send("interactive", body)

    async def answers(self, count: int, channel: str | None = None) -> list[Json]:
        """Wait until the bot has posted this many messages."""
        await self.slack.until(lambda: len(self.slack.posted(channel)) >= count)
        return self.slack.posted(channel)


def elements(message: Json, kind: str) -> list[Json]:
    """Return the buttons of a message, or its pair of feedback buttons."""
    return [
        element
        for block in message["blocks"]
        for element in block.get("elements", [])
        if element.get("type") == kind
    ]


def secrets(**given: str) -> Secrets:
    return Secrets(**{name: SecretStr(value) for name, value in given.items()})


@asynccontextmanager
async def bot_on(
    slack: Workspace,
    data: Path,
    library: FakeLibrary | None = None,
    *,
    mode: str = "socket",
    database: str = "",
    settings: dict[str, Any] | None = None,
    **sections: dict[str, Any],
) -> AsyncIterator[Running]:
    """Run the bot until the story ends."""
    port = free_port()
    chosen = SlackSettings(
        **{
            "api": f"{slack.address}/api/",
            "mode": mode,
            "host": "127.0.0.1",
            "port": port,
            **(settings or {}),
        }
    )
    known = secrets(slack_bot_token=TOKEN, slack_app_token=APP_TOKEN, slack_signing_secret=SECRET)
    library = library or FakeLibrary()
    limits = {"user_limit": 1000, "channel_limit": 10_000}
    async with serve(data, library, database=database, **{"channels": limits, **sections}) as services:
        task = asyncio.create_task(SlackPlatform(chosen, known, services).run())
        running = Running(slack, services, library, task, f"http://127.0.0.1:{port}")
        try:
            await (slack.opened.wait() if mode == "socket" else _listening(port))
            yield running
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


async def _listening(port: int) -> None:
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.02)
            continue
        writer.close()
        await writer.wait_closed()
        return
    raise AssertionError("nobody listens")
