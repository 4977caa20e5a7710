"""What every question asks for is read once in a while; a change is seen at once here, and soon elsewhere."""

import asyncio

from bot.storage.choices import Choices
from bot.storage.database import Database
from bot.storage.recent import SECONDS, Recent
from tests.storage.conftest import Clock


class Shelf:
    """Something slow to read, which counts its readers."""

    def __init__(self) -> None:
        self.value = "old"
        self.readings = 0

    async def read(self) -> str:
        self.readings += 1
        value = self.value
        await asyncio.sleep(0.01)
        return value


async def test_of_many_who_ask_at_once_one_reads(clock: Clock) -> None:
    shelf, recent = Shelf(), Recent[str](clock)

    values = await asyncio.gather(*(recent.read("a", shelf.read) for _ in range(20)))

    assert (set(values), shelf.readings) == ({"old"}, 1)


async def test_what_was_read_too_long_ago_is_read_again(clock: Clock) -> None:
    shelf, recent = Shelf(), Recent[str](clock)
    await recent.read("a", shelf.read)
    shelf.value = "new"

    before = await recent.read("a", shelf.read)
    clock.now += SECONDS + 0.1
    after = await recent.read("a", shelf.read)

    assert (before, after) == ("old", "new")


async def test_what_was_being_read_when_it_changed_is_not_kept(clock: Clock) -> None:
    shelf, recent = Shelf(), Recent[str](clock)
    reading = asyncio.create_task(recent.read("a", shelf.read))
    await asyncio.sleep(0)
    shelf.value = "new"
    recent.forget()
    await reading

    assert await recent.read("a", shelf.read) == "new"


async def test_a_choice_is_seen_at_once_here_and_within_seconds_in_another_process(
    database: Database, clock: Clock
) -> None:
    here, elsewhere = Choices(database), Choices(database, recent=Recent(clock))
    assert await here.read("slack:T1", "slack:C1") == {}
    assert await elsewhere.read("slack:T1", "slack:C1") == {}

    await here.write("slack:C1", {"threads": True})

    assert await here.read("slack:T1", "slack:C1") == {"threads": True}
    clock.now += SECONDS + 0.1
    assert await elsewhere.read("slack:T1", "slack:C1") == {"threads": True}


async def test_who_changes_what_they_were_given_changes_nothing_else(database: Database) -> None:
    choices = Choices(database)
    await choices.write("slack:C1", {"threads": True})
    (await choices.read("slack:C1"))["threads"] = False

    assert await choices.read("slack:C1") == {"threads": True}
