"""What moderators do on Discord: summaries and their pins, answers deleted or approved, gaps."""

import logging
from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.access import Deed
from bot.deeds import Actor
from bot.discord import names
from bot.discord.boards import curated_pages, lines_pages, pins_pages, preview_pages, summary_pages
from bot.discord.controls import Control, Press
from bot.discord.hearing import readable
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
from bot.discord.reasons import filled_in
from bot.discord.rendering import Shown, render
from bot.discord.roles import Gate, actor_of
from bot.discord.sending import find, post, replace_pages, take_down
from bot.locales import word
from bot.moderation import Preview
from bot.reporting import gap_lines
from bot.services import Services
from retrieval import Answer

_log = logging.getLogger(__name__)

_TOO_MANY_PINS = 30003
_THREAD_MESSAGES = 200
QUESTION = "question"


class Moderating:
    """Commands and presses that ask for a moderator."""

    def __init__(self, services: Services, desk: Desk, gate: Gate) -> None:
        """Take what deeds call upon."""
        self._services = services
        self._desk = desk
        self._gate = gate

    async def actor(self, interaction: Interaction) -> Actor:
        """Return who asks, with the language of what they see."""
        return actor_of(interaction, language(interaction, await self._desk.settings(interaction)))

    async def press(self, interaction: Interaction, control: Control) -> None:
        """Do what a moderator's control asks for."""
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
            case Press.WITHDRAW:
                await self._withdraw(interaction, control.answer)
            case Press.CURATE:
                await self._approve(
                    interaction, control.answer, filled_in(interaction.data).get(QUESTION, "")
                )

    async def summarise(self, interaction: Interaction, topic: str) -> None:
        """Draft a summary of a topic."""
        await acknowledge(interaction, private=True)
        actor = await self.actor(interaction)
        if await self._gate.admits(interaction, actor, Deed.SUMMARISE):
            drafted = await self._services.moderation.summarise(actor, topic, actor.locale)
            await deliver(interaction, _drafted_pages(drafted, actor.locale), private=True)

    async def summarise_thread(self, interaction: Interaction, message: discord.Message) -> None:
        """Draft a summary of what the thread that a message is in asked."""
        await acknowledge(interaction, private=True)
        actor = await self.actor(interaction)
        if not await self._gate.admits(interaction, actor, Deed.SUMMARISE):
            return
        channel, me = interaction.channel, interaction.client.user
        if not isinstance(channel, discord.Thread) or me is None:
            await say(interaction, word(actor.locale, "discord-no-thread"))
            return
        history = [each async for each in channel.history(limit=_THREAD_MESSAGES, oldest_first=True)]
        said = [readable(each, me) for each in history if not each.author.bot]
        texts = [text for text in (channel.name, *said, message.content) if text]
        drafted = await self._services.moderation.summarise_thread(
            actor, channel.name, list(dict.fromkeys(texts)), actor.locale
        )
        await deliver(interaction, _drafted_pages(drafted, actor.locale), private=True)

    async def show_pins(self, interaction: Interaction) -> None:
        """List the pinned summaries of this place."""
        await acknowledge(interaction, private=True)
        actor = await self.actor(interaction)
        if await self._gate.admits(interaction, actor, Deed.PINS):
            pins = await self._services.moderation.pins(actor)
            await deliver(interaction, pins_pages(pins, actor.locale), private=True)

    async def show_approved(self, interaction: Interaction) -> None:
        """List the approved answers of this place."""
        await acknowledge(interaction, private=True)
        actor = await self.actor(interaction)
        if await self._gate.admits(interaction, actor, Deed.CURATE):
            known = await self._services.curating.listed(actor)
            await deliver(interaction, curated_pages(known, actor.locale), private=True)

    async def show_gaps(self, interaction: Interaction, days: int) -> None:
        """List what was asked in vain."""
        await acknowledge(interaction, private=True)
        actor = await self.actor(interaction)
        if not await self._gate.admits(interaction, actor, Deed.GAPS):
            return
        found = await self._services.gaps.of(actor, days)
        if found is None:
            await say(interaction, word(actor.locale, "discord-no-gaps-kept"))
        else:
            await deliver(interaction, lines_pages(gap_lines(found, actor.locale)), private=True)

    async def delete(self, interaction: Interaction, message: discord.Message) -> None:
        """Delete one of our answers, all its messages."""
        await acknowledge(interaction, private=True)
        actor = await self.actor(interaction)
        if not await self._gate.admits(interaction, actor, Deed.DELETE):
            return
        if interaction.client.user is None or message.author.id != interaction.client.user.id:
            await say(interaction, word(actor.locale, "discord-not-mine"))
            return
        name = names.message(message.channel.id, message.id)
        kept = await self._services.answered.shown_in(name)
        await take_down(interaction.client, kept.messages if kept else [name])
        if kept is not None:
            await self._services.answered.delete(kept.id)
        await self._services.deeds.done(actor, Deed.DELETE, answer=kept.id if kept else None)
        await say(interaction, word(actor.locale, "discord-deleted"))

    async def approve(self, interaction: Interaction, message: discord.Message) -> None:
        """Approve one of our answers for its question; where that is not kept, ask for it first."""
        actor = await self.actor(interaction)
        if not await self._gate.admits(interaction, actor, Deed.CURATE):
            return
        kept = await self._services.answered.shown_in(names.message(message.channel.id, message.id))
        if kept is not None and not kept.question:
            await interaction.response.send_modal(_question_form(kept.id, actor.locale))
            return
        await acknowledge(interaction, private=True)
        if kept is None:
            await say(interaction, word(actor.locale, "discord-not-mine"))
        else:
            await self._approved(interaction, actor, kept.id, kept.question or "")

    async def _approve(self, interaction: Interaction, identifier: str, question: str) -> None:
        await acknowledge(interaction, private=True)
        actor = await self.actor(interaction)
        if await self._gate.admits(interaction, actor, Deed.CURATE):
            await self._approved(interaction, actor, identifier, question)

    async def _approved(self, interaction: Interaction, actor: Actor, identifier: str, question: str) -> None:
        answer = await self._services.answered.open(identifier)
        if answer is None:
            await say(interaction, word(actor.locale, "discord-gone"))
            return
        approved = await self._services.curating.approve(actor, question, answer)
        key = "discord-approved" if approved else "discord-not-approvable"
        await say(interaction, word(actor.locale, key))

    async def _withdraw(self, interaction: Interaction, identifier: str) -> None:
        await acknowledge(interaction, private=True)
        actor = await self.actor(interaction)
        if await self._gate.admits(interaction, actor, Deed.CURATE):
            gone = await self._services.curating.withdraw(actor, identifier)
            await say(interaction, word(actor.locale, "discord-withdrawn" if gone else "discord-decided"))

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
        preview = await self._services.moderation.take(identifier)
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
        pin = await self._own(actor, identifier)
        if pin is None:
            await say(interaction, word(actor.locale, "discord-pin-gone"))
            return
        found = await self._services.moderation.refresh(pin)
        if isinstance(found, Answer):
            await deliver(interaction, render(found, Shown(None, actor.locale)), private=True)
            return
        shown: list[str] = []
        await replace_pages(interaction.client, pin.messages, summary_pages(found, pin.language), shown)
        await self._services.moderation.refreshed(actor, pin, found, shown)
        title = discord.utils.escape_markdown(pin.title)
        await say(interaction, word(actor.locale, "discord-refreshed", title=title))

    async def _unpin(self, interaction: Interaction, identifier: str) -> None:
        await acknowledge(interaction, private=True)
        actor = await self.actor(interaction)
        if not await self._gate.admits(interaction, actor, Deed.UNPIN):
            return
        pin = await self._own(actor, identifier)
        if pin is None:
            await say(interaction, word(actor.locale, "discord-pin-gone"))
            return
        await find(interaction.client, pin.messages[0]).unpin()
        await self._services.moderation.unpinned(actor, pin)
        title = discord.utils.escape_markdown(pin.title)
        await say(interaction, word(actor.locale, "discord-unpinned", title=title))

    async def _leave(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        actor = await self.actor(interaction)
        if await self._gate.admits(interaction, actor, Deed.PIN):
            await replace_pressed(interaction, word(actor.locale, "discord-left"))

    async def _own(self, actor: Actor, identifier: str) -> Any:  # noqa: ANN401 - a pin of this place, or None
        pin = await self._services.moderation.pin(identifier)
        return pin if pin is not None and pin.place == actor.place else None


def _drafted_pages(drafted: Preview | Answer, locale: str) -> Sequence[Any]:
    if isinstance(drafted, Answer):
        return render(drafted, Shown(None, locale))
    return preview_pages(drafted, locale)


def _pin_trouble(error: discord.HTTPException, *, posted: bool) -> str:
    if not posted:
        return "discord-cannot-post"
    return "discord-too-many-pins" if error.code == _TOO_MANY_PINS else "discord-cannot-pin"


def _question_form(answer: str, locale: str) -> ui.Modal:
    form = ui.Modal(
        title=word(locale, "discord-approve-title"), custom_id=Control(Press.CURATE, answer).id, timeout=None
    )
    field: ui.TextInput[ui.Modal] = ui.TextInput(custom_id=QUESTION, min_length=3, max_length=500)
    form.add_item(ui.Label(text=word(locale, "discord-approve-label"), component=field))
    form.stop()
    return form


def _values(interaction: Interaction) -> Sequence[str]:
    data: Any = interaction.data or {}
    found: Sequence[str] = data.get("values") or ()
    return found
