"""What admins do on Discord with the index and the settings."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import discord

from bot.access import Deed
from bot.channels import ChoiceError
from bot.deeds import Actor
from bot.discord.asides import notice_page
from bot.discord.boards import lines_pages, report_pages
from bot.discord.controls import Control, Press
from bot.discord.escaping import one_line
from bot.discord.interacting import (
    Desk,
    Interaction,
    acknowledge,
    deliver,
    language,
    replace_pressed,
    say,
    scopes,
)
from bot.discord.pages import Page, with_note
from bot.discord.roles import Gate, actor_of
from bot.discord.sending import NOBODY, post
from bot.discord.troubles import has_expired
from bot.discord.views import to_view
from bot.explaining import explain
from bot.locales import word
from bot.reporting import busy_line, generation_lines, progress_line, setting_lines
from bot.services import Services
from bot.storage.tasks import Progress
from retrieval import Generation, RetrievalError

_log = logging.getLogger(__name__)


class Administering:
    """Commands and presses that ask for an admin."""

    def __init__(self, services: Services, desk: Desk, gate: Gate) -> None:
        """Take what deeds call upon."""
        self._services = services
        self._desk = desk
        self._gate = gate

    async def actor(self, interaction: Interaction) -> Actor:
        """Return who asks, with the language of what they see."""
        return actor_of(interaction, language(interaction, await self._desk.settings(interaction)))

    async def press(self, interaction: Interaction, control: Control) -> None:
        """Do what an admin's control asks for."""
        match control.press:
            case Press.APPLY | Press.APPLY_ANYWAY:
                await self._apply(interaction, control.answer, anyway=control.press is Press.APPLY_ANYWAY)
            case Press.DROP:
                await self._drop(interaction, control.answer)

    async def reindex(self, interaction: Interaction) -> None:
        """Look ahead, with progress in the one message that becomes the report."""
        actor = await self._admitted(interaction, Deed.REINDEX)
        if actor is None:
            return

        async def tell(progress: Progress) -> None:
            page = notice_page(progress_line(progress, actor.locale))
            await interaction.edit_original_response(view=to_view(page), allowed_mentions=NOBODY)

        who = one_line(interaction.user.display_name)
        try:
            found = await self._services.administration.dry_run(actor, who, tell)
        except RetrievalError as error:
            pages = [notice_page(one_line(explain(error, actor.locale)))]
        else:
            pages = (
                [notice_page(busy_line(found, actor.locale))]
                if isinstance(found, Progress)
                else report_pages(found, actor.locale)
            )
        await self._report(interaction, pages, actor)

    async def _report(self, interaction: Interaction, pages: Sequence[Page], actor: Actor) -> None:
        """Show a report in place of the progress, or where Discord takes that no more, elsewhere in private."""
        try:
            await deliver(interaction, pages, private=True)
        except discord.HTTPException as error:
            if not has_expired(error):
                raise
            await self._report_late(interaction, pages, actor)

    async def _report_late(self, interaction: Interaction, pages: Sequence[Page], actor: Actor) -> None:
        notices = (await self._desk.settings(interaction)).notices
        again = word(actor.locale, "discord-report-late")
        told = replace(with_note(pages[-1], again), rows=())  # nobody is an admin in a direct message
        ways: list[tuple[discord.abc.Messageable, Sequence[Page]]] = [(interaction.user, [*pages[:-1], told])]
        if notices.isdigit():
            ways.insert(0, (interaction.client.get_partial_messageable(int(notices)), pages))
        channel = interaction.client.get_partial_messageable(interaction.channel_id or 0)
        for target, shown in (*ways, (channel, [notice_page(again)])):
            try:
                await post(target, shown, [])
            except discord.HTTPException as error:
                _log.warning("a report that took long was not taken: %s", error)
            else:
                return

    async def rollback(self, interaction: Interaction, generation: str | None) -> None:
        """Let an earlier generation answer again."""
        if actor := await self._admitted(interaction, Deed.ROLLBACK):
            found = await self._said(interaction, self._services.administration.rollback(actor, generation))
            if isinstance(found, Generation):
                await say(interaction, word(actor.locale, "discord-rolled-back", id=found.id))

    async def generations(self, interaction: Interaction) -> None:
        """List the generations."""
        if actor := await self._admitted(interaction, Deed.GENERATIONS):
            active, known = await self._services.administration.generations()
            await deliver(
                interaction, lines_pages(generation_lines(known, active, actor.locale)), private=True
            )

    async def show_settings(self, interaction: Interaction) -> None:
        """List the settings that hold here."""
        if actor := await self._admitted(interaction, Deed.SHOW_SETTINGS):
            channel, place = scopes(interaction)
            settings = await self._services.channels.of(channel, place)
            chosen = await self._services.channels.chosen(actor.platform)
            here = {**chosen.get(place, {}), **chosen.get(channel, {})}
            await deliver(interaction, lines_pages(setting_lines(settings, here, actor.locale)), private=True)

    async def set_setting(self, interaction: Interaction, name: str, value: str, *, everywhere: bool) -> None:
        """Change a setting of the channel, or of the whole server."""
        actor = await self._admitted(interaction, Deed.SETTINGS)
        if actor is None:
            return
        channel, place = scopes(interaction)
        scope = place if everywhere and place else channel
        if name == "notices" and value != "default":
            found = _channel_named(interaction.guild, value)
            if found is None:
                await self._services.deeds.failed(actor, Deed.SETTINGS, setting=name, scope=scope)
                await say(interaction, word(actor.locale, "discord-no-such-channel", name=one_line(value)))
                return
            value = found
        try:
            await self._services.channels.choose(scope, {name: None if value == "default" else value})
        except ChoiceError as error:
            await self._services.deeds.failed(actor, Deed.SETTINGS, setting=name, scope=scope)
            await say(interaction, one_line(explain(error, actor.locale)))
            return
        await self._services.deeds.done(actor, Deed.SETTINGS, setting=name, value=value, scope=scope)
        await say(interaction, word(actor.locale, "discord-set", name=one_line(f"{name} = {value}")))

    async def _admitted(self, interaction: Interaction, deed: Deed) -> Actor | None:
        await acknowledge(interaction, private=True)
        actor = await self.actor(interaction)
        return actor if await self._gate.admits(interaction, actor, deed) else None

    async def _pressed(self, interaction: Interaction, deed: Deed, **details: object) -> Actor | None:
        await interaction.response.defer()
        actor = await self.actor(interaction)
        return actor if await self._gate.admits(interaction, actor, deed, **details) else None

    async def _said(self, interaction: Interaction, work: Any) -> Any:  # noqa: ANN401 - what the library gives
        """Return what a call gives; what the person can mend is said to them instead."""
        try:
            return await work
        except RetrievalError as error:
            locale = language(interaction, await self._desk.settings(interaction))
            await say(interaction, one_line(explain(error, locale)))
            return None

    async def _apply(self, interaction: Interaction, identifier: str, *, anyway: bool) -> None:
        actor = await self._pressed(interaction, Deed.REINDEX)
        if actor is None:
            return
        try:
            found = await self._services.administration.apply(actor, identifier, anyway=anyway)
        except RetrievalError as error:
            await replace_pressed(interaction, one_line(explain(error, actor.locale)))
            return
        if found is None:
            await replace_pressed(interaction, word(actor.locale, "discord-stale-report"))
        elif isinstance(found, Generation):
            await replace_pressed(interaction, word(actor.locale, "discord-applied", id=found.id))
        else:
            *_, page = report_pages(found, actor.locale, anyway=True)
            await interaction.edit_original_response(view=to_view(page), allowed_mentions=NOBODY)

    async def _drop(self, interaction: Interaction, identifier: str) -> None:
        if actor := await self._pressed(interaction, Deed.REINDEX, step="cancelled"):
            await self._services.administration.cancel(identifier)
            await replace_pressed(interaction, word(actor.locale, "discord-cancelled"))


def _channel_named(guild: discord.Guild | None, said: str) -> str | None:
    """Return the id of the channel that somebody means by a mention, an id or a name, if we can write there at all."""
    wanted = said.strip().removeprefix("<#").removesuffix(">").removeprefix("#").casefold()
    known: list[discord.TextChannel | discord.Thread] = (
        [*guild.text_channels, *guild.threads] if guild else []
    )
    for channel in known:
        if wanted in (str(channel.id), channel.name.casefold()):
            return str(channel.id)
    return None
