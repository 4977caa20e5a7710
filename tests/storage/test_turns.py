"""Writers who wait together share a commit; each has all of its own or none, and knows which."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import event, insert, select

from bot.storage.database import Database, open_database
from bot.storage.errors import StorageError
from bot.storage.tables import tasks


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    return tmp_path / "bot.sqlite"


@pytest.fixture
async def shared(file: Path) -> AsyncIterator[Database]:
    opened = await open_database(f"sqlite:///{file}")
    yield opened
    await opened.close()


def count_commits(database: Database) -> list[int]:
    commits: list[int] = []
    event.listen(database._engine.sync_engine, "commit", lambda _connection: commits.append(1))
    return commits


async def write(database: Database, name: str, *, fails: bool = False) -> None:
    row = {"owner": "o", "actor": "a", "lease": 0.0, "started": 0.0, "done": 0, "total": 0}
    async with database.begin() as connection:
        await connection.execute(insert(tasks).values(name=name, **row))
        if fails:
            await connection.execute(insert(tasks).values(name=None, **row))


def kept(file: Path) -> set[str]:
    """Return what another process would find now."""
    connection = sqlite3.connect(file)
    names = {name for (name,) in connection.execute("SELECT name FROM tasks")}
    connection.close()
    return names


async def test_a_burst_of_writers_waits_for_the_disk_a_few_times(shared: Database, file: Path) -> None:
    commits = count_commits(shared)

    await asyncio.gather(*(write(shared, f"task {number}") for number in range(250)))

    assert len(kept(file)) == 250
    assert len(commits) <= 4


async def test_whoever_is_done_is_kept_for_every_other_process(shared: Database, file: Path) -> None:
    seen: list[bool] = []

    async def write_and_look(name: str) -> None:
        await write(shared, name)
        seen.append(name in kept(file))

    await asyncio.gather(*(write_and_look(f"task {number}") for number in range(30)))

    assert seen == [True] * 30


async def test_who_fails_takes_nobody_along_and_leaves_nothing(shared: Database, file: Path) -> None:
    done = await asyncio.gather(
        *(write(shared, f"task {number}", fails=number % 3 == 0) for number in range(30)),
        return_exceptions=True,
    )

    assert [isinstance(each, StorageError) for each in done] == [number % 3 == 0 for number in range(30)]
    assert kept(file) == {f"task {number}" for number in range(30) if number % 3}


async def test_who_gives_up_waiting_leaves_the_others_served(shared: Database, file: Path) -> None:
    writers = [asyncio.create_task(write(shared, f"task {number}")) for number in range(30)]
    await asyncio.sleep(0)
    for writer in writers[10:]:
        writer.cancel()
    await asyncio.gather(*writers, return_exceptions=True)
    await write(shared, "last")

    assert {f"task {number}" for number in range(10)} | {"last"} <= kept(file)


async def test_who_is_cut_short_amid_writing_is_not_believed_kept(shared: Database, file: Path) -> None:
    async def stuck() -> None:
        async with shared.begin() as connection:
            await connection.execute(select(tasks))
            await asyncio.Event().wait()

    cut = asyncio.create_task(stuck())
    await asyncio.sleep(0.05)
    others = [asyncio.create_task(write(shared, f"task {number}")) for number in range(5)]
    await asyncio.sleep(0.05)
    cut.cancel()
    done = await asyncio.gather(*others, return_exceptions=True)

    believed = {f"task {number}" for number, each in enumerate(done) if each is None}
    assert believed == kept(file)
    await write(shared, "later")
    assert "later" in kept(file)


async def test_if_the_commit_fails_everybody_who_shares_it_is_told(shared: Database, file: Path) -> None:
    def refuse(_connection: object) -> None:
        event.remove(shared._engine.sync_engine, "commit", refuse)
        raise OSError("the disk is full")

    event.listen(shared._engine.sync_engine, "commit", refuse)

    done = await asyncio.gather(
        *(write(shared, f"task {number}") for number in range(5)), return_exceptions=True
    )

    believed = {f"task {number}" for number, each in enumerate(done) if each is None}
    assert any(isinstance(each, StorageError) for each in done)
    assert believed == kept(file)
