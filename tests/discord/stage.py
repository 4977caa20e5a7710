"""A simulated Discord with a server, a channel, people and our client in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import simcord

from bot.discord.client import DiscordClient
from bot.discord.controls import Control, Press
from bot.discord.rights import RIGHTS
from bot.services import Services
from bot.settings import DiscordSettings
from retrieval import Library
from tests.bot.libraries import FakeLibrary
from tests.bot.serving import serve
from tests.bot.village import open_village, serve_village

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

    async def restart(self, **settings: Any) -> None:
        """Let a new process take over: nothing is left but Discord and the database."""
        self.client = DiscordClient(self.services, DiscordSettings(shard_count=1, **settings))
        await self.env.restart_bot(self.client)

    async def post(self, forum: simcord.ChannelHandle, title: str, text: str) -> simcord.ChannelHandle:
        """Let Alice write a forum post; its first message has the post's id."""
        backend = self.env.backend
        thread = backend.create_thread(forum.id, title, self.alice.id)
        starter = backend.prepare_message(thread.id, self.alice.id, text)
        starter.id = thread.id
        backend.commit_message(starter)
        await self.env.settle()
        return simcord.ChannelHandle(self.env, self.guild, thread)

    async def replay(self, message: discord.Message) -> None:
        """Let the gateway say again that a message was written."""
        stored = self.env.backend.get_message(message.channel.id, message.id)
        self.env.backend.announce_message_create(stored)
        await self.env.settle()

    def ours(self, channel: simcord.ChannelHandle | None = None) -> list[discord.Message]:
        """Return what we have written."""
        assert self.client.user is not None
        return [
            message
            for message in (channel or self.channel).history()
            if message.author.id == self.client.user.id and not message.is_system()
        ]


@asynccontextmanager
async def open_env(
    data: Path, library: FakeLibrary, **sections: Any
) -> AsyncIterator[tuple[simcord.Env, Services, DiscordClient]]:
    """Open services over a library, and log our client in."""
    async with serve(data, library, **sections) as services:
        client = DiscordClient(services, DiscordSettings(shard_count=1))
        env = simcord.Env(client, approved_intents=NO_PRIVILEGES)
        await env.start()
        try:
            yield env, services, client
        finally:
            await env.shutdown()
        env.raise_errors()


def set_stage(env: simcord.Env, library: FakeLibrary, services: Services, client: DiscordClient) -> Stage:
    """Create a server, a channel and two people."""
    guild = env.create_guild("The village")
    (ours,) = (role for role in env.backend.guilds[guild.id].roles.values() if role.managed)
    env.backend.edit_role(guild.id, ours.id, {"permissions": RIGHTS.value})  # no more than we ask for
    channel = guild.create_text_channel("general")
    alice = guild.add_member(env.create_user("alice"))
    bob = guild.add_member(env.create_user("bob"))
    return Stage(env, library, services, client, guild, channel, alice, bob)


@asynccontextmanager
async def raise_curtain(
    data: Path, library: FakeLibrary | None = None, **sections: Any
) -> AsyncIterator[Stage]:
    """Set the stage with settings or a library of the story's choice."""
    fake = library or FakeLibrary()
    async with open_env(data, fake, **sections) as (env, services, client):
        with env.time_context():
            yield set_stage(env, fake, services, client)


@asynccontextmanager
async def raise_village_curtain(
    folder: Path, library: Library | None = None, refresh_hours: float = 0.0
) -> AsyncIterator[Stage]:
    """Set the stage over a real library of the village; Alice moderates and Bob is a member."""
    library = library or open_village(folder)
    async with serve_village(folder, library, refresh_hours=refresh_hours) as services:
        client = DiscordClient(services, DiscordSettings(shard_count=1))
        env = simcord.Env(client, approved_intents=NO_PRIVILEGES, settle_timeout=20.0)
        await env.start()
        try:
            with env.time_context():
                stage = set_stage(env, FakeLibrary(), services, client)
                # simcord asks for Manage Messages, as Discord did until February 2026; we ask for Pin Messages.
                (ours,) = (role for role in env.backend.guilds[stage.guild.id].roles.values() if role.managed)
                rights = discord.Permissions(RIGHTS.value)
                rights.manage_messages = True
                env.backend.edit_role(stage.guild.id, ours.id, {"permissions": rights.value})
                promote(stage, stage.alice, pin_messages=True)
                yield stage
        finally:
            await env.shutdown()
        library.close()
        env.raise_errors()


def promote(stage: Stage, who: simcord.MemberActor, **rights: bool) -> None:
    """Give somebody a role with rights."""
    role = stage.guild.create_role("staff", permissions=discord.Permissions(**rights))
    stage.env.backend.guilds[stage.guild.id].members[who.id].role_ids.append(role.id)


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


def response(done: simcord.InteractionResult) -> simcord.ResponseMessage:
    """Return what a command or a press was answered with."""
    assert done.response is not None
    return done.response


def sent(stage: Stage, method: str, ending: str) -> list[Any]:
    """Return the bodies of the requests of one kind that we sent."""
    return [
        each.json for each in stage.env.http_requests if each.method == method and each.path.endswith(ending)
    ]


def button(stage: Stage, press: Press, identifier: str = "A" * 11) -> Any:
    """Let us have posted a message with one button."""
    backend = stage.env.backend
    row = {
        "type": 1,
        "components": [{"type": 2, "style": 2, "label": "x", "custom_id": Control(press, identifier).id}],
    }
    text = {"type": 10, "content": "A board"}
    stored = backend.create_message(
        stage.channel.id, backend.bot_user.id, components=[text, row], flags=1 << 15
    )
    return next(message for message in stage.channel.history() if message.id == stored.id)


def show_all_commands(stage: Stage) -> None:
    """Let Discord show everybody every command, as an owner may."""
    for command in stage.env.backend.commands[None].values():
        stage.env.backend.set_command_permissions(
            stage.guild.id, int(command["id"]), [{"id": str(stage.guild.id), "type": 1, "permission": True}]
        )
