"""The message that shows an answer while it is being written, and becomes it."""

import logging
from collections.abc import Callable

import discord

from bot.discord.pages import Page
from bot.discord.rendering import Shown, render_unfinished
from bot.discord.sending import NOBODY, find, post
from bot.discord.standing import WRITING, find_standing, unfinished
from bot.discord.threads import answering_place
from bot.discord.troubles import QuestionGone
from bot.discord.views import to_view
from bot.settings import ChannelSettings
from retrieval import Answer

_log = logging.getLogger(__name__)

EVERY_SECONDS = 1.5
"""Discord takes five changes in five seconds of all the messages of a channel."""


class Draft:
    """The message of one answer, if there is any yet."""

    def __init__(
        self,
        client: discord.Client,
        message: discord.Message,
        title: str,
        settings: ChannelSettings,
        begun: Callable[[], object],
    ) -> None:
        """`begun` is called when there is something to read."""
        self._client = client
        self._message = message
        self._title = title
        self._settings = settings
        self._begun = begun
        self._name = ""
        self._is_lost = False
        self._is_over = False

    async def show(self, answer: Answer) -> None:
        """Show an answer as far as it is verified; if Discord will not have that, the whole one still comes."""
        language = answer.language if self._settings.language == "auto" else self._settings.language
        page = render_unfinished(answer, Shown(None, language))
        if page is None or self._is_over:
            return
        try:
            await self._put(unfinished(page, self._message.id))
        except QuestionGone:
            self._is_over = True
        except (discord.DiscordException, OSError) as error:
            _log.warning("an answer is not shown while it is written: %s", " ".join(str(error).split()))
            self._is_over = True
            self._is_lost = not self._name
        else:
            self._begun()

    async def stands(self) -> dict[int, str]:
        """Return what is there of the answer, as `find_standing` does."""
        if self._is_lost and self._client.user is not None:
            return await find_standing(self._message, self._client.user)
        return {WRITING: self._name} if self._name else {}

    async def _put(self, page: Page) -> None:
        if self._name:
            await find(self._client, self._name).edit(view=to_view(page), allowed_mentions=NOBODY)
            return
        place = await answering_place(self._message, self._title, opens=self._settings.threads)
        question = self._message if place.id == self._message.channel.id else None
        shown: list[str] = []
        await post(place, [page], shown, nonce=f"{self._message.id}w", question=question)
        (self._name,) = shown
