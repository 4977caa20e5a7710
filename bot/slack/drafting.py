"""The message that shows an answer while it is being written, and becomes it.

It is posted and updated, not streamed by `chat.startStream`: that takes Markdown, in which a quote would not stand
character for character; it carries no metadata, so a process that takes over could not tell it from an answer; and it
ends by itself after some minutes as a message that nobody can go on with.
"""

import asyncio
import logging

from bot.slack.client import SlackRefused, SlackUnreachable
from bot.slack.hearing import Heard
from bot.slack.posting import WRITING, Posting
from bot.slack.rendering import render_unfinished
from retrieval import Answer

_log = logging.getLogger(__name__)

EVERY_SECONDS = 3.0
"""Slack asks for no more than one change of a message in so many seconds."""


class Draft:
    """The message of one answer, if there is any yet."""

    def __init__(self, posting: Posting, heard: Heard, announced: "asyncio.Task[None]") -> None:
        """`announced` is done when Slack knows that we are at work: set later than the message, that would stay."""
        self._posting = posting
        self._heard = heard
        self._announced = announced
        self._there: dict[int, str] = {}
        self._is_lost = False
        self._is_over = False

    async def show(self, answer: Answer) -> None:
        """Show an answer as far as it is verified; if Slack will not have that, the whole one still comes."""
        message = render_unfinished(answer)
        if message is None or self._is_over:
            return
        await asyncio.wait([self._announced])
        try:
            times = await self._posting.write(self._heard, message, self._there.get(WRITING, ""))
        except (SlackRefused, SlackUnreachable) as error:
            _log.warning("%s is not shown while it is written: %s", self._heard.event, error)
            self._is_over = True
            self._is_lost = isinstance(error, SlackUnreachable) and not self._there
            return
        if times:
            self._there = {WRITING: times}

    async def stands(self) -> dict[int, str]:
        """Return what is there of the answer, as `Posting.found` does. Raises SlackUnreachable."""
        return await self._posting.found(self._heard) if self._is_lost else self._there
