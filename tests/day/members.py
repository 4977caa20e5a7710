"""Members who ask on two platforms at a pace, say some things twice, and write down what they asked and when."""

import asyncio
import itertools
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from bot.discord import names
from bot.slack.hearing import message_name
from tests.day.town import ROOMS
from tests.discord.local_server import BOT as DISCORD_BOT
from tests.discord.local_server import CHANNEL, LocalDiscord
from tests.slack.workspace import BOT as SLACK_BOT
from tests.slack.workspace import Json, Workspace

FLOUR = "How much flour does the mill of Orval grind a year?"
WEAVERS = "What do the weavers of Belcourt make?"
QUESTIONS = (
    FLOUR,
    "Combien de farine le moulin moud-il par an ?",
    "Where do the herons nest?",
    "Who owned the mill in 1791?",
    WEAVERS,
    "De quoi est faite la roue du moulin ?",
    "What began the fire?",
    "Who won the football cup?",
    "What is the wheel of the mill made of?",
)
_PATIENCE = 3.0
"""How long Slack waits for an acknowledgement, and then before it sends an event again; each time twice as long."""
_REPEATED = 0.1


@dataclass(frozen=True)
class Asked:
    """A question; `name` and `event` are the bot's names for the message and for the event that it came in."""

    text: str
    platform: str
    name: str
    event: str
    at: float


class Members:
    """Fifty people on both platforms."""

    def __init__(self, discord: LocalDiscord, slack: Workspace, seed: str) -> None:
        self.asked: list[Asked] = []
        self._discord = discord
        self._slack = slack
        self._chance = random.Random(seed)  # noqa: S311 - a day that can be told again
        self._numbers = itertools.count()
        self._pace = 0.0
        self._due = 0.0
        self._deliveries: set[asyncio.Task[None]] = set()
        self._said: dict[str, Json] = {}

    def begin(self, pace: float) -> None:
        """Ask so many questions a second from now on."""
        self._pace, self._due = pace, time.monotonic()

    @asynccontextmanager
    async def about(self) -> AsyncIterator[None]:
        """Have them there; nobody asks yet."""
        asking = asyncio.create_task(self._ask_on())
        try:
            yield
        finally:
            for task in (asking, *self._deliveries):
                task.cancel()
            await asyncio.gather(asking, *self._deliveries, return_exceptions=True)

    async def end(self) -> None:
        """Ask nothing more, and wait until Slack has an acknowledgement for everything."""
        self._pace = 0.0
        await asyncio.wait_for(asyncio.gather(*self._deliveries), 120)

    async def ask(self, platform: str, words: str) -> Asked:
        """Ask one question."""
        number = next(self._numbers)
        asked = await (self._ask_discord if platform == "discord" else self._ask_slack)(words, number)
        self.asked.append(asked)
        return asked

    async def say_again(self, asked: Asked) -> None:
        """Let the platform send an event once more."""
        if asked.platform == "slack":
            await self._slack.send("events_api", self._said[asked.event])
        else:
            await self._discord.dispatch("MESSAGE_CREATE", self._said[asked.event])

    async def _ask_on(self) -> None:
        for number in itertools.count():
            while not self._pace or time.monotonic() < self._due:  # noqa: ASYNC110 - time itself
                await asyncio.sleep(0.01)
            self._due += 1 / self._pace
            await self.ask(("discord", "slack")[number % 2], self._chance.choice(QUESTIONS))

    async def _ask_discord(self, words: str, number: int) -> Asked:
        at, author = time.time(), 200 + number % 50
        with suppress(ConnectionError):  # whoever is at the other end has just died
            await self._discord.ask(
                f"<@{DISCORD_BOT}> {words}", author=author, channel_id=str(CHANNEL + number % ROOMS)
            )
        # The newest of this author's, also if it was said to nobody.
        identifier, message = next(
            each
            for each in reversed(self._discord.messages.items())
            if each[1]["author"]["id"] == str(author)
        )
        if self._chance.random() < _REPEATED:
            with suppress(ConnectionError):
                await self._discord.dispatch("MESSAGE_CREATE", message)
        name = names.message(int(message["channel_id"]), identifier)
        asked = Asked(words, "discord", name, names.event(identifier), at)
        self._said[asked.event] = message
        return asked

    async def _ask_slack(self, words: str, number: int) -> Asked:
        said = self._slack.say(f"C{number % ROOMS}", f"<@{SLACK_BOT}> {words}", user=f"U{number % 50}")
        body = self._slack.event_body({**said, "type": "app_mention"})
        task = asyncio.create_task(self._deliver(body, self._chance.random() < _REPEATED))
        self._deliveries.add(task)
        task.add_done_callback(self._deliveries.discard)
        name = message_name(said["channel"], said["ts"])
        asked = Asked(words, "slack", name, f"slack:{body['event_id']}", time.time())
        self._said[asked.event] = body
        return asked

    async def _deliver(self, body: Json, twice: bool) -> None:  # noqa: FBT001 - drawn by chance
        """Send an event until it is acknowledged; once more if Slack has a bad day."""
        for _ in range(1 + twice):
            wait = _PATIENCE
            while not await self._is_acknowledged(body):
                await asyncio.sleep(wait)
                wait *= 2

    async def _is_acknowledged(self, body: Json) -> bool:
        with suppress(TimeoutError, ConnectionError):
            async with asyncio.timeout(_PATIENCE):
                await self._slack.send("events_api", body)
                return True
        return False
