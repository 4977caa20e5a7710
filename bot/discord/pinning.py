"""What becomes of a drafted summary: points left out, pinned, refreshed, unpinned, or dropped."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.access import Deed
from bot.deeds import Actor
from bot.discord import names
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
from bot.discord.leftovers import Leftovers
from bot.discord.rendering import Shown, render
from bot.discord.roles import Gate, actor_of
from bot.discord.sending import find, post, replace_pages, take_down
from bot.discord.standing import numbered
from bot.discord.troubles import is_passing
from bot.locales import word
from bot.moderation import Preview
from bot.services import Services
from bot.storage.errors import StorageError
from bot.storage.pins import Pin
from retrieval import Answer

_TOO_MANY_PINS = 30003


_STEPS: Mapping[Press, dict[str, object]] = {
    Press.LEAVE_OUT: {"step": "leave-out"},
    Press.CANCEL: {"step": "cancel"},
    Press.LEAVE: {"step": "left"},
}
"""What is logged of a press that changes no pin."""


class Pinning:
    """Presses under previews, pins and notices."""

    def __init__(self, services: Services, desk: Desk, gate: Gate, leftovers: Leftovers) -> None:
        """Take what deeds call upon."""
        self._leftovers = leftovers
        self._services = services
        self._desk = desk
        self._gate = gate

    async def actor(self, interaction: Interaction) -> Actor:
        """Return who asks, with the language of what they see."""
        return actor_of(interaction, language(interaction, await self._desk.settings(interaction)))

    async def press(self, interaction: Interaction, control: Control) -> None:
        """Do what a control asks for."""
        match control.press:
            case Press.PIN | Press.LEAVE_OUT | Press.CANCEL:
                await self._decide(interaction, control)
            case Press.REFRESH | Press.UNPIN | Press.LEAVE:
                await self._attend(interaction, control)

    async def show_pins(self, interaction: Interaction) -> None:
        """List the pinned summaries of this place."""
        await acknowledge(interaction, private=True)
        actor = await self.actor(interaction)
        if await self._gate.admits(interaction, actor, Deed.PINS):
            pins = await self._services.moderation.pins(actor)
            await deliver(interaction, pins_pages(pins, actor.locale), private=True)

    async def _decide(self, interaction: Interaction, control: Control) -> None:
        """Do what is pressed under a preview; of two who press at once, the second sees what the first has done."""
        await interaction.response.defer()
        actor = await self.actor(interaction)
        deed = Deed.PIN if control.press is Press.PIN else Deed.SUMMARISE
        if not await self._gate.admits(interaction, actor, deed, **_STEPS.get(control.press, {})):
            return
        draft = control.answer
        async with self._services.halfway.deciding(draft, self._leftovers.take_down):
            match control.press:
                case Press.PIN:
                    await self._pin(interaction, actor, draft)
                case Press.LEAVE_OUT:
                    await self._leave_out(interaction, actor, draft)
                case _:
                    await self._services.moderation.take(draft)
                    await replace_pressed(interaction, word(actor.locale, "discord-cancelled"))

    async def _leave_out(self, interaction: Interaction, actor: Actor, identifier: str) -> None:
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

    async def _pin(self, interaction: Interaction, actor: Actor, identifier: str) -> None:
        # Not taken before the pin is stored: if we die amid this, it can be pressed again.
        preview = await self._services.moderation.preview(identifier)
        if preview is None:
            await replace_pressed(interaction, word(actor.locale, "discord-decided"))
            return
        shown: list[str] = []
        try:
            pin = await self._post_and_pin(interaction, actor, preview, shown)
        except discord.HTTPException as error:
            await take_down(interaction.client, shown)
            key = _pin_trouble(error, posted=bool(shown))
            again = await self._services.moderation.give_back(actor, preview, key, unsure=is_passing(error))
            await self._show_again(interaction, again, actor, word(actor.locale, key))
            return
        except StorageError:  # a pin that nobody knows of would never be looked after
            await take_down(interaction.client, shown)
            raise
        if pin is None:
            await take_down(interaction.client, shown)
            await replace_pressed(interaction, word(actor.locale, "discord-decided"))
            return
        title = discord.utils.escape_markdown(preview.summary.title)
        await replace_pressed(interaction, word(actor.locale, "discord-pinned", title=title))

    async def _post_and_pin(
        self, interaction: Interaction, actor: Actor, preview: Preview, shown: list[str]
    ) -> str | None:
        """Post a summary, pin it and have it known; `shown` grows with its messages. None if it was decided on meanwhile."""
        channel = interaction.client.get_partial_messageable(interaction.channel_id or 0)
        where = names.message(channel.id, interaction.id)
        await self._services.halfway.begin(names.PLATFORM, preview.id, where)
        pages = numbered(summary_pages(preview.summary, preview.summary.answer.language), preview.id)
        # By the press, not by the draft: Discord would not show again what was taken down of an earlier one.
        await post(channel, pages, shown, nonce=str(interaction.id))
        await find(interaction.client, shown[0]).pin()
        return await self._services.moderation.pinned(actor, preview, shown)

    async def _attend(self, interaction: Interaction, control: Control) -> None:
        """Do what is pressed in the list of pins, or under a notice, which then says how it ended."""
        noticed = await _acknowledge_pin(interaction)
        actor = await self.actor(interaction)
        deed = Deed.UNPIN if control.press is Press.UNPIN else Deed.PIN
        if not await self._gate.admits(interaction, actor, deed, **_STEPS.get(control.press, {})):
            return
        async with self._services.pinned.keeping(control.answer):
            pin = await self._own(actor, control.answer)
            if pin is None:
                said = word(actor.locale, "discord-pin-gone")
            elif control.press is Press.LEAVE:
                said = word(actor.locale, "discord-left")
            elif control.press is Press.UNPIN:
                said = await self._unpin(interaction, actor, pin)
            else:
                said = await self._refresh(interaction, actor, pin, noticed=noticed)
        if said:
            await (replace_pressed if noticed else say)(interaction, said)

    async def _refresh(self, interaction: Interaction, actor: Actor, pin: Pin, *, noticed: bool) -> str:
        """Let a pin say what the sources say now; return what came of it, "" if the refusal is shown already."""
        found = await self._services.moderation.refresh(pin)
        if isinstance(found, Answer):
            await (follow_up if noticed else deliver)(
                interaction, render(found, Shown(None, actor.locale)), private=True
            )
            return ""
        shown: list[str] = []
        pages, nonce = summary_pages(found, pin.language), str(interaction.id)
        try:
            await replace_pages(interaction.client, pin.messages, pages, shown, nonce)
        except discord.HTTPException as error:
            if not shown and isinstance(error, discord.NotFound):
                return await self._gone(actor, pin)
            await self._services.pinned.moved(pin, list(dict.fromkeys((*shown, *pin.messages))))
            raise
        await self._services.moderation.refreshed(actor, pin, found, shown)
        return word(actor.locale, "discord-refreshed", title=discord.utils.escape_markdown(pin.title))

    async def _unpin(self, interaction: Interaction, actor: Actor, pin: Pin) -> str:
        try:
            await find(interaction.client, pin.messages[0]).unpin()
        except discord.NotFound:
            return await self._gone(actor, pin)
        except discord.Forbidden as error:
            await self._services.deeds.failed(actor, Deed.UNPIN, pin=pin.id, trouble=error.text)
            return word(actor.locale, "discord-cannot-unpin")
        await self._services.pinned.unpinned(actor, pin)
        return word(actor.locale, "discord-unpinned", title=discord.utils.escape_markdown(pin.title))

    async def _gone(self, actor: Actor, pin: Pin) -> str:
        """Remember that somebody took a pin down while nobody looked, and say so."""
        await self._services.pinned.unpinned(actor, pin, by_hand=True)
        return word(actor.locale, "discord-pin-gone")

    async def _own(self, actor: Actor, identifier: str) -> Pin | None:
        pin = await self._services.moderation.pin(identifier)
        return pin if pin is not None and pin.place == actor.place else None


async def _acknowledge_pin(interaction: Interaction) -> bool:
    """Tell Discord that something comes of it, and return whether everybody sees what was pressed: a notice."""
    noticed = interaction.message is not None and not interaction.message.flags.ephemeral
    if noticed:
        await interaction.response.defer()
    else:
        await acknowledge(interaction, private=True)
    return noticed


def _pin_trouble(error: discord.HTTPException, *, posted: bool) -> str:
    if not posted:
        return "discord-cannot-post"
    return "discord-too-many-pins" if error.code == _TOO_MANY_PINS else "discord-cannot-pin"


def _values(interaction: Interaction) -> Sequence[str]:
    data: Any = interaction.data or {}
    found: Sequence[str] = data.get("values") or ()
    return found
