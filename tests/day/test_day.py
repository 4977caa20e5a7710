"""A day in half a minute: questions on two platforms, a pin, a new source, an index applied and taken back, three crashes."""

import asyncio
import os
import random
import time
from dataclasses import dataclass, field

import aiohttp
import pytest

from bot.administration import Ready
from bot.deeds import Actor
from bot.moderation import Preview
from bot.services import Services
from bot.slack.client import build_client
from bot.slack.hearing import message_name
from bot.slack.rendering import render
from bot.storage.inbox import LEASE_SECONDS
from bot.storage.pins import Pin
from bot.storage.tasks import Progress
from retrieval import Generation, Standing, Summary, Upload
from tests.bot.village import edit
from tests.day.judging import (
    assert_each_answer_is_of_one_generation,
    assert_each_answer_is_of_the_generation_of_its_moment,
    assert_nothing_went_wrong,
    assert_only_what_nobody_heard_is_unanswered,
    report,
)
from tests.day.members import Members
from tests.day.reckoning import Texts, replies, tell_all
from tests.day.town import Town, heard
from tests.slack.rules import texts
from tests.slack.workspace import TOKEN, Json

pytestmark = pytest.mark.slow

SEED = int(os.environ.get("DAY_SEED", "1"))
CALM, BUSY = 6.0, 20.0
MODERATOR = Actor("slack:UMOD", "slack:T1", "slack:CPINS")
ADMIN = Actor("slack:UADMIN", "slack:T1", "slack:CADMINS")
TOPIC = "The mill of Orval"
NEW_SOURCE = (
    b"# The weavers of Belcourt\n\nThe weavers of Belcourt make linen sails for the barges of the river.\n"
)
_SETTLING_SECONDS = 3.0


@dataclass
class Day:
    """`moments` tells when what happened, by the clock of the wall."""

    town: Town
    members: Members
    services: Services
    seed: int
    moments: dict[str, float] = field(default_factory=dict)
    waiting: list[int] = field(default_factory=list)

    def note(self, moment: str) -> None:
        self.moments[moment] = time.time()

    async def crash(self, part: str, within: tuple[float, float]) -> None:
        """Kill the process at a random moment at which somebody waits for an answer, and start it again."""
        await asyncio.sleep(random.Random(f"{self.seed} {part}").uniform(*within))  # noqa: S311 - told again
        while not (waiting := await self.unfinished()):  # noqa: ASYNC110 - another process says so
            await asyncio.sleep(0.01)
        print(f"seed {self.seed}, {part}: killed while {waiting} questions wait")  # noqa: T201 - for a failure's report
        self.waiting.append(waiting)
        await self.town.crash()

    async def answered_from_now_on(self) -> None:
        """Wait until people on both platforms have an answer to what they asked after this moment."""
        now, platforms = time.time(), set[str]()
        async with asyncio.timeout(120):
            while platforms != {"discord", "slack"}:
                await asyncio.sleep(0.2)
                given = {each.to for each in replies(self.town)}
                platforms = {one.platform for one in self.members.asked if one.at > now and one.name in given}

    async def unfinished(self) -> int:
        inbox = self.services.inbox
        return await inbox.unfinished("discord") + await inbox.unfinished("slack")

    async def pin(self) -> Pin:
        (pin,) = await self.services.moderation.pins(MODERATOR)
        return pin


async def say_nothing(_progress: Progress) -> None:
    pass


async def show(town: Town, summary: Summary, ts: str | None = None) -> str:
    """Let the moderator's summary be posted, or change what was posted, as the bot does it; return its time."""
    (message,) = render(summary.answer, None)
    content: Json = {"channel": "CPINS", "text": message.text, "blocks": list(message.blocks)}
    async with aiohttp.ClientSession() as session:
        client = build_client(TOKEN, f"{town.slack.address}/api/", session)
        sent = await (client.chat_update(ts=ts, **content) if ts else client.chat_postMessage(**content))
    return str(sent["ts"])


async def morning(day: Day) -> None:
    """Members ask, a moderator pins a summary."""
    day.members.begin(CALM)
    crashing = asyncio.create_task(day.crash("morning", (1.0, 4.0)))
    preview = await day.services.moderation.summarise(MODERATOR, TOPIC, "en")
    assert isinstance(preview, Preview)
    taken = await day.services.moderation.take(preview.id)
    assert taken is not None
    ts = await show(day.town, taken.summary)
    await day.services.moderation.pinned(MODERATOR, taken, [message_name("CPINS", ts)])
    await crashing
    await day.answered_from_now_on()


async def noon(day: Day) -> None:
    """An admin adds a source, edits two notes, looks ahead, and applies although the pin speaks against it."""
    day.members.begin(BUSY)
    crashing = asyncio.create_task(day.crash("noon", (0.5, 6.0)))
    consult, administration = day.services.conversation.consult, day.services.administration
    proposal = await consult(lambda library: library.propose(Upload("weavers.md", NEW_SOURCE)))
    await consult(lambda library: library.add_source(proposal))
    edit(day.town.folder, "about 35 tonnes of flour", "about 36 tonnes of flour")
    edit(day.town.folder, "environ 35 tonnes de farine", "environ 36 tonnes de farine", "mill-fr.md")
    ready = await administration.dry_run(ADMIN, "Ada", say_nothing)
    assert isinstance(ready, Ready)
    assert (ready.report.plan.added, set(ready.report.plan.changed)) == (
        (proposal.id,),
        {"mill-en", "mill-fr"},
    )
    assert ready.report.stops == ("pins",)
    assert await administration.apply(ADMIN, ready.id) == ready
    day.note("applying")
    applied = await administration.apply(ADMIN, ready.id, anyway=True)
    day.note("applied")
    assert isinstance(applied, Generation)
    await crashing
    await day.answered_from_now_on()
    await asyncio.sleep(2)


async def evening(day: Day) -> None:
    """The pin is flagged and refreshed; the admin goes back, so it is flagged and refreshed once more."""
    crashing = asyncio.create_task(day.crash("evening", (0.5, 4.0)))
    await flagged_and_refreshed(day, "36 tonnes")
    await asyncio.sleep(1)
    day.note("going back")
    await day.services.administration.rollback(ADMIN)
    day.note("gone back")
    await flagged_and_refreshed(day, "35 tonnes")
    await crashing
    await day.answered_from_now_on()


async def flagged_and_refreshed(day: Day, words: str) -> None:
    moderation, before = day.services.moderation, await day.pin()
    assert before.state == Standing.CHANGED.value
    summary = await moderation.refresh(before)
    assert isinstance(summary, Summary)
    ts = before.messages[0].rpartition(":")[2]
    await show(day.town, summary, ts)
    await moderation.refreshed(MODERATOR, before, summary, before.messages)
    (shown,) = (each for each in day.town.slack.posted("CPINS") if each["ts"] == ts)
    assert words in "".join(texts(shown["blocks"]))


async def night(day: Day) -> None:
    """Nobody asks any more; what is left is answered, and the process leaves in order."""
    await day.members.end()
    async with asyncio.timeout(LEASE_SECONDS + 60):
        while await day.unfinished():  # noqa: ASYNC110 - another process says so
            await asyncio.sleep(0.2)
    await asyncio.sleep(_SETTLING_SECONDS)  # in which a second answer would come
    assert await day.town.stop() == 0, day.town.said


async def test_a_day_with_three_crashes_loses_nothing_doubles_nothing_and_leaves_nothing_stale(
    town: Town,
) -> None:
    members = Members(town.discord, town.slack, f"{SEED} members")
    async with town.beside() as services, members.about():
        day = Day(town, members, services, SEED)
        await town.start()
        for part in (morning, noon, evening, night):
            day.note(part.__name__)
            await part(day)
        stored = await heard(services)
        told = await tell_all([each for each in members.asked if each.event in stored], town, services)
        pin, log = await day.pin(), await services.deeds.log(20)
        active, _ = await services.administration.generations()
    report(told, members.asked, day.moments)

    assert all(stored.values())
    assert_only_what_nobody_heard_is_unanswered(members.asked, stored, town)
    assert_each_answer_is_of_one_generation(told, Texts(town.data))
    assert_each_answer_is_of_the_generation_of_its_moment(told, day.moments)
    assert (pin.state, pin.checked) == (Standing.STANDS.value, active)
    assert [(entry.deed, entry.outcome) for entry in reversed(log)] == [
        ("pin", "done"),
        ("reindex", "done"),
        ("reindex", "done"),
        ("pin", "done"),
        ("rollback", "done"),
        ("pin", "done"),
    ]
    assert_nothing_went_wrong(town.said)
