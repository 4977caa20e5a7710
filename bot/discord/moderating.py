"""What moderators do on Discord: summaries drafted, answers deleted or approved, gaps."""

import logging
from collections.abc import Sequence
from functools import partial
from typing import Any

import discord
from discord import ui

from bot.access import Deed
from bot.deeds import Actor
from bot.discord import names
from bot.discord.boards import curated_pages, lines_pages, preview_pages
from bot.discord.controls import Control, Press
from bot.discord.escaping import one_line
from bot.discord.hearing import readable
from bot.discord.interacting import (
    Desk,
    Interaction,
    acknowledge,
    deliver,
    language,
    say,
)
from bot.discord.reasons import filled_in
from bot.discord.rendering import Shown, render
from bot.discord.roles import Gate, actor_of
from bot.discord.sending import delete
from bot.locales import word
from bot.moderation import Preview
from bot.reporting import gap_lines
from bot.services import Services
from retrieval import Answer

_log = logging.getLogger(__name__)

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
        try:
            history = [each async for each in channel.history(limit=_THREAD_MESSAGES, oldest_first=True)]
        except discord.Forbidden:
            await say(interaction, word(actor.locale, "discord-cannot-read"))
            return
        said = [readable(each, me) for each in history if not each.author.bot]
        texts = [text for text in (channel.name, *said, message.content) if text]
        drafted = await self._services.moderation.summarise_thread(
            actor, list(dict.fromkeys(texts)), actor.locale
        )
        await deliver(interaction, _drafted_pages(drafted, actor.locale), private=True)

    async def show_approved(self, interaction: Interaction) -> None:
        """List the approved answers of this place."""
        await acknowledge(interaction, private=True)
        actor = await self.actor(interaction)
        if await self._gate.admits(interaction, actor, Deed.CURATED):
            known = await self._services.curating.listed(actor)
            await deliver(interaction, curated_pages(known, actor.locale), private=True)

    async def show_gaps(self, interaction: Interaction, days: int) -> None:
        """List what was asked in vain."""
        await acknowledge(interaction, private=True)
        actor = await self.actor(interaction)
        if not await self._gate.admits(interaction, actor, Deed.GAPS, days=days):
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
        about = {"message": name, "answer": kept.id if kept else None}
        take_down = partial(delete, interaction.client)
        try:
            if kept is not None or not await self._services.pinned.take_down(actor, name, take_down):
                await take_down(kept.messages if kept else [name])
        except discord.HTTPException as error:  # it stays, and so does what is kept of it
            await self._services.deeds.failed(actor, Deed.DELETE, **about, reason=str(error))
            await say(interaction, word(actor.locale, "discord-not-deleted", reason=one_line(error.text)))
            return
        if kept is not None:
            await self._services.answered.delete(kept.id)
        await self._services.deeds.done(actor, Deed.DELETE, **about)
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


def _drafted_pages(drafted: Preview | Answer, locale: str) -> Sequence[Any]:
    if isinstance(drafted, Answer):
        return render(drafted, Shown(None, locale))
    return preview_pages(drafted, locale)


def _question_form(answer: str, locale: str) -> ui.Modal:
    form = ui.Modal(
        title=word(locale, "discord-approve-title"), custom_id=Control(Press.CURATE, answer).id, timeout=None
    )
    field: ui.TextInput[ui.Modal] = ui.TextInput(custom_id=QUESTION, min_length=3, max_length=500)
    form.add_item(ui.Label(text=word(locale, "discord-approve-label"), component=field))
    form.stop()
    return form
