"""Discord as a platform: connected for as long as the bot runs, tried again when it cannot be reached."""

import asyncio
import logging
from contextlib import suppress

import discord
from pydantic import SecretStr

from bot.discord.client import DiscordClient
from bot.services import Services
from bot.settings import DiscordSettings, Secrets, Settings

_log = logging.getLogger(__name__)

DRAIN_SECONDS = 10.0
_FIRST_WAIT, _LONGEST_WAIT = 5.0, 300.0
_REFUSED = {
    4004: "DISCORD_TOKEN was refused: copy it anew from the Bot page of the application",
    4010: "discord.shard_ids does not fit discord.shard_count: every id must be below the count",
    4011: "Discord asks for more shards: raise discord.shard_count, or set it to 0",
}


class DiscordRefused(Exception):
    """Discord will not have us until somebody mends something; the message is one line."""


class DiscordPlatform:
    """One bot account on Discord."""

    def __init__(self, services: Services, settings: DiscordSettings, token: SecretStr) -> None:
        """Connect to nothing yet."""
        self._services = services
        self._settings = settings
        self._token = token
        if settings.api:
            use_address(settings.api)
        _quieten()

    async def run(self) -> None:
        """Hear and answer until cancelled. Raises DiscordRefused."""
        wait = _FIRST_WAIT
        while True:
            client = DiscordClient(self._services, self._settings)
            try:
                return await self._connect(client)
            except (
                discord.LoginFailure,
                discord.PrivilegedIntentsRequired,
                discord.ConnectionClosed,
            ) as error:
                raise DiscordRefused(_remedy(error)) from None
            except Exception as error:  # noqa: BLE001 - whatever it is, Discord may be back in a while
                _log.error("Discord cannot be reached, next try in %.0f s: %s", wait, _one_line(error))
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)

    async def _connect(self, client: DiscordClient) -> None:
        beside: list[asyncio.Task[None]] = []
        try:
            await client.login(self._token.get_secret_value())
            beside = [
                asyncio.create_task(client.take_up_abandoned()),
                asyncio.create_task(client.keep_vigil()),
            ]
            await client.connect()
        finally:
            for task in beside:
                task.cancel()
            with suppress(Exception):
                await client.leave(DRAIN_SECONDS)


def build_discord(settings: Settings, secrets: Secrets, services: Services) -> DiscordPlatform:
    """Return the platform that the settings describe; its token must be set."""
    if secrets.discord_token is None:
        raise ValueError("Discord is built only when DISCORD_TOKEN is set")
    return DiscordPlatform(services, settings.discord, secrets.discord_token)


def use_address(api: str) -> None:
    """Speak to another address than Discord's own; it says itself where its gateway is."""
    discord.http.Route.BASE = api.rstrip("/")


def _remedy(error: Exception) -> str:
    if isinstance(error, discord.LoginFailure):
        return _REFUSED[4004]
    code = error.code if isinstance(error, discord.ConnectionClosed) else None
    known = _REFUSED.get(code or 0)
    return known or f"Discord has closed the connection for good: {_one_line(error)}"


def _one_line(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())


def _quieten() -> None:
    """Let the library report lost connections in a line each; it would print a traceback for every one."""
    for name in ("discord.client", "discord.shard", "discord.gateway", "discord.http"):
        log = logging.getLogger(name)
        if not any(isinstance(known, _OneLine) for known in log.filters):
            log.addFilter(_OneLine())


class _OneLine(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            record.msg = f"{record.getMessage()}: {_one_line(record.exc_info[1])}"
            record.args = ()
            record.exc_info = None
        return True
