"""One at a time does something, over all processes; who dies in it is waited for no longer than half a minute."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import alone as room
from bot.alone import alone
from bot.storage.database import Database, open_database
from bot.storage.tables import tasks
from bot.storage.tasks import LEASE_SECONDS, Tasks


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_database(f"sqlite:///{tmp_path / 'bot.sqlite'}")
    yield opened
    await opened.close()


async def test_who_comes_second_waits_until_the_first_is_done(database: Database) -> None:
    told: list[str] = []

    async def work(tasks: Tasks, name: str) -> None:
        async with alone(tasks, "a pin"):
            told.append(f"{name} begins")
            await asyncio.sleep(0.3)
            told.append(f"{name} ends")

    one, other = Tasks(database), Tasks(database)
    await asyncio.gather(work(one, "a"), work(one, "b"), work(other, "c"))

    begun = [each[0] for each in told[::2]]
    assert sorted(begun) == ["a", "b", "c"]
    assert told == [f"{name} {step}" for name in begun for step in ("begins", "ends")]


async def test_another_thing_is_nobodys_hindrance(database: Database) -> None:
    tasks = Tasks(database)
    async with alone(tasks, "a pin"), asyncio.timeout(5), alone(tasks, "another pin"):
        held = await tasks.begin("a pin", "somebody")

    assert held is not None
    assert await tasks.begin("a pin", "somebody") is None


async def test_what_a_dead_process_held_is_free_after_its_lease(database: Database) -> None:
    dead = Tasks(database)
    await dead.begin("a pin", "one at a time")
    later = Tasks(database, lambda: time.time() + LEASE_SECONDS + 1)

    async with asyncio.timeout(5), alone(later, "a pin"):
        held = await dead.begin("a pin", "somebody")

    assert held is not None


async def test_what_takes_long_is_held_all_the_while(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "LEASE_SECONDS", 0.3)
    now = time.time()
    slow = Tasks(database, lambda: now)
    async with alone(slow, "a pin"):
        now += LEASE_SECONDS - 1
        await asyncio.sleep(0.4)
        now += LEASE_SECONDS - 1
        held = await Tasks(database, lambda: now).begin("a pin", "somebody")

    assert held is not None


async def test_what_dead_processes_held_is_forgotten_and_what_is_held_is_not(database: Database) -> None:
    dead = Tasks(database, lambda: time.time() - LEASE_SECONDS - 1)
    await dead.begin("a pin", "one at a time")
    living = Tasks(database)
    await living.begin("another pin", "one at a time")

    await living.forget_dead()

    async with database.read() as connection:
        left = (await connection.execute(select(tasks.c.name))).scalars().all()
    assert left == ["another pin"]
