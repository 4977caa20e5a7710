"""A simulated Discord with a server, a channel, people and our client in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import simcord

from bot.discord.client import DiscordClient
from bot.services import Services
from bot.settings import DiscordSettings
from tests.bot.libraries import FakeLibrary
from tests.bot.serving import serve

RIGHTS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    read_message_history=True,
    add_reactions=True,
)
NO_PRIVILEGES = discord.Intents.default()
"""What an application has for which nobody has granted a privileged intent."""


@dataclass
class Stage:
    """Everybody who plays a part."""

    env: simcord.Env
    library: FakeLibrary
    services: Services
    client: DiscordClient
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    alice: simcord.MemberActor
    bob: simcord.MemberActor

    @property
    def bot(self) -> str:
        """Return our mention."""
        assert self.client.user is not None
        return self.client.user.mention

    async def restart(self) -> None:
        """Let a new process take over: nothing is left but Discord and the database."""
        self.client = DiscordClient(self.services, DiscordSettings(shard_count=1))
        await self.env.restart_bot(self.client)

    def ours(self, channel: simcord.ChannelHandle | None = None) -> list[discord.Message]:
        """Return what we have written."""
        assert self.client.user is not None
        return [
            message
            for message in (channel or self.channel).history()
            if message.author.id == self.client.user.id
        ]


@asynccontextmanager
async def raise_curtain(data: Path, library: FakeLibrary | None = None, **sections: Any) -> AsyncIterator[Stage]:
    """Open services over a fake library, and log our client in."""
    fake = library or FakeLibrary()
    async with serve(data, fake, **sections) as services:
        client = DiscordClient(services, DiscordSettings(shard_count=1))
        async with simcord.run(client, approved_intents=NO_PRIVILEGES) as env:
            guild = env.create_guild("The village")
            channel = guild.create_text_channel("general")
            alice = guild.add_member(env.create_user("alice"))
            bob = guild.add_member(env.create_user("bob"))
            yield Stage(env, fake, services, client, guild, channel, alice, bob)


def texts(message: Any) -> str:
    """Return all that a message shows, in order."""
    found: list[str] = [message.content] if message.content else []

    def walk(components: Any) -> None:
        for component in components:
            if isinstance(component, dict):
                if "content" in component:
                    found.append(component["content"])
                walk(component.get("components", ()))
            else:
                if isinstance(component, discord.TextDisplay):
                    found.append(component.content)
                walk(getattr(component, "children", ()))

    walk(message.components)
    return "\n".join(found)


def labels(message: Any) -> list[str]:
    """Return the labels of a message's buttons."""
    found: list[str] = []

    def walk(components: Any) -> None:
        for component in components:
            if isinstance(component, dict):
                if component.get("type") == 2:
                    found.append(component["label"])
                walk(component.get("components", ()))
            else:
                if isinstance(component, discord.Button):
                    found.append(str(component.label))
                walk(getattr(component, "children", ()))

    walk(message.components)
    return found
