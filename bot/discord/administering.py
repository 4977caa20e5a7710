"""What admins do on Discord: the index, the sources, the settings."""

import secrets
from collections import OrderedDict
from dataclasses import replace
from typing import Any

import discord
from discord import ui

from bot.access import Deed
from bot.channels import ChoiceError
from bot.deeds import Actor
from bot.discord.asides import notice_page
from bot.discord.boards import lines_pages, proposal_page, removal_page, report_page
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
from bot.discord.reasons import filled_in
from bot.discord.roles import Gate, actor_of
from bot.discord.sending import NOBODY
from bot.discord.views import to_view
from bot.locales import word
from bot.reporting import busy_line, generation_lines, progress_line, setting_lines
from bot.services import Services
from bot.storage.tasks import Progress
from retrieval import Generation, Proposal, RetrievalError, Upload

_WAITING = 100
_FIELDS = ("title", "language", "published", "publisher")
_TITLE = 300
_UPLOAD_BYTES = 20_000_000


class Administering:
    """Commands and presses that ask for an admin. Proposals wait in memory: after a restart they are made anew."""

    def __init__(self, services: Services, desk: Desk, gate: Gate) -> None:
        """Nothing waits."""
        self._services = services
        self._desk = desk
        self._gate = gate
        self._proposals: OrderedDict[str, Proposal | str] = OrderedDict()

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
            case Press.CHANGE_SOURCE:
                await self._ask_change(interaction, control.answer)
            case Press.CHANGED_SOURCE:
                await self._changed(interaction, control.answer)
            case Press.ADD_SOURCE:
                await self._add(interaction, control.answer)
            case Press.REMOVE_SOURCE:
                await self._remove(interaction, control.answer)
            case Press.FORGET_SOURCE:
                await self._forget(interaction, control.answer)

    async def reindex(self, interaction: Interaction) -> None:
        """Look ahead, with progress in the one message that becomes the report."""
        actor = await self._admitted(interaction, Deed.REINDEX)
        if actor is None:
            return

        async def tell(progress: Progress) -> None:
            page = notice_page(progress_line(progress, actor.locale))
            await interaction.edit_original_response(view=to_view(page), allowed_mentions=NOBODY)

        who = one_line(interaction.user.display_name)
        found = await self._services.administration.dry_run(actor, who, tell)
        if isinstance(found, Progress):
            await deliver(interaction, [notice_page(busy_line(found, actor.locale))], private=True)
        else:
            await deliver(interaction, [report_page(found, actor.locale)], private=True)

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
        if actor := await self._admitted(interaction, Deed.SETTINGS):
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
        try:
            await self._services.channels.choose(scope, {name: None if value == "default" else value})
        except ChoiceError as error:
            await self._services.deeds.failed(actor, Deed.SETTINGS, setting=name, scope=scope)
            await say(interaction, one_line(str(error)))
            return
        await self._services.deeds.done(actor, Deed.SETTINGS, setting=name, value=value, scope=scope)
        await say(interaction, word(actor.locale, "discord-set", name=one_line(f"{name} = {value}")))

    async def list_sources(self, interaction: Interaction) -> None:
        """List all sources with their state."""
        if await self._admitted(interaction, Deed.ADD_SOURCE):
            known = await self._services.conversation.consult(lambda library: library.catalogue())
            lines = [f"{each.source.id} · {each.source.title} · {each.state.value}" for each in known]
            await deliver(interaction, lines_pages(lines or ["-"]), private=True)

    async def propose(
        self, interaction: Interaction, address: str | None, file: discord.Attachment | None
    ) -> None:
        """Show a source as it would be added."""
        actor = await self._admitted(interaction, Deed.ADD_SOURCE)
        if actor is None:
            return
        if (address is None) == (file is None) or (file is not None and file.size > _UPLOAD_BYTES):
            await say(interaction, word(actor.locale, "discord-source-which"))
            return
        what = Upload(file.filename, await file.read()) if file is not None else address or ""
        proposal = await self._said(
            interaction, self._services.conversation.consult(lambda library: library.propose(what))
        )
        if isinstance(proposal, Proposal):
            await self._show_proposal(interaction, proposal, actor)

    async def ask_removal(self, interaction: Interaction, identifier: str) -> None:
        """Ask whether a source shall go."""
        if actor := await self._admitted(interaction, Deed.REMOVE_SOURCE):
            token = self._keep(identifier)
            await deliver(interaction, [removal_page(token, identifier, actor.locale)], private=True)

    async def _admitted(self, interaction: Interaction, deed: Deed) -> Actor | None:
        await acknowledge(interaction, private=True)
        actor = await self.actor(interaction)
        return actor if await self._gate.admits(interaction, actor, deed) else None

    async def _pressed(self, interaction: Interaction, deed: Deed) -> Actor | None:
        await interaction.response.defer()
        actor = await self.actor(interaction)
        return actor if await self._gate.admits(interaction, actor, deed) else None

    async def _said(self, interaction: Interaction, work: Any) -> Any:  # noqa: ANN401 - what the library gives
        """Return what a call gives; what the person can mend is said to them instead."""
        try:
            return await work
        except RetrievalError as error:
            await say(interaction, one_line(str(error)))
            return None

    async def _apply(self, interaction: Interaction, identifier: str, *, anyway: bool) -> None:
        actor = await self._pressed(interaction, Deed.REINDEX)
        if actor is None:
            return
        found = await self._services.administration.apply(actor, identifier, anyway=anyway)
        if found is None:
            await replace_pressed(interaction, word(actor.locale, "discord-stale-report"))
        elif isinstance(found, Generation):
            await replace_pressed(interaction, word(actor.locale, "discord-applied", id=found.id))
        else:
            page = report_page(found, actor.locale, anyway=True)
            await interaction.edit_original_response(view=to_view(page), allowed_mentions=NOBODY)

    async def _drop(self, interaction: Interaction, identifier: str) -> None:
        if actor := await self._pressed(interaction, Deed.REINDEX):
            await self._services.administration.cancel(identifier)
            await replace_pressed(interaction, word(actor.locale, "discord-cancelled"))

    async def _show_proposal(self, interaction: Interaction, proposal: Proposal, actor: Actor) -> None:
        page = proposal_page(self._keep(proposal), proposal, actor.locale)
        await deliver(interaction, [page], private=True)

    async def _ask_change(self, interaction: Interaction, token: str) -> None:
        actor = await self.actor(interaction)
        if not await self._gate.admits(interaction, actor, Deed.ADD_SOURCE):
            return
        proposal = self._proposals.get(token)
        if isinstance(proposal, Proposal):
            await interaction.response.send_modal(_change_form(token, proposal, actor.locale))
        else:
            await acknowledge(interaction, private=True)
            await say(interaction, word(actor.locale, "discord-decided"))

    async def _changed(self, interaction: Interaction, token: str) -> None:
        actor = await self._admitted(interaction, Deed.ADD_SOURCE)
        if actor is None:
            return
        proposal = self._proposals.pop(token, None)
        if not isinstance(proposal, Proposal):
            await say(interaction, word(actor.locale, "discord-decided"))
            return
        fields = filled_in(interaction.data)
        corrected = replace(
            proposal,
            title=fields.get("title") or proposal.title,
            language=fields.get("language") or proposal.language,
            published=fields.get("published"),
            publisher=fields.get("publisher"),
        )
        await self._show_proposal(interaction, corrected, actor)

    async def _add(self, interaction: Interaction, token: str) -> None:
        actor = await self._pressed(interaction, Deed.ADD_SOURCE)
        if actor is None:
            return
        proposal = self._proposals.pop(token, None)
        if not isinstance(proposal, Proposal):
            await replace_pressed(interaction, word(actor.locale, "discord-decided"))
            return
        try:
            source = await self._services.conversation.consult(lambda library: library.add_source(proposal))
        except RetrievalError as error:
            await self._services.deeds.failed(actor, Deed.ADD_SOURCE, source=proposal.id)
            await replace_pressed(interaction, one_line(str(error)))
            return
        await self._services.deeds.done(actor, Deed.ADD_SOURCE, source=source.id)
        await replace_pressed(interaction, word(actor.locale, "discord-source-added", id=one_line(source.id)))

    async def _remove(self, interaction: Interaction, token: str) -> None:
        actor = await self._pressed(interaction, Deed.REMOVE_SOURCE)
        if actor is None:
            return
        identifier = self._proposals.pop(token, None)
        if not isinstance(identifier, str):
            await replace_pressed(interaction, word(actor.locale, "discord-decided"))
            return
        try:
            await self._services.conversation.consult(lambda library: library.remove_source(identifier))
        except RetrievalError as error:
            await self._services.deeds.failed(actor, Deed.REMOVE_SOURCE, source=identifier)
            await replace_pressed(interaction, one_line(str(error)))
            return
        await self._services.deeds.done(actor, Deed.REMOVE_SOURCE, source=identifier)
        await replace_pressed(
            interaction, word(actor.locale, "discord-source-removed", id=one_line(identifier))
        )

    async def _forget(self, interaction: Interaction, token: str) -> None:
        if actor := await self._pressed(interaction, Deed.ADD_SOURCE):
            self._proposals.pop(token, None)
            await replace_pressed(interaction, word(actor.locale, "discord-cancelled"))

    def _keep(self, waiting: Proposal | str) -> str:
        token = secrets.token_urlsafe(8)
        self._proposals[token] = waiting
        while len(self._proposals) > _WAITING:
            self._proposals.popitem(last=False)
        return token


def _change_form(token: str, proposal: Proposal, locale: str) -> ui.Modal:
    form = ui.Modal(
        title=word(locale, "discord-change-title"),
        custom_id=Control(Press.CHANGED_SOURCE, token).id,
        timeout=None,
    )
    for name in _FIELDS:
        known = str(getattr(proposal, name) or "")[:_TITLE]
        field: ui.TextInput[ui.Modal] = ui.TextInput(
            custom_id=name, default=known or None, required=name in _FIELDS[:2], max_length=_TITLE
        )
        form.add_item(ui.Label(text=word(locale, f"discord-field-{name}"), component=field))
    form.stop()
    return form
