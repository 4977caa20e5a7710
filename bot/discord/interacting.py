"""Commands and presses → what they show: acknowledged at once, then worked on, errors told to the one who pressed."""

import logging
from collections.abc import Awaitable, Sequence
from dataclasses import replace

import discord

from bot.discord import names
from bot.discord.asides import notice_page, notice_text
from bot.discord.hearing import settings_channel
from bot.discord.orders import Order, Orders
from bot.discord.pages import Page
from bot.discord.sending import NOBODY
from bot.discord.telling import spoken
from bot.discord.troubles import is_replayed, is_too_late, trouble
from bot.discord.views import to_view
from bot.locales import word
from bot.services import Services
from bot.settings import ChannelSettings
from bot.storage.errors import StorageError
from bot.storage.inbox import Event

_log = logging.getLogger(__name__)

Interaction = discord.Interaction[discord.Client]


class Desk:
    """Answers commands. Every deed acknowledges first: Discord waits three seconds and no longer."""

    def __init__(self, services: Services) -> None:
        """Take what deeds call upon."""
        self._services = services
        self._orders = Orders(services)

    async def ask(self, interaction: Interaction, question: str, *, private: bool) -> None:
        """Answer a question."""
        response = await acknowledge(interaction, private=private)
        settings = await self.settings(interaction)
        locale = language(interaction, settings)
        if not settings.answers:
            await whisper(interaction, word(locale, "discord-no-answers-here"), private=private)
            return
        opens = _opens_thread(interaction, settings, private=private)
        order = _order(interaction, response, interaction.user.display_name, question, locale)
        # A thread that is opened from a message has its id.
        thread = names.thread(response) if opens else order.thread
        await self._orders.answer(
            interaction.client, replace(order, private=private, opens=opens, thread=thread)
        )

    async def check(self, interaction: Interaction, message: discord.Message) -> None:
        """Say what the sources hold of somebody's message, to the one who asks."""
        response = await acknowledge(interaction, private=True)
        settings = await self.settings(interaction)
        locale = language(interaction, settings)
        text = message.content.strip()
        if not text:
            await whisper(interaction, word(locale, "discord-nothing-to-check"), private=True)
            return
        order = _order(interaction, response, message.author.display_name, text, locale)
        await self._orders.answer(interaction.client, replace(order, private=True, checks=True))

    async def resume(self, client: discord.Client, event: Event) -> None:
        """Answer what was ordered from a process that died. Raises what it cannot read."""
        await self._orders.resume(client, event)

    async def settings(self, interaction: Interaction) -> ChannelSettings:
        """Return what holds where a command was given; the defaults if that cannot be read."""
        try:
            return await self._services.channels.of(*scopes(interaction))
        except StorageError as error:
            _log.error("a channel's settings could not be read: %s", error)
            return ChannelSettings()


def _order(interaction: Interaction, response: int, name: str, text: str, locale: str) -> Order:
    scope, place = scopes(interaction)
    together = isinstance(interaction.channel, (discord.Thread, discord.DMChannel))
    thread = interaction.channel_id if together and interaction.channel_id else interaction.id
    return Order(
        identifier=interaction.id,
        application=interaction.application_id,
        token=interaction.token,
        channel=interaction.channel_id or 0,
        response=response,
        name=name,
        locale=locale,
        private=False,
        opens=False,
        checks=False,
        text=text,
        thread=names.thread(thread),
        author=names.person(interaction.user.id),
        scope=scope,
        place=place,
    )


def scopes(interaction: Interaction) -> tuple[str, str]:
    """Return the names of the channel and the place whose settings hold."""
    channel = interaction.channel
    identifier = settings_channel(channel) if channel is not None else interaction.channel_id or 0
    return names.channel(identifier), names.place(interaction.guild_id)


def language(interaction: Interaction, settings: ChannelSettings) -> str:
    """Return the interface's language for the one who asks."""
    return spoken(interaction.locale) if settings.language == "auto" else settings.language


async def acknowledge(interaction: Interaction, *, private: bool) -> int:
    """Tell Discord that an answer comes, and who will see it: that cannot be changed later. Return its message's id."""
    callback = await interaction.response.defer(ephemeral=private, thinking=True)
    known = callback.message_id if callback is not None else None
    return known or (await interaction.original_response()).id


async def say(interaction: Interaction, text: str) -> None:
    """Show one line in place of the answer that was announced."""
    await interaction.edit_original_response(content=notice_text(text), allowed_mentions=NOBODY)


async def tell(interaction: Interaction, text: str) -> None:
    """Show one line in private, whether an answer was announced or not."""
    if interaction.response.is_done():
        await interaction.followup.send(notice_text(text), ephemeral=True, allowed_mentions=NOBODY)
    else:
        await interaction.response.send_message(notice_text(text), ephemeral=True, allowed_mentions=NOBODY)


async def replace_pressed(interaction: Interaction, text: str) -> None:
    """Let the message whose control was pressed, and which was deferred, show one line and no controls."""
    await interaction.edit_original_response(view=to_view(notice_page(text)), allowed_mentions=NOBODY)


async def whisper(interaction: Interaction, text: str, *, private: bool) -> None:
    """Show one line to the asker only, also if a public answer was announced."""
    if private:
        await say(interaction, text)
        return
    # Whatever follows an announced answer becomes that answer, and public: so it is given, and taken away.
    await interaction.edit_original_response(content="…", allowed_mentions=NOBODY)
    await interaction.delete_original_response()
    await interaction.followup.send(notice_text(text), ephemeral=True, allowed_mentions=NOBODY)


async def deliver(interaction: Interaction, pages: Sequence[Page], *, private: bool) -> list[str]:
    """Show pages; return the names of their messages, none of private ones, which nobody can find again."""
    first = await interaction.edit_original_response(view=to_view(pages[0]), allowed_mentions=NOBODY)
    rest = await follow_up(interaction, pages[1:], private=private)
    return [] if private else [names.message(interaction.channel_id or 0, first.id), *rest]


async def follow_up(interaction: Interaction, pages: Sequence[Page], *, private: bool) -> list[str]:
    """Show further pages; return the names of their messages."""
    return [
        names.message(
            interaction.channel_id or 0,
            (
                await interaction.followup.send(
                    view=to_view(page), ephemeral=private, allowed_mentions=NOBODY, wait=True
                )
            ).id,
        )
        for page in pages
    ]


def _opens_thread(interaction: Interaction, settings: ChannelSettings, *, private: bool) -> bool:
    in_channel = isinstance(interaction.channel, discord.TextChannel) and interaction.guild is not None
    return settings.threads and in_channel and not private


async def guarded(interaction: Interaction, work: Awaitable[None]) -> None:
    """Do what a command or press asks for; whatever fails, the person gets one line and so does the log."""
    try:
        await work
    except Exception as error:  # noqa: BLE001 - whatever it is, the person is told and the log knows
        if is_replayed(error):
            _log.info("an interaction came in twice")
        elif is_too_late(error):
            _log.warning("interaction %s was not answered in time: Discord has dropped it", interaction.id)
        else:
            await _apologise(interaction, error)


async def _apologise(interaction: Interaction, error: Exception) -> None:
    notice = trouble(spoken(interaction.locale), error)
    try:
        await tell(interaction, notice.text)
    except (discord.DiscordException, OSError) as refusal:
        _log.error("%s: nobody could be told: %s", notice.reference, " ".join(str(refusal).split()))
