"""The commands of moderators and admins: names, options, and whom Discord shows them to."""

import logging
from collections.abc import Callable
from typing import Any

import discord
from discord import app_commands

from bot.discord.adding import Adding
from bot.discord.administering import Administering
from bot.discord.commands import Start
from bot.discord.interacting import Interaction
from bot.discord.moderating import Moderating
from bot.discord.pinning import Pinning
from bot.discord.translating import text
from bot.services import Services
from bot.settings import ChannelSettings
from retrieval import RetrievalError

_log = logging.getLogger(__name__)

_CHOICE, _CHOICES = 100, 25
_MODERATORS = discord.Permissions(pin_messages=True)
_ADMINS = discord.Permissions(manage_guild=True)

Command = app_commands.Command[Any, ..., Any]


class StaffCommands:
    """Adds them, in servers only. What Discord shows to whom is a courtesy: everything is decided again at run time."""

    def __init__(
        self,
        services: Services,
        moderating: Moderating,
        pinning: Pinning,
        administering: Administering,
        adding: Adding,
        start: Start,
    ) -> None:
        """Take what commands call upon."""
        self._services = services
        self._moderating = moderating
        self._pinning = pinning
        self._administering = administering
        self._adding = adding
        self._start = start

    def add_to(self, tree: app_commands.CommandTree[Any]) -> None:
        """Add them."""
        moderators = [self._summary(), *self._lists(), self._gaps(), *self._menus()]
        admins = [*self._index(), self._settings(), self._source()]
        for commands, rights in ((moderators, _MODERATORS), (admins, _ADMINS)):
            for command in commands:
                tree.add_command(_for_staff(command, rights))

    def _summary(self) -> Command:
        @app_commands.rename(topic=text("discord-option-topic"))
        @app_commands.describe(topic=text("discord-option-topic-about"))
        async def summary(interaction: Interaction, topic: app_commands.Range[str, 1, 200]) -> None:
            self._start(interaction, self._moderating.summarise(interaction, topic))

        command = _command("summary", summary)
        command.autocomplete("topic")(self._topics)
        return command

    async def _topics(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        actor = await self._moderating.actor(interaction)
        try:
            found = await self._services.moderation.topics(typed, actor.locale, _CHOICES)
        except RetrievalError as error:
            _log.warning("no topics can be offered: %s", error)
            return []
        return [app_commands.Choice(name=title[:_CHOICE], value=title[:_CHOICE]) for title in found]

    def _lists(self) -> list[Command]:
        async def pins(interaction: Interaction) -> None:
            self._start(interaction, self._pinning.show_pins(interaction))

        async def curated(interaction: Interaction) -> None:
            self._start(interaction, self._moderating.show_approved(interaction))

        return [_command("pins", pins), _command("curated", curated)]

    def _gaps(self) -> Command:
        @app_commands.rename(days=text("discord-option-days"))
        @app_commands.describe(days=text("discord-option-days-about"))
        async def gaps(interaction: Interaction, days: app_commands.Range[int, 1, 365] = 7) -> None:
            self._start(interaction, self._moderating.show_gaps(interaction, days))

        return _command("gaps", gaps)

    def _menus(self) -> list[app_commands.ContextMenu]:
        async def delete(interaction: Interaction, message: discord.Message) -> None:
            self._start(interaction, self._moderating.delete(interaction, message))

        async def summarise(interaction: Interaction, message: discord.Message) -> None:
            self._start(interaction, self._moderating.summarise_thread(interaction, message))

        async def approve(interaction: Interaction, message: discord.Message) -> None:
            self._start(interaction, self._moderating.approve(interaction, message))

        named = (("delete", delete), ("summarise", summarise), ("approve", approve))
        return [
            app_commands.ContextMenu(name=text(f"discord-command-{name}"), callback=callback)
            for name, callback in named
        ]

    def _index(self) -> list[Command]:
        async def reindex(interaction: Interaction) -> None:
            self._start(interaction, self._administering.reindex(interaction))

        @app_commands.rename(generation=text("discord-option-generation"))
        @app_commands.describe(generation=text("discord-option-generation-about"))
        async def rollback(interaction: Interaction, generation: str | None = None) -> None:
            self._start(interaction, self._administering.rollback(interaction, generation))

        async def generations(interaction: Interaction) -> None:
            self._start(interaction, self._administering.generations(interaction))

        return [
            _command("reindex", reindex),
            _command("rollback", rollback),
            _command("generations", generations),
        ]

    def _settings(self) -> app_commands.Group:
        async def show(interaction: Interaction) -> None:
            self._start(interaction, self._administering.show_settings(interaction))

        @app_commands.rename(
            name=text("discord-option-name"),
            value=text("discord-option-value"),
            everywhere=text("discord-option-everywhere"),
        )
        @app_commands.describe(
            name=text("discord-option-name-about"),
            value=text("discord-option-value-about"),
            everywhere=text("discord-option-everywhere-about"),
        )
        @app_commands.choices(
            name=[app_commands.Choice(name=each, value=each) for each in ChannelSettings.model_fields]
        )
        async def change(
            interaction: Interaction,
            name: str,
            value: app_commands.Range[str, 1, 100],
            everywhere: bool = False,  # noqa: FBT001, FBT002 - Discord gives options by name
        ) -> None:
            work = self._administering.set_setting(interaction, name, value, everywhere=everywhere)
            self._start(interaction, work)

        return _group("settings", [_command("show", show), _command("set", change)])

    def _source(self) -> app_commands.Group:
        @app_commands.rename(address=text("discord-option-address"), file=text("discord-option-file"))
        @app_commands.describe(
            address=text("discord-option-address-about"), file=text("discord-option-file-about")
        )
        async def add(
            interaction: Interaction, address: str | None = None, file: discord.Attachment | None = None
        ) -> None:
            self._start(interaction, self._adding.propose(interaction, address, file))

        @app_commands.rename(source=text("discord-option-source"))
        @app_commands.describe(source=text("discord-option-source-about"))
        async def remove(interaction: Interaction, source: app_commands.Range[str, 1, 200]) -> None:
            self._start(interaction, self._adding.ask_removal(interaction, source))

        @app_commands.rename(source=text("discord-option-source"))
        @app_commands.describe(source=text("discord-option-source-about"))
        async def fetch(interaction: Interaction, source: app_commands.Range[str, 1, 200]) -> None:
            self._start(interaction, self._adding.fetch(interaction, source))

        @app_commands.rename(source=text("discord-option-source"))
        @app_commands.describe(source=text("discord-option-source-about"))
        async def restore(interaction: Interaction, source: app_commands.Range[str, 1, 200]) -> None:
            self._start(interaction, self._adding.restore(interaction, source))

        async def show_all(interaction: Interaction) -> None:
            self._start(interaction, self._adding.show_all(interaction))

        commands: dict[str, Callable[..., Any]] = {
            "add": add,
            "remove": remove,
            "restore": restore,
            "fetch": fetch,
            "list": show_all,
        }
        return _group("source", [_command(name, callback) for name, callback in commands.items()])


def _command(name: str, callback: Callable[..., Any]) -> Command:
    return app_commands.Command(
        name=text(f"discord-command-{name}"),
        description=text(f"discord-command-{name}-about"),
        callback=callback,
    )


def _group(name: str, commands: list[Command]) -> app_commands.Group:
    group = app_commands.Group(
        name=text(f"discord-command-{name}"), description=text(f"discord-command-{name}-about")
    )
    for command in commands:
        group.add_command(command)
    return group


def _for_staff(command: Any, rights: discord.Permissions) -> Any:  # noqa: ANN401 - a command of any kind
    command.default_permissions = rights
    command.allowed_contexts = app_commands.AppCommandContext(guild=True)
    command.allowed_installs = app_commands.AppInstallationType(guild=True)
    return command
