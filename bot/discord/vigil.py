"""What moderators and admins are told unasked, once: pins that need a look, and reports of the scheduled refresh."""

import asyncio
import hashlib
import logging
import time
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress

import discord

from bot.administration import Ready
from bot.deeds import Actor
from bot.discord import names
from bot.discord.boards import pin_notice_page, report_pages
from bot.discord.leftovers import Leftovers
from bot.discord.pages import Page
from bot.discord.sending import find, post
from bot.pinned import OVER_SECONDS
from bot.refreshing import Reader
from bot.services import Services
from bot.storage.errors import StorageError
from bot.storage.pins import Pin
from retrieval import RetrievalError

_log = logging.getLogger(__name__)

_LOOK_SECONDS = 5.0


class Vigil:
    """Watches over pins."""

    def __init__(self, client: discord.Client, services: Services, leftovers: Leftovers) -> None:
        """Take what is looked at, and who tells."""
        self._leftovers = leftovers
        self._client = client
        self._services = services

    async def keep(self) -> None:
        """Look every few seconds, until cancelled."""
        await self._client.wait_until_ready()
        looked = time.monotonic()  # once we are ready we look anyway
        while True:
            if time.monotonic() - looked > OVER_SECONDS:
                looked = time.monotonic()
                await self.look_over()
            try:
                await self.look()
            except (StorageError, RetrievalError, discord.DiscordException, OSError) as error:
                _log.error("moderators could not be told: %s", " ".join(str(error).split()))
            await asyncio.sleep(_LOOK_SECONDS)

    async def look(self) -> None:
        """Clear away what dead processes left, and tell what nobody was told yet. Raises StorageError and RetrievalError."""
        await self._services.halfway.clear(names.PLATFORM, self._leftovers.take_down)
        await self._services.moderation.tell(names.PLATFORM, self._tell_of_pin)
        await self._services.refreshing.tell(names.PLATFORM, self._readers, self._tell_of_report)

    async def look_over(self) -> None:
        """Notice which pins were deleted or unpinned while we did not listen."""
        try:
            await self._services.pinned.look_over(names.PLATFORM, self._stands)
        except StorageError as error:
            _log.error("pins are looked over later: %s", error)

    async def deleted(self, channel: int, messages: Collection[int]) -> None:
        """Notice that somebody deleted pinned summaries."""
        gone = {names.message(channel, each) for each in messages}
        await self._services.pinned.deleted(names.PLATFORM, gone)

    async def pins_changed(self, channel: int) -> None:
        """Notice that somebody unpinned a summary."""
        known = self._client.get_channel(channel)
        guild = getattr(getattr(known, "guild", None), "id", None)
        actor = Actor(f"{names.PLATFORM}:somebody", names.place(guild))
        for pin in await self._services.moderation.pins(actor):
            if names.find_message(pin.messages[0])[0] == channel:
                await self._services.pinned.look_at(pin.id, self._stands)

    async def _stands(self, pin: Pin) -> list[str]:
        """Return which messages of a pin are there, the first only if it is pinned. Raises discord.HTTPException."""
        there: list[str] = []
        for name in pin.messages:
            with suppress(discord.NotFound):
                found = await find(self._client, name).fetch()
                if found.pinned or there:
                    there.append(name)
        return there

    async def _tell_of_pin(self, pin: Pin) -> None:
        settings = await self._services.channels.of(pin.channel, pin.place)
        own, _ = names.find_message(pin.messages[0])
        wanted = int(settings.notices) if settings.notices.isdigit() else own
        locale = pin.language if settings.language == "auto" else settings.language
        # Of a process that died between posting and marking, Discord knows the nonce: nobody is told twice.
        nonce = hashlib.sha256(f"{pin.id} {pin.checked} {pin.finding}".encode()).hexdigest()
        await self._tell(dict.fromkeys((wanted, own)), [pin_notice_page(pin, locale)], nonce)

    async def _tell_of_report(self, ready: Ready, reader: Reader) -> None:
        nonce = hashlib.sha256(f"{ready.id} {reader.name}".encode()).hexdigest()
        await self._tell([int(reader.name)], report_pages(ready, reader.locale), nonce)

    async def _readers(self) -> list[Reader]:
        """Return where reports go, and in which language: the notices of each place."""
        chosen = await self._services.channels.chosen(names.PLATFORM)
        found = {
            str(each["notices"]): str(each.get("language", "en"))
            for each in chosen.values()
            if str(each.get("notices", "")).isdigit()
        }
        return [Reader(name, "en" if locale == "auto" else locale) for name, locale in found.items()]

    async def _tell(self, channels: Iterable[int], pages: Sequence[Page], nonce: str) -> None:
        """Post in the first of the channels that takes it. Raises discord.HTTPException if none does."""
        refused = None
        for channel in channels:
            try:
                await post(self._client.get_partial_messageable(channel), pages, [], nonce=nonce)
            except discord.HTTPException as error:
                _log.warning("channel %s takes no notices: %s", channel, error)
                refused = error
            else:
                return
        if refused:
            raise refused
