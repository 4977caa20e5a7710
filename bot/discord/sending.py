"""How messages leave: no mention pings anybody, a repeated send changes nothing, a missing right is survived."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial

import discord

from bot.discord import names
from bot.discord.asides import notice_text
from bot.discord.pages import Page
from bot.discord.troubles import QuestionGone, lacks_history, lacks_question
from bot.discord.views import to_view

_log = logging.getLogger(__name__)

NOBODY = discord.AllowedMentions.none()
_NOTICE_SECONDS = 15
_TYPING_SECONDS = 8
_NONCE = 25


@asynccontextmanager
async def typing(channel: discord.abc.Messageable) -> AsyncIterator[Callable[[], object]]:
    """Show that we are at work for as long as it takes, or until what is yielded is called.

    Discord forgets it after ten seconds.
    """
    task = asyncio.create_task(_type(channel))
    try:
        yield task.cancel
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _type(channel: discord.abc.Messageable) -> None:
    while True:
        with suppress(discord.DiscordException, OSError):
            await channel.typing()
        await asyncio.sleep(_TYPING_SECONDS)


async def post(
    target: discord.abc.Messageable,
    pages: Sequence[Page],
    shown: list[str],
    *,
    nonce: str | None = None,
    question: discord.Message | None = None,
) -> None:
    """Send pages, the first as a reply to the question; `shown` gets the name of each message as it is sent.

    Names that `shown` has already stand for earlier pages. Raises QuestionGone, and discord.Forbidden if we may not
    speak there.
    """
    for number, page in enumerate(pages, len(shown)):
        key = nonce and (nonce if number == 0 else f"{nonce}.{number}")[-_NONCE:]
        message = await _send(target, page, key, question if number == 0 else None)
        shown.append(names.message(message.channel.id, message.id))


async def _send(
    target: discord.abc.Messageable, page: Page, nonce: str | None, question: discord.Message | None
) -> discord.Message:
    send = partial(target.send, view=to_view(page), allowed_mentions=NOBODY)
    send = partial(send, nonce=nonce) if nonce else send
    if question is None:
        return await send()
    try:
        return await send(reference=question.to_reference(fail_if_not_exists=True), mention_author=False)
    except discord.HTTPException as error:
        if lacks_question(error):
            raise QuestionGone from None
        if lacks_history(error):
            return await send()
        raise


async def replace_pages(
    client: discord.Client,
    old: Sequence[str],
    pages: Sequence[Page],
    shown: list[str],
    nonce: str | None = None,
) -> None:
    """Let the messages that showed an answer show another; send or delete what is over. `shown` is as for `post`.

    What stands no more is sent anew. Raises discord.NotFound if that is the first.
    """
    waiting, over = list(pages), list(old)
    while waiting and over:
        name = over.pop(0)
        try:
            await find(client, name).edit(view=to_view(waiting[0]), allowed_mentions=NOBODY)
        except discord.NotFound:
            if not shown:
                raise
            continue
        shown.append(name)
        waiting.pop(0)
    if waiting:
        channel, _ = names.find_message(old[0])
        await post(client.get_partial_messageable(channel), waiting, shown, nonce=nonce)
    await take_down(client, over)


async def take_down(client: discord.Client, shown: Sequence[str]) -> None:
    """Delete messages of ours; those that are gone already, or out of reach, are left."""
    for name in shown:
        try:
            await delete(client, [name])
        except discord.HTTPException as error:
            _log.warning("%s could not be deleted: %s", name, error)


async def delete(client: discord.Client, shown: Sequence[str]) -> None:
    """Delete messages of ours; those that are gone already are gone. Raises discord.HTTPException if one stays."""
    refused = None
    for name in shown:
        try:
            await find(client, name).delete()
        except discord.NotFound:
            continue
        except discord.HTTPException as error:  # the others go all the same
            refused = error
    if refused:
        raise refused


def find(client: discord.Client, name: str) -> discord.PartialMessage:
    """Return a handle to a message without asking Discord for it."""
    channel, identifier = names.find_message(name)
    return client.get_partial_messageable(channel).get_partial_message(identifier)


async def mention_briefly(message: discord.Message, text: str) -> None:
    """Say something that concerns only the asker: a reply that goes away, or a mark where we may not speak."""
    try:
        await message.reply(
            notice_text(text), mention_author=False, allowed_mentions=NOBODY, delete_after=_NOTICE_SECONDS
        )
    except discord.HTTPException:
        await mark(message, "⏳")


async def mark(message: discord.Message, emoji: str) -> bool:
    """Put a reaction on a message; tell whether that was possible."""
    try:
        await message.add_reaction(emoji)
    except discord.HTTPException:
        return False
    return True


async def tell_privately(message: discord.Message, text: str) -> None:
    """Write to the author of a message where we may not answer it: directly, or else with a mark on it."""
    try:
        await message.author.send(notice_text(text), allowed_mentions=NOBODY)
    except discord.HTTPException:
        await mark(message, "🔇")


def may_speak(message: discord.Message) -> bool:
    """Tell whether we may write where a message stands; what is not known is believed to be allowed."""
    channel, guild = message.channel, message.guild
    if guild is None or guild.me is None or isinstance(channel, discord.PartialMessageable):
        return True
    rights = channel.permissions_for(guild.me)
    return rights.send_messages_in_threads if isinstance(channel, discord.Thread) else rights.send_messages
