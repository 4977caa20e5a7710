"""Whether a token can be one of Discord's, and, asked over the network, what Discord says to it."""

import base64
import binascii
import re

import discord

from bot.discord.platform import use_address
from bot.settings import DiscordSettings

_TOKEN = re.compile(r"([\w-]{18,})\.([\w-]{6,})\.([\w-]{20,})")
_MEND = "copy it anew from the Bot page of the application at discord.com/developers"


def token_fault(token: str) -> str | None:
    """Return what is wrong with a token's shape, and what to do; None if it may be a token."""
    found = _TOKEN.fullmatch(token.strip())
    if found is None:
        return (
            f"DISCORD_TOKEN has not the shape of a bot token, three parts with points between them: {_MEND}"
        )
    try:
        user = base64.urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4))
    except binascii.Error:
        user = b""
    if not user.isdigit():
        return f"DISCORD_TOKEN does not begin with the id of a bot: {_MEND}"
    return None


async def look(token: str, settings: DiscordSettings) -> tuple[bool, str]:
    """Log in, and return whether that worked and which servers and commands the bot has; nothing is changed."""
    if settings.api:
        use_address(settings.api)
    async with discord.Client(intents=discord.Intents.none()) as client:
        try:
            await client.login(token)
            guilds = sorted([guild.name async for guild in client.fetch_guilds(limit=200)])
            commands = await client.http.get_global_commands(client.application_id or 0)
        except discord.LoginFailure:
            return False, f"DISCORD_TOKEN was refused: {_MEND}"
        except Exception as error:  # noqa: BLE001 - whatever the network says, it is one line here
            return (
                False,
                f"Discord could not be asked: {' '.join(f'{type(error).__name__}: {error}'.split())}",
            )
        names = (
            ", ".join(sorted(f"{command['name']}" for command in commands))
            or "none yet: the first `run` adds them"
        )
        places = ", ".join(guilds) or "none yet: invite it with the install link"
        return True, f"logged in as {client.user}; servers ({len(guilds)}): {places}; commands: {names}"
