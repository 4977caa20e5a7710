"""What the moderators of both platforms pin in chat, and what they are shown of it."""

import asyncio

from bot.deeds import Actor
from bot.discord import names
from bot.services import Services
from bot.slack.hearing import message_name
from bot.storage.pins import Pin
from retrieval import Standing
from tests.day.staff import MODERATES, OnDiscord, OnSlack, labels, persist, says, text_of
from tests.day.town import MODERATOR, Town
from tests.discord.local_server import CHANNEL, GUILD
from tests.slack.workspace import Json

TOPIC = "The mill of Orval"
ROOM = "CPINS"
"""Where the moderator on Slack is at home."""
_PLACES = {"discord": names.place(GUILD), "slack": "slack:T1"}


class Pinboard:
    """Two moderators with one topic; `services` tell what the bot knows of it."""

    def __init__(self, town: Town, services: Services) -> None:
        self._town = town
        self._services = services
        self._discord = OnDiscord(town, 300, MODERATES)
        self._slack = OnSlack(town, MODERATOR, ROOM)

    async def pin(self) -> None:
        """Let both ask for a summary and pin it."""
        await asyncio.gather(
            persist(self._pin_on_discord, lambda: self.pins("discord")),
            persist(self._pin_on_slack, lambda: self.pins("slack")),
        )

    async def refresh(self, count: int, words: str) -> None:
        """Wait until both were told so often that their pin is not true, and let them press Refresh until it is."""
        await persist(lambda: asyncio.sleep(0.1), lambda: self._are_told(count))
        await asyncio.gather(
            persist(self._refresh_on_discord, lambda: self._is_true("discord", words)),
            persist(self._refresh_on_slack, lambda: self._is_true("slack", words)),
        )

    async def pins(self, platform: str) -> list[Pin]:
        """Return what the bot knows to be pinned."""
        return await self._services.moderation.pins(Actor(f"{platform}:anybody", _PLACES[platform]))

    def pinned(self) -> dict[str, list[str]]:
        """Return what is pinned for everybody to see: names of messages."""
        return {
            "discord": [names.message(CHANNEL, message) for message in self._town.discord.pinned],
            "slack": [message_name(channel, ts) for channel, ts in sorted(self._town.slack.pinned)],
        }

    def notices(self) -> tuple[list[Json], list[Json]]:
        """Return what moderators were told of pins, on Discord and on Slack."""
        discord = [each for each in self._town.discord.answers if "Refresh" in labels(each)]
        slack = [each for each in self._town.slack.posted(ROOM) if "Refresh" in labels(each)]
        return discord, slack

    async def _pin_on_discord(self) -> None:
        if preview := await self._discord.command("summary", says("Pin", "Cancel"), topic=TOPIC):
            await self._discord.press(preview, "Pin", says(TOPIC))

    async def _pin_on_slack(self) -> None:
        if preview := await self._slack.command(f"summary {TOPIC}", says("Pin", "Cancel")):
            await self._slack.click(preview, "summary-pin", says(""))

    async def _refresh_on_discord(self) -> None:
        await self._discord.press(self.notices()[0][-1], "Refresh", says(TOPIC))

    async def _refresh_on_slack(self) -> None:
        await self._slack.click(self.notices()[1][-1], "pin-refresh", says(""))

    async def _are_told(self, count: int) -> bool:
        return all(len(told) >= count for told in self.notices())

    async def _is_true(self, platform: str, words: str) -> bool:
        (pin,) = await self.pins(platform)
        return pin.state == Standing.STANDS.value and words in self._shown_by(pin)

    def _shown_by(self, pin: Pin) -> str:
        number = pin.messages[0].rpartition(":")[2]
        if pin.platform == "discord":
            return text_of(self._town.discord.messages[int(number)])
        (shown,) = (each for each in self._town.slack.posted(ROOM) if each["ts"] == number)
        return text_of(shown)
