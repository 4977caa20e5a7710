"""Whether a token can be one of Discord's, and, asked over the network, what Discord says to it."""

import asyncio
import base64
import binascii
import re

import discord

from bot.discord.platform import use_address
from bot.discord.rights import install_link
from bot.settings import DiscordSettings

_TOKEN = re.compile(r"([\w-]{18,})\.([\w-]{6,})\.([\w-]{20,})")
_MOST = 200
_MEND = "copy it anew from the Bot page of the application at discord.com/developers"


def token_fault(token: str) -> str | None:
    """Return what is wrong with a token's shape, and what to do; None if it may be a token."""
    found = _TOKEN.fullmatch(token.strip())
    if found is None:
        return (
            f"DISCORD_TOKEN has not the shape of a bot token, three parts with points between them: {_MEND}"
        )
    try:
        user = base64.urlsafe_b64decode(_padded(found[1]))
    except binascii.Error:
        user = b""
    if not user.isdigit():
        return f"DISCORD_TOKEN does not begin with the id of a bot: {_MEND}"
    return None


def examine(token: str, settings: DiscordSettings, *, online: bool) -> tuple[bool, str]:
    """Return whether a token is in order, and what there is to say; `online` logs in, and changes nothing."""
    if fault := token_fault(token):
        return False, fault
    if online:
        return asyncio.run(_look(token.strip(), settings))
    return True, f"the token has the right shape; invite the bot with {install_link(_bot(token))}"


async def _look(token: str, settings: DiscordSettings) -> tuple[bool, str]:
    if settings.api:
        use_address(settings.api)
    async with discord.Client(intents=discord.Intents.none()) as client:
        try:
            await client.login(token)
            guilds = sorted([guild.name async for guild in client.fetch_guilds(limit=_MOST)])
            commands = await client.http.get_global_commands(client.application_id or 0)
        except discord.LoginFailure:
            return False, f"DISCORD_TOKEN was refused: {_MEND}"
        except Exception as error:  # noqa: BLE001 - whatever the network says, it is one line here
            return (
                False,
                f"Discord could not be asked: {' '.join(f'{type(error).__name__}: {error}'.split())}",
            )
        places = ", ".join(guilds) or f"none yet: invite it with {install_link(client.application_id or 0)}"
        names = ", ".join(sorted(command["name"] for command in commands)) or "none yet: `run` adds them"
        return True, f"logged in as {client.user}; {len(guilds)} servers: {places}; commands: {names}"


def _bot(token: str) -> int:
    # Of an application that is not very old, the bot's id is the application's too.
    return int(base64.urlsafe_b64decode(_padded(token.partition(".")[0])))


def _padded(part: str) -> str:
    return part + "=" * (-len(part) % 4)
