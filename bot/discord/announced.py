"""The answer that a command has announced: one message, and those that follow it, for as long as its token is good."""

import logging
from collections.abc import Sequence
from typing import Literal

import discord

from bot.discord.asides import notice_page, notice_text
from bot.discord.pages import Page
from bot.discord.sending import NOBODY
from bot.discord.threads import thread_title
from bot.discord.troubles import has_thread
from bot.discord.views import to_view

_log = logging.getLogger(__name__)

_OF_AN_APPLICATION: Literal[3] = 3
"""Discord's number for the kind of webhook that answers commands."""


class Announced:
    """Reaches the answer by its token, so it does so after a restart as well."""

    def __init__(
        self, client: discord.Client, application: int, token: str, channel: int, response: int
    ) -> None:
        """`response` is the message that was announced in a channel."""
        # The library builds this only for an interaction that it has just received.
        self._webhook = discord.Webhook.from_state(
            {"id": application, "type": _OF_AN_APPLICATION, "token": token},
            state=client._connection,  # noqa: SLF001 - the one way to a webhook that may answer in private
        )
        self._client = client
        self._channel = channel
        self._response = response

    async def show(self, page: Page) -> None:
        """Let the announced message show a page, whatever it has shown before."""
        await self._webhook.edit_message(self._response, view=to_view(page), allowed_mentions=NOBODY)

    async def follow(self, page: Page, *, private: bool) -> int:
        """Send a further message and return its id."""
        sent = await self._webhook.send(
            view=to_view(page), ephemeral=private, allowed_mentions=NOBODY, wait=True
        )
        return sent.id

    async def say(self, text: str) -> None:
        """Show one line in place of the answer."""
        await self.show(notice_page(text))

    async def whisper(self, text: str, *, private: bool) -> None:
        """Show one line to the asker only, also if a public answer was announced."""
        if private:
            await self.say(text)
            return
        # Whatever follows an announced answer becomes that answer, and public: so it is given, and taken away.
        await self.say("…")
        await self._webhook.delete_message(self._response)
        await self._webhook.send(notice_text(text), ephemeral=True, allowed_mentions=NOBODY)

    async def open_thread(self, title: str) -> discord.abc.Messageable | None:
        """Return a thread under the announced message, or None if none can be opened."""
        channel = self._client.get_channel(self._channel)
        if not isinstance(channel, discord.TextChannel):
            return None
        try:
            return await channel.get_partial_message(self._response).create_thread(name=thread_title(title))
        except (discord.HTTPException, ValueError) as error:
            if isinstance(error, discord.HTTPException) and has_thread(error):
                return self._client.get_partial_messageable(self._response)
            _log.warning("channel %s asks for threads, but none can be opened: %s", self._channel, error)
            return None


def without_line(pages: Sequence[Page]) -> tuple[Page, list[Page]]:
    """Part the line that repeats a question from the pages of its answer."""
    first, *rest = pages
    line, *blocks = first.blocks
    return Page((line,)), [Page(tuple(blocks), first.rows), *rest]
