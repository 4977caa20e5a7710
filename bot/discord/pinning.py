"""What becomes of a drafted summary: points left out, pinned, refreshed, unpinned, or dropped."""

from collections.abc import Sequence
from typing import Any

import discord

from bot.access import Deed
from bot.deeds import Actor
from bot.discord.boards import pins_pages, preview_pages, summary_pages
from bot.discord.controls import Control, Press
from bot.discord.interacting import (
    Desk,
    Interaction,
    acknowledge,
    deliver,
    follow_up,
    language,
    replace_pressed,
    say,
)
from bot.discord.rendering import Shown, render
from bot.discord.roles import Gate, actor_of
from bot.discord.sending import find, post, replace_pages, take_down
from bot.locales import word
from bot.moderation import Preview
from bot.services import Services
from bot.storage.pins import Pin
from retrieval import Answer, Summary

_TOO_MANY_PINS = 30003


class Pinning:
    """Presses under previews, pins and notices."""

    def __init__(self, services: Services, desk: Desk, gate: Gate) -> None:
        """Take what deeds call upon."""
        self._services = services
        self._desk = desk
        self._gate = gate

    async def actor(self, interaction: Interaction) -> Actor:
        """Return who asks, with the language of what they see."""
        return actor_of(interaction, language(interaction, await self._desk.settings(interaction)))

    async def press(self, interaction: Interaction, control: Control) -> None:
        """Do what a control asks for."""
        match control.press:
            case Press.PIN:
                await self._pin(interaction, control.answer)
            case Press.LEAVE_OUT:
                await self._leave_out(interaction, control.answer)
            case Press.CANCEL:
                await self._cancel(interaction, control.answer)
            case Press.REFRESH:
                await self._refresh(interaction, control.answer)
            case Press.UNPIN:
                await self._unpin(interaction, control.answer)
            case Press.LEAVE:
                await self._leave(interaction)

    async def show_pins(self, interaction: Interaction) -> None:
        """List the pinned summaries of this place."""
        await acknowledge(interaction, private=True)
        actor = await self.actor(interaction)
        if await self._gate.admits(interaction, actor, Deed.PINS):
            pins = await self._services.moderation.pins(actor)
            await deliver(interaction, pins_pages(pins, actor.locale), private=True)

    async def _leave_out(self, interaction: Interaction, identifier: str) -> None:
        await interaction.response.defer()
        actor = await self.actor(interaction)
        if not await self._gate.admits(interaction, actor, Deed.SUMMARISE):
            return
        chosen = str(next(iter(_values(interaction)), ""))
        preview = (
            await self._services.moderation.leave_out(identifier, int(chosen)) if chosen.isdigit() else None
        )
        await self._show_again(interaction, preview, actor)

    async def _show_again(
        self, interaction: Interaction, preview: Preview | None, actor: Actor, note: str = ""
    ) -> None:
        """Show a preview anew; the one that was pressed loses its controls, which may not fit any more."""
        if preview is None:
            await replace_pressed(interaction, word(actor.locale, "discord-decided"))
            return
        await replace_pressed(interaction, word(actor.locale, "discord-replaced"))
        await follow_up(interaction, preview_pages(preview, actor.locale, note), private=True)

    async def _cancel(self, interaction: Interaction, identifier: str) -> None:
        await interaction.response.defer()
        actor = await self.actor(interaction)
        if await self._gate.admits(interaction, actor, Deed.SUMMARISE):
            await self._services.moderation.take(identifier)
            await replace_pressed(interaction, word(actor.locale, "discord-cancelled"))

    async def _pin(self, interaction: Interaction, identifier: str) -> None:
        await interaction.response.defer()
        actor = await self.actor(interaction)
        if not await self._gate.admits(interaction, actor, Deed.PIN):
            return
        # Not taken: if we die amid this, it can be pressed again, and the nonce keeps it from being posted twice.
        preview = await self._services.moderation.preview(identifier)
        if preview is None:
            await replace_pressed(interaction, word(actor.locale, "discord-decided"))
            return
        shown: list[str] = []
        try:
            await self._post_and_pin(interaction, preview, shown)
        except discord.HTTPException as error:
            await take_down(interaction.client, shown)
            key = _pin_trouble(error, posted=bool(shown))
            again = await self._services.moderation.give_back(actor, preview, key)
            await self._show_again(interaction, again, actor, word(actor.locale, key))
            return
        await self._services.moderation.pinned(actor, preview, shown)
        title = discord.utils.escape_markdown(preview.summary.title)
        await replace_pressed(interaction, word(actor.locale, "discord-pinned", title=title))

    async def _post_and_pin(self, interaction: Interaction, preview: Preview, shown: list[str]) -> None:
        channel = interaction.client.get_partial_messageable(interaction.channel_id or 0)
        pages = summary_pages(preview.summary, preview.summary.answer.language)
        await post(channel, pages, shown, nonce=f"pin.{preview.id}")
        await find(interaction.client, shown[0]).pin()

    async def _refresh(self, interaction: Interaction, identifier: str) -> None:
        await acknowledge(interaction, private=True)
        actor = await self.actor(interaction)
        if not await self._gate.admits(interaction, actor, Deed.PIN):
            return
        async with self._services.pinned.keeping(identifier):
            pin = await self._own(actor, identifier)
            if pin is None:
                await say(interaction, word(actor.locale, "discord-pin-gone"))
                return
            found = await self._services.moderation.refresh(pin)
            if isinstance(found, Answer):
                await deliver(interaction, render(found, Shown(None, actor.locale)), private=True)
                return
            shown = await self._change(interaction, pin, found)
            await self._services.moderation.refreshed(actor, pin, found, shown)
        title = discord.utils.escape_markdown(pin.title)
        await say(interaction, word(actor.locale, "discord-refreshed", title=title))

    async def _change(self, interaction: Interaction, pin: Pin, summary: Summary) -> list[str]:
        """Let a pin show a summary, and return in which messages; what Discord does not take is remembered as it is."""
        shown: list[str] = []
        pages, nonce = summary_pages(summary, pin.language), str(interaction.id)
        try:
            await replace_pages(interaction.client, pin.messages, pages, shown, nonce)
        except discord.HTTPException:
            await self._services.pinned.moved(pin, list(dict.fromkeys((*shown, *pin.messages))))
            raise
        return shown

    async def _unpin(self, interaction: Interaction, identifier: str) -> None:
        await acknowledge(interaction, private=True)
        actor = await self.actor(interaction)
        if not await self._gate.admits(interaction, actor, Deed.UNPIN):
            return
        async with self._services.pinned.keeping(identifier):
            pin = await self._own(actor, identifier)
            if pin is None:
                await say(interaction, word(actor.locale, "discord-pin-gone"))
                return
            await find(interaction.client, pin.messages[0]).unpin()
            await self._services.pinned.unpinned(actor, pin)
        title = discord.utils.escape_markdown(pin.title)
        await say(interaction, word(actor.locale, "discord-unpinned", title=title))

    async def _leave(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        actor = await self.actor(interaction)
        if await self._gate.admits(interaction, actor, Deed.PIN):
            await replace_pressed(interaction, word(actor.locale, "discord-left"))

    async def _own(self, actor: Actor, identifier: str) -> Pin | None:
        pin = await self._services.moderation.pin(identifier)
        return pin if pin is not None and pin.place == actor.place else None


def _pin_trouble(error: discord.HTTPException, *, posted: bool) -> str:
    if not posted:
        return "discord-cannot-post"
    return "discord-too-many-pins" if error.code == _TOO_MANY_PINS else "discord-cannot-pin"


def _values(interaction: Interaction) -> Sequence[str]:
    data: Any = interaction.data or {}
    found: Sequence[str] = data.get("values") or ()
    return found
