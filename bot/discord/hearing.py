"""Which messages are for us, and what they ask."""

import logging
import re
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import discord

from bot.answered import Answered
from bot.channels import Channels
from bot.chat import IncomingMessage
from bot.discord import names
from bot.storage.answers import KeptAnswer
from bot.storage.errors import StorageError

_log = logging.getLogger(__name__)

_EMOJI = re.compile(r"<a?:(\w+):\d+>")
_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_CHANNEL = re.compile(r"<#(\d+)>")
_ORDINARY = (discord.MessageType.default, discord.MessageType.reply)
_CHAIN = 8
_HISTORY = 30


class Hearing:
    """Tells questions from talk. Without the message content intent, texts that neither mention nor DM us are empty."""

    def __init__(self, answered: Answered, channels: Channels) -> None:
        """Know which answers are ours, and what holds in a channel."""
        self._answered = answered
        self._channels = channels

    async def hear(self, message: discord.Message, me: discord.abc.User) -> IncomingMessage | None:
        """Return the question that a message asks us, its text empty if we may not read it; None if it asks us nothing."""
        if message.author.bot or message.webhook_id is not None or message.type not in _ORDINARY:
            return None
        replied = await self._replied(message, me)
        if not await self._is_for_us(message, me, replied is not None):
            return None
        return IncomingMessage(
            text=_with_title(message, readable(message, me)),
            thread=_thread(message, replied),
            author=names.person(message.author.id),
            channel=names.channel(settings_channel(message.channel)),
            place=names.place(message.guild.id if message.guild else None),
            asked=names.message(message.channel.id, message.id),
        )

    async def _is_for_us(self, message: discord.Message, me: discord.abc.User, replied: bool) -> bool:  # noqa: FBT001 - a fact about the message
        if is_direct(message.channel) or replied or _mentions(message, me):
            return True
        if message.reference is not None or message.mentions or message.mention_everyone:
            return False  # said to somebody else
        if isinstance(message.channel, discord.Thread) and message.channel.owner_id == me.id:
            return True
        return is_post(message) and await self._is_auto(message)

    async def _is_auto(self, message: discord.Message) -> bool:
        place = names.place(message.guild.id if message.guild else None)
        try:
            settings = await self._channels.of(names.channel(settings_channel(message.channel)), place)
        except StorageError as error:
            _log.error("a forum post is not answered: %s", error)
            return False
        return settings.auto

    async def _replied(self, message: discord.Message, me: discord.abc.User) -> KeptAnswer | str | None:
        """Return what is kept of the answer that a message replies to, or its thread's name if nothing is; else None."""
        reference = message.reference
        if reference is None or reference.message_id is None:
            return None
        resolved = reference.resolved
        if isinstance(resolved, discord.Message) and resolved.author.id != me.id:
            return None
        try:
            kept = await self._answered.shown_in(names.message(reference.channel_id, reference.message_id))
        except StorageError as error:
            _log.warning("whether a message replies to an answer is not known: %s", error)
            kept = None
        if kept is not None:
            return kept
        return names.thread(reference.message_id) if isinstance(resolved, discord.Message) else None


def is_direct(channel: object) -> bool:
    """Tell whether only the person and we read along."""
    return isinstance(channel, discord.DMChannel)


def is_post(message: discord.Message) -> bool:
    """Tell whether a message begins a forum post."""
    channel = message.channel
    return (
        isinstance(channel, discord.Thread)
        and message.id == channel.id
        and isinstance(channel.parent, discord.ForumChannel)
    )


def settings_channel(channel: object) -> int:
    """Return the id of the channel whose settings hold: a thread has its parent's."""
    if isinstance(channel, discord.Thread):
        return channel.parent_id
    return int(getattr(channel, "id", 0))


def readable(message: discord.Message, me: discord.abc.User) -> str:
    """Return a message's text without our mention, other mentions and emoji as people see them."""
    people = {user.id: user.display_name for user in message.mentions}
    roles = {role.id: role.name for role in message.role_mentions}
    rooms = {room.id: room.name for room in message.channel_mentions}

    def named(sign: str, known: dict[int, str]) -> Callable[[re.Match[str]], str]:
        return lambda found: f"{sign}{known.get(int(found[1]), '?')}"

    ours = {me.id} | {role.id for role in message.role_mentions if _is_our_role(role, me)}
    text = re.sub(r"<@[!&]?(\d+)>", lambda found: " " if int(found[1]) in ours else found[0], message.content)
    text = _USER.sub(named("@", people), text)
    text = _ROLE.sub(named("@", roles), text)
    text = _CHANNEL.sub(named("#", rooms), text)
    return _EMOJI.sub(r"\1", text).strip()


async def earlier_questions(message: discord.Message, me: discord.abc.User) -> tuple[str, ...]:
    """Return the questions before this one as Discord still shows them, oldest first: by replies, else in the thread."""
    try:
        if message.reference is not None:
            found = [text async for text in _chain(message, me)]
        elif isinstance(message.channel, (discord.Thread, discord.DMChannel)):
            found = [text async for text in _told(message, me)]
        else:
            found = []
    except (discord.HTTPException, OSError) as error:
        _log.info("earlier questions are not known: %s", error)
        return ()
    return tuple(reversed([text for text in found if text]))


async def _chain(message: discord.Message, me: discord.abc.User) -> AsyncIterator[str]:
    """Follow replies back, newest first."""
    current = message
    for _ in range(_CHAIN):
        reference = current.reference
        if reference is None or reference.message_id is None:
            return
        resolved = reference.resolved
        if isinstance(resolved, discord.Message):
            current = resolved
        else:
            current = await message.channel.fetch_message(reference.message_id)
        if current.author.id != me.id:
            yield readable(current, me)


async def _told(message: discord.Message, me: discord.abc.User) -> AsyncIterator[str]:
    """Look back in a thread or a direct channel for what we replied to, newest first."""
    answered: set[int] = set()
    async for before in message.channel.history(limit=_HISTORY, before=message):
        if before.author.id == me.id and before.reference and before.reference.message_id:
            answered.add(before.reference.message_id)
        elif before.id in answered:
            yield readable(before, me)
    channel = message.channel
    if isinstance(channel, discord.Thread) and isinstance(channel.parent, discord.TextChannel):
        with suppress(
            discord.NotFound
        ):  # a thread has the id of the question that it was opened from, if any
            yield readable(await channel.parent.fetch_message(channel.id), me)


def _mentions(message: discord.Message, me: discord.abc.User) -> bool:
    if me.id in message.raw_mentions or any(user.id == me.id for user in message.mentions):
        return True
    return any(_is_our_role(role, me) for role in message.role_mentions)


def _is_our_role(role: discord.Role, me: discord.abc.User) -> bool:
    return role.tags is not None and role.tags.bot_id == me.id


def _thread(message: discord.Message, replied: KeptAnswer | str | None) -> str:
    if isinstance(message.channel, (discord.Thread, discord.DMChannel)):
        return names.thread(message.channel.id)
    if replied is None:
        return names.thread(message.id)
    return replied if isinstance(replied, str) else replied.thread


def _with_title(message: discord.Message, text: str) -> str:
    channel = message.channel
    if not is_post(message) or not isinstance(channel, discord.Thread) or channel.name in text:
        return text
    return f"{channel.name}\n{text}".strip()
