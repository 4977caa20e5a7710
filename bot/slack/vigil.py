"""What moderators and admins are told unasked, once: pins that need a look, and reports of the scheduled refresh."""

import asyncio
import logging
import math
import time
from collections.abc import Sequence
from functools import partial

from slack_sdk.web.async_client import AsyncWebClient

from bot.administration import Ready
from bot.locales import word
from bot.pinned import OVER_SECONDS
from bot.refreshing import Reader
from bot.services import Services
from bot.slack.client import SlackRefused
from bot.slack.groups import is_group
from bot.slack.hearing import PLATFORM
from bot.slack.intake import rest
from bot.slack.leftovers import Leftovers
from bot.slack.people import People
from bot.slack.pins import find_standing, pin_channel, pin_notice
from bot.slack.posting import Posting
from bot.slack.rendering import Message, notice
from bot.slack.reports import report_message
from bot.storage.errors import StorageError
from bot.storage.pins import Pin
from retrieval import RetrievalError

_log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0


class Vigil:
    """Tells in the channel that the admins chose (`notices`), and where that fails, in the next best place."""

    def __init__(
        self,
        services: Services,
        client: AsyncWebClient,
        posting: Posting,
        people: People,
        admins: Sequence[str],
        leftovers: Leftovers,
    ) -> None:
        """`admins` are those whom the settings name."""
        self._services = services
        self._client = client
        self._posting = posting
        self._people = people
        self._leftovers = leftovers
        self._admins = [name for name in admins if not is_group(name)]

    async def keep(self, closing: asyncio.Event) -> None:
        """Look every few seconds, until it is time to close."""
        looked = -math.inf
        while not closing.is_set():
            try:
                if time.monotonic() - looked > OVER_SECONDS:
                    looked = time.monotonic()
                    await self.look_over()
                await self.look()
            except (StorageError, RetrievalError) as error:
                _log.error("moderators or admins could not be told: %s", error)
            await rest(closing, LOOK_SECONDS)

    async def look_over(self) -> None:
        """Notice which pins were deleted or unpinned without our being told. Raises StorageError."""
        await self._services.pinned.look_over(PLATFORM, partial(find_standing, self._client))

    async def look(self) -> None:
        """Clear away what dead processes left, and tell what nobody was told yet. Raises StorageError and RetrievalError."""
        await self._services.halfway.clear(PLATFORM, self._leftovers.take_down)
        await self._services.moderation.tell(PLATFORM, self._tell_of_pin)
        await self._services.refreshing.tell(PLATFORM, self._readers, self._tell_of_report)

    async def _tell_of_pin(self, pin: Pin) -> None:
        settings = await self._services.channels.of(pin.channel, pin.place)
        language = pin.language if settings.language == "auto" else settings.language
        own = pin_channel(pin)
        key = f"{pin.id} {pin.checked} {pin.finding}"
        await self._post([_channel(settings.notices) or own, own], pin_notice(pin, language), key)

    async def _tell_of_report(self, ready: Ready, reader: Reader) -> None:
        first = notice(word(reader.locale, "slack-refresh-report"))
        report = report_message(ready, reader.locale)
        await self._post([reader.name], Message(first.text, (*first.blocks, *report.blocks)), ready.id)

    async def _readers(self) -> list[Reader]:
        """Return where reports go, and in which language: the notices of each place, else the named admins."""
        chosen = await self._services.channels.chosen(PLATFORM)
        found = {
            _channel(str(each["notices"])): str(each.get("language", "en"))
            for each in chosen.values()
            if each.get("notices")
        }
        if not found:
            found = {user: await self._people.language(user) for user in self._admins}
        return [Reader(name, "en" if locale == "auto" else locale) for name, locale in found.items()]

    async def _post(self, channels: Sequence[str], message: Message, key: str) -> None:
        """Post in the first channel that takes it, where it does not stand yet. Raises as `call`."""
        for place, channel in enumerate(channels):
            try:
                await self._posting.announce(channel, message, key)
            except SlackRefused as error:
                _log.warning("%s takes no notices: %s", channel, error)
                if place == len(channels) - 1:
                    raise
            else:
                return


def _channel(notices: str) -> str:
    return notices.removeprefix(f"{PLATFORM}:").lstrip("#")
