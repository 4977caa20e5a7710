"""The commands: their names, options, and where they may be used. What they do is done elsewhere."""

import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import app_commands

from bot.discord import names
from bot.discord.asides import help_page, source_pages, sources_pages
from bot.discord.interacting import Desk, Interaction, acknowledge, deliver, language, say
from bot.discord.translating import text
from bot.locales import word
from bot.services import Services
from bot.subject import find_subject
from retrieval import RetrievalError, Source

_log = logging.getLogger(__name__)

Start = Callable[[Interaction, Awaitable[None]], None]
"""Begins what a command asks for, and sees to its errors."""

_CHOICES = 25
_CHOICE = 100
_QUESTION = 2000
_FRESH_SECONDS = 10.0


class Commands:
    """Adds the commands that every member has."""

    def __init__(self, services: Services, desk: Desk, start: Start) -> None:
        """Take what commands call upon."""
        self._services = services
        self._desk = desk
        self._start = start
        self._sources: tuple[float, list[Source]] = (0.0, [])

    def add_to(self, tree: app_commands.CommandTree[Any]) -> None:
        """Add them."""
        for command in (self._ask(), self._help(), self._list_sources(), self._forget(), self._check()):
            tree.add_command(_everywhere(command))

    def _ask(self) -> app_commands.Command[Any, ..., Any]:
        @app_commands.rename(private=text("discord-option-private"))
        @app_commands.describe(
            question=text("discord-option-question-about"), private=text("discord-option-private-about")
        )
        async def ask(
            interaction: Interaction,
            question: app_commands.Range[str, 1, _QUESTION],
            private: bool = False,  # noqa: FBT001, FBT002 - Discord gives options by name
        ) -> None:
            self._start(interaction, self._desk.ask(interaction, question, private=private))

        return _command("ask", ask)

    def _help(self) -> app_commands.Command[Any, ..., Any]:
        async def show_help(interaction: Interaction) -> None:
            self._start(interaction, self._show_help(interaction))

        return _command("help", show_help)

    def _list_sources(self) -> app_commands.Command[Any, ..., Any]:
        @app_commands.rename(title=text("discord-option-title"))
        @app_commands.describe(title=text("discord-option-title-about"))
        async def sources(interaction: Interaction, title: str | None = None) -> None:
            self._start(interaction, self._show_sources(interaction, title))

        command = _command("sources", sources)
        command.autocomplete("title")(self._titles)
        return command

    def _forget(self) -> app_commands.Command[Any, ..., Any]:
        async def forget_me(interaction: Interaction) -> None:
            self._start(interaction, self._forget_author(interaction))

        return _command("forget-me", forget_me)

    def _check(self) -> app_commands.ContextMenu:
        async def check(interaction: Interaction, message: discord.Message) -> None:
            self._start(interaction, self._desk.check(interaction, message))

        return app_commands.ContextMenu(name=text("discord-command-check"), callback=check)

    async def _show_help(self, interaction: Interaction) -> None:
        await acknowledge(interaction, private=True)
        locale = await self._language(interaction)
        subject = await find_subject(self._services.conversation, locale)
        await deliver(interaction, [help_page(subject, locale)], private=True)

    async def _show_sources(self, interaction: Interaction, title: str | None) -> None:
        await acknowledge(interaction, private=True)
        locale = await self._language(interaction)
        known = await self._known()
        if title is None:
            await deliver(interaction, sources_pages(known, locale), private=True)
            return
        wanted = title.casefold()
        found = next((each for each in known if each.id == title), None) or next(
            (each for each in known if wanted in each.title.casefold()), None
        )
        if found is None:
            await say(interaction, word(locale, "discord-no-such-source"))
        else:
            await deliver(interaction, source_pages(found, locale), private=True)

    async def _forget_author(self, interaction: Interaction) -> None:
        await acknowledge(interaction, private=True)
        count = await self._services.answered.forget(names.person(interaction.user.id))
        await say(interaction, word(await self._language(interaction), "discord-forgotten", count=count))

    async def _titles(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        del interaction
        wanted = typed.casefold()
        try:
            known = await self._known()
        except RetrievalError as error:
            _log.warning("no titles can be offered: %s", error)
            return []
        return [
            app_commands.Choice(name=source.title[:_CHOICE], value=source.id)
            for source in known
            if wanted in source.title.casefold() and 0 < len(source.id) <= _CHOICE
        ][:_CHOICES]

    async def _known(self) -> list[Source]:
        """Return the sources; an autocompletion asks at every key, so they are looked up once in a while."""
        fetched, known = self._sources
        if not known or time.monotonic() - fetched > _FRESH_SECONDS:
            known = await self._services.conversation.consult(lambda library: library.sources())
            self._sources = (time.monotonic(), known)
        return known

    async def _language(self, interaction: Interaction) -> str:
        return language(interaction, await self._desk.settings(interaction))


def _command(name: str, callback: Callable[..., Any]) -> app_commands.Command[Any, ..., Any]:
    return app_commands.Command(
        name=text(f"discord-command-{name}"),
        description=text(f"discord-command-{name}-about"),
        callback=callback,
    )


def _everywhere(command: Any) -> Any:  # noqa: ANN401 - a command of either kind
    """Let a command be used in servers, in direct messages, and by those who installed the bot for themselves."""
    contexts = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
    command.allowed_contexts = contexts
    command.allowed_installs = app_commands.AppInstallationType(guild=True, user=True)
    return command
