"""A day in half a minute: questions and pins on two platforms, a new source, an index applied and taken back, three crashes."""

import asyncio
import os
import random
import time
from dataclasses import dataclass, field

import pytest

from bot.services import Services
from bot.storage.inbox import LEASE_SECONDS
from retrieval import Standing
from tests.bot.village import edit
from tests.day.judging import (
    assert_each_answer_is_of_one_generation,
    assert_each_answer_is_of_the_generation_of_its_moment,
    assert_nothing_went_wrong,
    assert_only_what_nobody_heard_is_unanswered,
    pace_of,
    report,
)
from tests.day.members import FLOUR, WEAVERS, Members
from tests.day.pinboard import Pinboard
from tests.day.reckoning import Texts, replies, tell_all
from tests.day.staff import ADMINISTERS, OnDiscord, OnSlack, persist, says, text_of
from tests.day.town import ADMIN, Town, heard

pytestmark = pytest.mark.slow

SEED = int(os.environ.get("DAY_SEED") or random.SystemRandom().randrange(1_000_000))
"""Another day each time; a failure says which, to be told again with DAY_SEED."""
CALM, BUSY = 6.0, 20.0
ON_TIME = 0.95
"""The share of the busy pace that must have come in: the clock of a loaded machine is late now and then."""
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
    admin: OnDiscord
    other_admin: OnSlack
    board: Pinboard
    moments: dict[str, float] = field(default_factory=dict)
    waiting: list[int] = field(default_factory=list)
    first: str = ""
    report: str = ""

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
        """Wait until what tells generations apart was asked after this moment, and answered, on both platforms."""
        wanted = {(platform, text) for platform in ("discord", "slack") for text in (FLOUR, WEAVERS)}
        now = time.time()
        async with asyncio.timeout(120):
            while wanted:
                await asyncio.sleep(0.2)
                given = {each.to for each in replies(self.town)}
                wanted -= {
                    (one.platform, one.text)
                    for one in self.members.asked
                    if one.at > now and one.name in given
                }

    async def unfinished(self) -> int:
        inbox = self.services.inbox
        return await inbox.unfinished("discord") + await inbox.unfinished("slack")

    async def active(self) -> str:
        active, _ = await self.services.administration.generations()
        assert active is not None
        return active

    async def answers_from(self, generation: str) -> bool:
        return await self.active() == generation

    async def answers_from_another(self, generation: str) -> bool:
        return await self.active() != generation


async def morning(day: Day) -> None:
    """Members ask; on either platform a moderator pins a summary."""
    day.members.begin(CALM)
    crashing = asyncio.create_task(day.crash("morning", (1.0, 4.0)))
    await day.board.pin()
    await crashing
    await day.answered_from_now_on()


async def noon(day: Day) -> None:
    """An admin adds a source, edits two notes, looks ahead, and applies although the pins speak against it."""
    day.members.begin(BUSY)
    crashing = asyncio.create_task(day.crash("noon", (0.5, 6.0)))
    await persist(lambda: add_source(day), lambda: is_added(day))
    edit(day.town.folder, "about 35 tonnes of flour", "about 36 tonnes of flour")
    edit(day.town.folder, "environ 35 tonnes de farine", "environ 36 tonnes de farine", "mill-fr.md")
    day.first = await day.active()
    await persist(lambda: reindex(day), lambda: day.answers_from_another(day.first))
    day.note("applied")
    await crashing
    await day.answered_from_now_on()
    await asyncio.sleep(2)


async def add_source(day: Day) -> None:
    if proposal := await day.admin.add_file("weavers.md", NEW_SOURCE, says("The weavers of Belcourt", "Add")):
        await day.admin.press(proposal, "Add", says("weavers"))


async def is_added(day: Day) -> bool:
    known = await day.services.conversation.consult(lambda library: library.catalogue())
    return any("weavers" in each.source.id for each in known)


async def reindex(day: Day) -> None:
    report = await day.admin.command(
        "reindex", lambda shown: says("Apply")(shown) or says("started this")(shown)
    )
    if report is None or says("started this")(report):
        return
    day.report = text_of(report)
    held = await day.admin.press(report, "Apply", says("Apply anyway"))
    if held is not None:
        day.moments.setdefault("applying", time.time())
        await day.admin.press(held, "Apply anyway", says("answers now"))


async def evening(day: Day) -> None:
    """The pins are flagged and refreshed; an admin on Slack goes back, so they are flagged and refreshed once more."""
    day.members.begin(CALM)
    crashing = asyncio.create_task(day.crash("evening", (0.5, 4.0)))
    await day.board.refresh(1, "36 tonnes")
    day.note("going back")
    await persist(
        lambda: day.other_admin.command("rollback", says("answers again")),
        lambda: day.answers_from(day.first),
    )
    day.note("gone back")
    await day.board.refresh(2, "35 tonnes")
    await crashing
    await day.answered_from_now_on()


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
        town.slack.admins.add(ADMIN)
        admins = OnDiscord(town, 301, ADMINISTERS), OnSlack(town, ADMIN, "C0")
        day = Day(town, members, services, SEED, *admins, Pinboard(town, services))
        await town.start()
        for part in (morning, noon, evening, night):
            day.note(part.__name__)
            await part(day)
        stored = await heard(services)
        told = await tell_all([each for each in members.asked if each.event in stored], town, services)
        pins = [*await day.board.pins("discord"), *await day.board.pins("slack")]
        log = {(entry.deed, entry.outcome) for entry in await services.deeds.log(200)}
        active = await day.active()
    report(told, members.asked, day.moments)

    assert pace_of(members.asked, day.moments) > ON_TIME * BUSY
    assert all(stored.values())
    assert_only_what_nobody_heard_is_unanswered(members.asked, stored, town)
    assert_each_answer_is_of_one_generation(told, Texts(town.data))
    assert_each_answer_is_of_the_generation_of_its_moment(told, day.moments)
    assert all(each in day.report for each in ("weavers", "mill-en", "mill-fr", "pinned summaries"))
    assert [(pin.state, pin.checked) for pin in pins] == [(Standing.STANDS.value, active)] * 2
    assert {pin.platform: [pin.messages[0]] for pin in pins} == day.board.pinned()
    assert [len(told) for told in day.board.notices()] == [2, 2]
    deeds = ("summary", "pin", "source-add", "reindex", "rollback")
    assert {("reindex", "failed"), *((deed, "done") for deed in deeds)} <= log  # Apply was held back once
    assert {deed for deed, _ in log} == set(deeds)
    assert_nothing_went_wrong(town.said)
