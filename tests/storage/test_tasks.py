"""Of several processes one at a time does a task; who dies in it keeps nobody waiting for longer than need be."""

import asyncio
import sys
from asyncio.subprocess import PIPE

from bot.storage.database import Database, open_database
from bot.storage.tasks import LEASE_SECONDS, Tasks
from tests.storage.conftest import Clock

TAKE = """
import asyncio, sys
from bot.storage.database import open_database
from bot.storage.tasks import Tasks

async def take():
    await Tasks(await open_database(sys.argv[1])).begin("reindex", "Ada")
    print("taken", flush=True)
    await asyncio.sleep(600)

asyncio.run(take())
"""


async def test_a_second_asker_is_told_who_is_at_it_and_how_far(database: Database) -> None:
    first, second = Tasks(database), Tasks(database)
    await first.begin("reindex", "Ada")
    await first.report("reindex", 3, 9)

    busy = await second.begin("reindex", "Grace")
    await first.end("reindex")
    free = await second.begin("reindex", "Grace")

    assert busy is not None
    assert (busy.actor, busy.done, busy.total) == ("Ada", 3, 9)
    assert free is None


async def test_who_tells_nothing_for_a_while_is_taken_over_from(database: Database, clock: Clock) -> None:
    await Tasks(database, clock).begin("reindex", "Ada")
    clock.now += LEASE_SECONDS + 1

    assert await Tasks(database, clock).begin("reindex", "Grace") is None


async def test_a_process_of_this_machine_that_was_killed_is_taken_over_from_at_once(address: str) -> None:
    other = await asyncio.create_subprocess_exec(sys.executable, "-c", TAKE, address, stdout=PIPE)
    assert other.stdout is not None
    assert await other.stdout.readline() == b"taken\n"
    database = await open_database(address)
    alive = await Tasks(database).begin("reindex", "Grace")
    other.kill()
    await other.communicate()

    free = await Tasks(database).begin("reindex", "Grace")

    await database.close()
    assert alive is not None
    assert free is None
