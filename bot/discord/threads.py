"""Where the answer to a message goes: under it, or into a thread of its own."""

import logging

import discord

from bot.discord.troubles import has_thread

_log = logging.getLogger(__name__)

_TITLE = 90


async def answering_place(
    message: discord.Message, title: str, *, opens: bool
) -> "discord.abc.MessageableChannel":
    """Return where to answer: a thread under the message if the channel asks for one and we may open it."""
    if not opens or not isinstance(message.channel, (discord.TextChannel, discord.PartialMessageable)):
        return message.channel
    if message.guild is None:
        return message.channel
    try:
        return await message.create_thread(name=thread_title(title), auto_archive_duration=1440)
    except discord.HTTPException as error:
        if has_thread(error) and (known := message.guild.get_thread(message.id)) is not None:
            return known
        _log.warning("channel %s asks for threads, but none can be opened: %s", message.channel.id, error)
        return message.channel


def thread_title(question: str) -> str:
    """Return a question as a thread's title."""
    words = " ".join(question.split())
    return words if len(words) <= _TITLE else f"{words[:_TITLE].rstrip()}…"
