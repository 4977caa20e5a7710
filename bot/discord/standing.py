"""What stands already of the answer to a message: ours carry a number that names the question and the part."""

import logging
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import discord

from bot.discord import names
from bot.discord.pages import Page

_log = logging.getLogger(__name__)

WRITING = 7
"""The part that a message is while its answer is being written; the others are counted from 0."""
_SPOKEN = (discord.MessageType.default, discord.MessageType.reply)
_PARTS = 3
_MOST = 0x0FFF_FFFF
_LATER = 200
"""Among how many later messages of a channel an answer is looked for that a process could not store."""


def numbered(pages: Sequence[Page], question: int | str) -> list[Page]:
    """Let each page tell which part of whose answer, or of which draft's summary, it is."""
    return [_marked(page, question, part) for part, page in enumerate(pages)]


def shows(message: discord.Message, draft: str) -> bool:
    """Tell whether a message is a page that was numbered by a draft's name."""
    return any(number >> _PARTS == _named(draft) for number in _numbers(message.components))


def unfinished(page: Page, question: int) -> Page:
    """Let a page tell that the answer is being written."""
    return _marked(page, question, WRITING)


async def find_standing(message: discord.Message, me: discord.abc.User) -> dict[int, str]:
    """Return the names of our messages that answer one, by their parts; nothing where we may not look."""
    found: dict[int, str] = {}
    try:
        for place in await _places(message):
            async for later in place.history(limit=_LATER, after=message):
                part = (
                    _part(later, message.id) if later.author.id == me.id and later.type in _SPOKEN else None
                )
                if part is not None:
                    found.setdefault(part, names.message(later.channel.id, later.id))
    except (discord.HTTPException, OSError) as error:
        _log.info("what stands under message %s is not known: %s", message.id, error)
    return found


async def _places(message: discord.Message) -> list["discord.abc.MessageableChannel"]:
    """Return where an answer can stand: beside its question, or in the thread that was opened for it."""
    thread = message.guild.get_thread(message.id) if message.guild is not None else None
    if thread is None and message.flags.has_thread:
        thread = await message.fetch_thread()
    return [message.channel, *([thread] if thread is not None else [])]


def _part(shown: discord.Message, question: int) -> int | None:
    for number in _numbers(shown.components):
        if number >> _PARTS == _named(question):
            return number & WRITING
    reference = shown.reference
    return 0 if reference is not None and reference.message_id == question else None


def _numbers(components: Sequence[Any]) -> Iterator[int]:
    for component in components:
        yield component.id or 0
        yield from _numbers(getattr(component, "children", ()))


def _marked(page: Page, question: int | str, part: int) -> Page:
    first, *rest = page.blocks
    return replace(page, blocks=(replace(first, mark=_named(question) << _PARTS | part), *rest))


def _named(question: int | str) -> int:
    """Return a number for a question that leaves room for a part in the 31 bits of a component's id."""
    return max(1, zlib.crc32(str(question).encode()) & _MOST)
