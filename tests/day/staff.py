"""A moderator and an admin who act in chat, as people do: they look at what they are shown, and begin again when a bot died."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Any

import discord

from tests.day.reckoning import words_of
from tests.day.town import Town
from tests.discord.local_server import APPLICATION, CHANNEL, GUILD, LocalDiscord
from tests.slack.rules import texts
from tests.slack.running import elements
from tests.slack.workspace import Json, Workspace

MODERATES = discord.Permissions(pin_messages=True).value
ADMINISTERS = discord.Permissions(manage_guild=True).value
_STRING, _FILE = 3, 11
_PATIENCE = 60.0
"""How long somebody waits for an answer, unless they see that the bot has come back without it."""

Seen = Callable[[Json], bool]


class OnDiscord:
    """Somebody with rights; what they are shown is a message of the local server."""

    def __init__(self, town: Town, user: int, rights: int) -> None:
        self._town = town
        self._local: LocalDiscord = town.discord
        self._user = user
        self._rights = rights

    async def command(self, name: str, seen: Seen, **options: str) -> Json | None:
        """Give a command and return the first thing shown for which `seen` holds; None after too long a wait."""
        given = [{"name": key, "type": _STRING, "value": value} for key, value in options.items()]
        return await self._interact(2, {"id": "1", "name": name, "type": 1, "options": given}, seen)

    async def add_file(self, name: str, content: bytes, seen: Seen) -> Json | None:
        """Give `/source add` a file."""
        self._local.files[name] = content
        address = self._local.address.replace("/api/v10", f"/files/{name}")
        file = {"id": "77", "filename": name, "size": len(content), "url": address, "proxy_url": address}
        option = {"name": "file", "type": _FILE, "value": "77"}
        data = {
            "id": "1",
            "name": "source",
            "type": 1,
            "options": [{"name": "add", "type": 1, "options": [option]}],
            "resolved": {"attachments": {"77": file}},
        }
        return await self._interact(2, data, seen)

    async def press(self, message: Json, label: str, seen: Seen) -> Json | None:
        """Press the first button with a label."""
        identifier = next(each["custom_id"] for each in _parts(message) if each.get("label") == label)
        data = {"custom_id": identifier, "component_type": 2}
        return await self._interact(3, data, seen, message=message)

    async def _interact(self, kind: int, data: Json, seen: Seen, **more: Json) -> Json | None:
        await self._local.until(lambda: self._local.sessions, _PATIENCE)  # until then the bot looks absent
        identifier, starts = self._local.snowflake(), len(self._town.logs)
        token = f"token{identifier}"
        with suppress(ConnectionError):  # whoever is at the other end has just died
            await self._local.dispatch("INTERACTION_CREATE", self._body(kind, identifier, token, data) | more)
        return await _wait_for(self._town, starts, lambda: self._local.shown.get(token, []), seen)

    def _body(self, kind: int, identifier: int, token: str, data: Json) -> Json:
        user = {
            "id": str(self._user),
            "username": "ada",
            "discriminator": "0",
            "global_name": "Ada",
            "avatar": None,
        }
        member = {
            "user": user, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "permissions": str(self._rights),
            "deaf": False, "mute": False, "flags": 0,
        }  # fmt: skip
        return {
            "id": str(identifier), "application_id": str(APPLICATION), "type": kind, "token": token, "version": 1,
            "locale": "en-US", "guild_locale": "en-US", "channel_id": str(CHANNEL), "guild_id": str(GUILD),
            "member": member, "entitlements": [], "authorizing_integration_owners": {}, "context": 0,
            "attachment_size_limit": 20_000_000, "app_permissions": "0", "data": data,
            "channel": {"id": str(CHANNEL), "type": 0, "name": "general", "permissions": "0"},
        }  # fmt: skip


class OnSlack:
    """Somebody in a channel; what they are shown is what a response address gets."""

    def __init__(self, town: Town, user: str, channel: str) -> None:
        self._town = town
        self._workspace: Workspace = town.slack
        self._user = user
        self._channel = channel

    async def command(self, words: str, seen: Seen) -> Json | None:
        """Give `/deepseek` and return the first thing shown for which `seen` holds; None after too long a wait."""
        more = {"command": "/deepseek", "text": words, "channel_name": "pins", "user_id": self._user}
        return await self._send(
            "slash_commands", {**more, "channel_id": self._channel, "team_id": "T1"}, seen
        )

    async def click(self, message: Json, action: str, seen: Seen) -> Json | None:
        """Click the first button with an action."""
        found = next(each for each in elements(message, "button") if each["action_id"] == action)
        clicked = {"action_id": action, "value": found["value"], "type": "button"}
        body = {"type": "block_actions", "user": {"id": self._user, "username": "mo"}, "team": {"id": "T1"}}
        place = {"channel": {"id": self._channel}, "actions": [clicked]}
        return await self._send("interactive", {**body, **place}, seen)

    async def _send(self, kind: str, body: Json, seen: Seen) -> Json | None:
        name = self._workspace.name("staff")
        ways = {
            "trigger_id": self._workspace.name("trigger."),
            "response_url": f"{self._workspace.address}/respond/{name}",
        }
        await self._workspace.opened.wait()
        starts = len(self._town.logs)
        with suppress(TimeoutError, ConnectionError):
            await self._workspace.send(kind, {**body, **ways})

        def shown() -> list[Json]:
            return [each for each in self._workspace.made("respond") if each["to"] == name]

        return await _wait_for(self._town, starts, shown, seen)


async def persist(
    act: Callable[[], Awaitable[object]], is_done: Callable[[], Awaitable[object]], seconds: float = 120.0
) -> None:
    """Do something until it has come about, as somebody does whose bot dies now and then."""
    until = time.monotonic() + seconds
    while not await is_done():
        assert time.monotonic() < until, f"{act} did not come about"
        await act()
        await asyncio.sleep(0.2)


async def _wait_for(town: Town, starts: int, shown: Callable[[], list[Json]], seen: Seen) -> Json | None:
    """Return what somebody waits to see; None if a process that has started since knows nothing of it."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and len(town.logs) == starts:
        for each in shown():
            if seen(each):
                return each
        await asyncio.sleep(0.05)
    return next(filter(seen, shown()), None)


def says(*words: str) -> Seen:
    """Tell whether something shown says all of these, on either platform."""
    return lambda shown: all(each in text_of(shown) for each in words)


def text_of(shown: Json) -> str:
    """Return all that is said, with the labels of its buttons."""
    if "components" in shown:
        return "\n".join((words_of(shown), *labels(shown)))
    return "\n".join((str(shown.get("text", "")), *texts(shown.get("blocks", []))))


def labels(shown: Json) -> list[str]:
    """Return what the buttons say, on either platform."""
    if "components" in shown:
        return [each["label"] for each in _parts(shown) if "label" in each]
    return [each["text"]["text"] for each in elements(shown, "button")]


def _parts(component: Any) -> Iterator[Json]:
    if isinstance(component, dict):
        yield component
        for each in component.get("components", ()):
            yield from _parts(each)
