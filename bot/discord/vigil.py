"""What moderators and admins are told unasked, once: pins that need a look, and reports of the scheduled refresh."""

import asyncio
import logging
from contextlib import suppress

import discord

from bot.deeds import Actor
from bot.discord import names
from bot.discord.boards import pin_notice_page, report_page
from bot.discord.pages import Page
from bot.discord.sending import find, post
from bot.services import Services
from bot.storage.errors import StorageError
from bot.storage.pins import Pin
from retrieval import RetrievalError

_log = logging.getLogger(__name__)

_LOOK_SECONDS = 5.0


class Vigil:
    """Watches over pins."""

    def __init__(self, client: discord.Client, services: Services) -> None:
        """Take what is looked at, and who tells."""
        self._client = client
        self._services = services

    async def keep(self) -> None:
        """Look every few seconds, until cancelled."""
        await self._client.wait_until_ready()
        while True:
            try:
                await self.look()
            except (StorageError, RetrievalError, discord.DiscordException, OSError) as error:
                _log.error("moderators could not be told: %s", " ".join(str(error).split()))
            await asyncio.sleep(_LOOK_SECONDS)

    async def look(self) -> None:
        """Tell what nobody was told yet."""
        for pin in await self._services.moderation.to_tell(names.PLATFORM):
            settings = await self._services.channels.of(pin.channel, pin.place)
            own, _ = names.find_message(pin.messages[0])
            wanted = int(settings.notices) if settings.notices.isdigit() else own
            locale = pin.language if settings.language == "auto" else settings.language
            await self._tell([wanted, own], pin_notice_page(pin, locale))
        for ready in await self._services.refreshing.to_tell(names.PLATFORM):
            for scope, chosen in (await self._services.channels.chosen(names.PLATFORM)).items():
                notices, locale = str(chosen.get("notices", "")), str(chosen.get("language", "en"))
                if notices.isdigit():
                    _log.info("a report for %s", scope)
                    await self._tell([int(notices)], report_page(ready, locale))

    async def deleted(self, channel: int, message: int) -> None:
        """Notice that somebody deleted a pinned summary."""
        pin = await self._services.moderation.pinned_in(names.message(channel, message))
        if pin is not None and pin.removed is None:
            await self._services.moderation.unpinned(_somebody(pin), pin, by_hand=True)

    async def pins_changed(self, channel: int) -> None:
        """Notice that somebody unpinned a summary."""
        known = self._client.get_channel(channel)
        guild = getattr(getattr(known, "guild", None), "id", None)
        actor = Actor(f"{names.PLATFORM}:somebody", names.place(guild))
        for pin in await self._services.moderation.pins(actor):
            where, message = names.find_message(pin.messages[0])
            if where != channel:
                continue
            with suppress(discord.HTTPException):
                found = await find(self._client, pin.messages[0]).fetch()
                if found.id == message and not found.pinned:
                    await self._services.moderation.unpinned(_somebody(pin), pin, by_hand=True)

    async def _tell(self, channels: list[int], page: Page) -> None:
        for channel in dict.fromkeys(channels):
            try:
                await post(self._client.get_partial_messageable(channel), [page], [])
            except discord.HTTPException as error:
                _log.warning("channel %s takes no notices: %s", channel, error)
            else:
                return


def _somebody(pin: Pin) -> Actor:
    return Actor(f"{names.PLATFORM}:somebody", pin.place, pin.channel)
