"""What a person is told under their message instead of an answer, and how often."""

import logging
import time
from collections import OrderedDict
from collections.abc import Sequence

import discord

from bot.chat import Notice, Trouble
from bot.discord.asides import notice_page
from bot.discord.hearing import is_direct
from bot.discord.sending import mark, mention_briefly, post, replace_pages, tell_privately
from bot.discord.troubles import QuestionGone
from bot.locales import LANGUAGES, word

_log = logging.getLogger(__name__)

_QUIET_SECONDS = 15
_REMEMBERED = 10_000


class Telling:
    """Shows notices; what concerns only the asker goes away by itself, and is not repeated while it stands."""

    def __init__(self, client: discord.Client) -> None:
        """Nobody was told anything yet."""
        self._client = client
        self._told: OrderedDict[str, float] = OrderedDict()

    async def tell(self, message: discord.Message, notice: Notice, old: Sequence[str] = ()) -> None:
        """Show a notice under a message, in place of the answer that the `old` messages show, if any."""
        if notice.trouble in (Trouble.LIMIT, Trouble.BUSY):
            await self._briefly(message, notice.text)
            return
        page = notice_page(notice.text)
        try:
            if old:
                await replace_pages(self._client, old, [page], [])
            else:
                await post(message.channel, [page], [], nonce=f"{message.id}n", question=message)
        except QuestionGone:
            return
        except (discord.DiscordException, OSError) as error:
            _log.error("a notice could not be shown: %s", " ".join(str(error).split()))

    async def hint(self, message: discord.Message, locale: str) -> None:
        """Say how to ask, to one whose message we may not read or who said nothing."""
        key = "discord-empty" if is_direct(message.channel) else "discord-unread"
        name = self._client.user.display_name if self._client.user else ""
        await self._briefly(message, word(locale, key, name=name))

    async def cannot_speak(self, message: discord.Message, locale: str) -> None:
        """Say, where that is possible, that we may not answer where a message stands."""
        _log.warning(
            "may not write in channel %s of server %s: grant Send Messages there",
            message.channel.id,
            message.guild.id if message.guild else "-",
        )
        await tell_privately(message, word(locale, "discord-cannot-speak"))

    async def _briefly(self, message: discord.Message, text: str) -> None:
        key = f"{message.channel.id}:{message.author.id}"
        now = time.monotonic()
        if now - self._told.get(key, -_QUIET_SECONDS) < _QUIET_SECONDS:
            await mark(message, "⏳")
            return
        self._told[key] = now
        while len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)
        await mention_briefly(message, text)


def locale_of(message: discord.Message) -> str:
    """Return the language of notices under a message: Discord tells a person's own only with commands and buttons."""
    guild = message.guild
    return spoken(guild.preferred_locale) if guild else LANGUAGES[0]


def spoken(locale: discord.Locale) -> str:
    """Return the language of ours that a locale asks for."""
    language = locale.value.partition("-")[0]
    return language if language in LANGUAGES else LANGUAGES[0]
