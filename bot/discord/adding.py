"""Sources on Discord: proposed, corrected, added, fetched, removed, listed."""

import discord
from discord import ui

from bot.access import Deed
from bot.deeds import Actor
from bot.discord.boards import lines_pages, proposal_page, removal_page
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
    tell,
)
from bot.discord.reasons import filled_in
from bot.discord.roles import Gate, actor_of
from bot.explaining import explain
from bot.locales import word
from bot.reporting import catalogue_lines, fetched_line
from bot.services import Services
from bot.sourcing import FIELDS, Proposed
from retrieval import Proposal, RetrievalError, Upload

_TITLE = 300
_UPLOAD_BYTES = 20_000_000


class Adding:
    """Commands and presses about sources; what they are pressed for waits in the database."""

    def __init__(self, services: Services, desk: Desk, gate: Gate) -> None:
        """Take what deeds call upon."""
        self._services = services
        self._sourcing = services.sourcing
        self._desk = desk
        self._gate = gate

    async def press(self, interaction: Interaction, control: Control) -> None:
        """Do what a control asks for."""
        match control.press:
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

    async def show_all(self, interaction: Interaction) -> None:
        """List all sources with their state."""
        if actor := await self._admitted(interaction, Deed.LIST_SOURCES):
            try:
                known = await self._services.conversation.consult(lambda library: library.catalogue())
            except RetrievalError as error:
                await say(interaction, one_line(explain(error, actor.locale)))
                return
            await deliver(interaction, lines_pages(catalogue_lines(known, actor.locale)), private=True)

    async def propose(
        self, interaction: Interaction, address: str | None, file: discord.Attachment | None
    ) -> None:
        """Show a source as it would be added."""
        actor = await self._admitted(interaction, Deed.ADD_SOURCE)
        if actor is None:
            return
        if (address is None) == (file is None):
            await say(interaction, word(actor.locale, "discord-source-which"))
            return
        if file is not None and file.size > _UPLOAD_BYTES:
            await self._sourcing.too_large(actor, file.filename)
            await say(interaction, word(actor.locale, "discord-file-large"))
            return
        what = Upload(file.filename, await file.read()) if file is not None else address or ""
        try:
            proposed = await self._sourcing.propose(actor, what)
        except RetrievalError as error:
            await say(interaction, one_line(explain(error, actor.locale)))
            return
        await self._show(interaction, proposed, actor)

    async def fetch(self, interaction: Interaction, source: str) -> None:
        """Fetch a source that is known by its address."""
        actor = await self._admitted(interaction, Deed.FETCH_SOURCE)
        if actor is None:
            return
        try:
            fetched = await self._sourcing.fetch(actor, source)
        except RetrievalError as error:
            await say(interaction, one_line(explain(error, actor.locale)))
            return
        await say(interaction, one_line(fetched_line(fetched, actor.locale)))

    async def restore(self, interaction: Interaction, source: str) -> None:
        """Take back a removal."""
        actor = await self._admitted(interaction, Deed.RESTORE_SOURCE)
        if actor is None:
            return
        try:
            restored = await self._sourcing.restore(actor, source)
        except RetrievalError as error:
            await say(interaction, one_line(explain(error, actor.locale)))
            return
        await say(interaction, word(actor.locale, "discord-source-restored", id=one_line(restored.id)))

    async def ask_removal(self, interaction: Interaction, source: str) -> None:
        """Ask whether a source shall go."""
        actor = await self._admitted(interaction, Deed.REMOVE_SOURCE)
        if actor is None:
            return
        try:
            asked = await self._sourcing.ask_removal(actor, source)
        except RetrievalError as error:
            await say(interaction, one_line(explain(error, actor.locale)))
            return
        await deliver(interaction, [removal_page(asked.id, asked.title, actor.locale)], private=True)

    async def _actor(self, interaction: Interaction) -> Actor:
        return actor_of(interaction, language(interaction, await self._desk.settings(interaction)))

    async def _admitted(self, interaction: Interaction, deed: Deed) -> Actor | None:
        await acknowledge(interaction, private=True)
        actor = await self._actor(interaction)
        return actor if await self._gate.admits(interaction, actor, deed) else None

    async def _pressed(self, interaction: Interaction, deed: Deed, **details: object) -> Actor | None:
        await interaction.response.defer()
        actor = await self._actor(interaction)
        return actor if await self._gate.admits(interaction, actor, deed, **details) else None

    async def _show(self, interaction: Interaction, proposed: Proposed, actor: Actor) -> None:
        page = proposal_page(proposed.id, proposed.proposal, actor.locale)
        await deliver(interaction, [page], private=True)

    async def _ask_change(self, interaction: Interaction, identifier: str) -> None:
        actor = await self._actor(interaction)
        if not await self._gate.admits(interaction, actor, Deed.ADD_SOURCE):
            return
        proposed = await self._sourcing.proposed(identifier)
        if proposed is not None:
            form = _change_form(identifier, proposed.proposal, actor.locale)
            await interaction.response.send_modal(form)
        else:
            await acknowledge(interaction, private=True)
            await say(interaction, word(actor.locale, "discord-decided"))

    async def _changed(self, interaction: Interaction, identifier: str) -> None:
        actor = await self._admitted(interaction, Deed.ADD_SOURCE)
        if actor is None:
            return
        filled = filled_in(interaction.data)
        corrected = await self._sourcing.correct(
            actor, identifier, {name: filled.get(name) for name in FIELDS}
        )
        if corrected is None:
            await say(interaction, word(actor.locale, "discord-decided"))
        else:
            await self._show(interaction, corrected, actor)

    async def _add(self, interaction: Interaction, identifier: str) -> None:
        actor = await self._pressed(interaction, Deed.ADD_SOURCE)
        if actor is None:
            return
        try:
            added = await self._sourcing.add(actor, identifier)
        except RetrievalError as error:  # what was pressed stays, to be corrected
            await tell(interaction, one_line(explain(error, actor.locale)))
            return
        done = added and word(actor.locale, "discord-source-added", id=one_line(added.id))
        await replace_pressed(interaction, done or word(actor.locale, "discord-decided"))

    async def _remove(self, interaction: Interaction, identifier: str) -> None:
        actor = await self._pressed(interaction, Deed.REMOVE_SOURCE)
        if actor is None:
            return
        try:
            removed = await self._sourcing.remove(actor, identifier)
        except RetrievalError as error:
            await replace_pressed(interaction, one_line(explain(error, actor.locale)))
            return
        done = removed and word(actor.locale, "discord-source-removed", id=one_line(removed.id))
        await replace_pressed(interaction, done or word(actor.locale, "discord-decided"))

    async def _forget(self, interaction: Interaction, identifier: str) -> None:
        if actor := await self._pressed(interaction, Deed.ADD_SOURCE, step="cancelled"):
            await self._sourcing.forget(identifier)
            await replace_pressed(interaction, word(actor.locale, "discord-cancelled"))


def _change_form(identifier: str, proposal: Proposal, locale: str) -> ui.Modal:
    form = ui.Modal(
        title=word(locale, "discord-change-title"),
        custom_id=Control(Press.CHANGED_SOURCE, identifier).id,
        timeout=None,
    )
    for name in FIELDS:
        known = str(getattr(proposal, name) or "")[:_TITLE]
        field: ui.TextInput[ui.Modal] = ui.TextInput(
            custom_id=name, default=known or None, required=name in FIELDS[:2], max_length=_TITLE
        )
        form.add_item(ui.Label(text=word(locale, f"discord-field-{name}"), component=field))
    form.stop()
    return form
