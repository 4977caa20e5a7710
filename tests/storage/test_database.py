"""Opening a database: from nothing, again, by two processes at once, or not at all."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, text

from bot.storage.database import Database, _engine, open_database
from bot.storage.errors import StorageError
from bot.storage.pins import Pins
from bot.storage.tables import audit, metadata

ROOT = Path(__file__).parents[2]
OPEN = "import asyncio, sys; from bot.storage.database import open_database; asyncio.run(open_database(sys.argv[1]))"
ROW = {
    "at": 1.0,
    "platform": "p",
    "place": "p",
    "actor": "a",
    "deed": "d",
    "outcome": "done",
    "details": {},
}
"""A line of the audit log."""
PIN = {
    "platform": "slack",
    "place": "slack:T1",
    "channel": "slack:C1",
    "messages": '["slack:C1:1"]',
    "title": "The mill",
    "language": "en",
    "thread": False,
    "record": "{}",
    "checked": "g2",
    "author": "hash",
    "created": 1.0,
}
"""A pinned summary, as the first version kept it."""


async def columns(database: Database) -> dict[str, set[str]]:
    async with database.begin() as connection:
        return await connection.run_sync(
            lambda sync: {
                name: {column["name"] for column in inspect(sync).get_columns(name)}
                for name in inspect(sync).get_table_names()
                if name != "alembic_version"
            }
        )


async def test_migrations_make_the_tables_that_the_code_knows(database: Database) -> None:
    known = {table.name: {column.name for column in table.columns} for table in metadata.tables.values()}

    assert await columns(database) == known


async def test_opening_again_keeps_what_is_there(address: str) -> None:
    first = await open_database(address)
    async with first.begin() as connection:
        await connection.execute(audit.insert().values(**ROW))
    await first.close()

    again = await open_database(address)
    async with again.begin() as connection:
        rows = (await connection.execute(audit.select())).all()
    await again.close()

    assert len(rows) == 1


async def test_many_that_open_at_once_migrate_once(address: str) -> None:
    databases = await asyncio.gather(*(open_database(address) for _ in range(4)))

    assert all(await asyncio.gather(*(columns(database) for database in databases)))
    await asyncio.gather(*(database.close() for database in databases))


@pytest.mark.slow
async def test_two_processes_that_open_at_once_both_succeed(address: str) -> None:
    command = [sys.executable, "-W", "ignore", "-c", OPEN, address]
    processes = [
        await asyncio.create_subprocess_exec(*command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(2)
    ]

    done = await asyncio.gather(*(process.communicate() for process in processes))

    assert [process.returncode for process in processes] == [0, 0], done


async def test_all_of_a_transaction_is_kept_or_none(database: Database) -> None:
    with pytest.raises(StorageError):  # noqa: PT012 - the transaction is the story
        async with database.begin() as connection:
            await connection.execute(audit.insert().values(**ROW))
            await connection.execute(audit.insert().values(**{**ROW, "deed": None}))

    async with database.begin() as connection:
        assert (await connection.execute(audit.select())).all() == []


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://nobody:secret@/none?host=/nowhere",
        "sqlite:////proc/none/bot.sqlite",
        "oracle://somewhere",
        "no address at all",
    ],
)
async def test_a_database_that_cannot_be_used_is_one_line_without_its_password(address: str) -> None:
    with pytest.raises(StorageError) as caught:
        await open_database(address)

    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


async def test_pins_of_the_first_version_are_told_of_no_more_than_they_were(address: str) -> None:
    await migrate(address, "0001")
    rows = [
        {**PIN, "id": "known", "state": "changed", "told": "g2"},
        {**PIN, "id": "unknown", "state": "gone", "told": "g1"},
        {**PIN, "id": "true", "state": "stands", "told": None},
    ]
    await insert_all(address, rows)

    database = await open_database(address)
    found = {pin.id: pin for pin in await Pins(database).standing()}
    await database.close()

    assert found["known"].finding == found["known"].told == "g2"
    assert found["unknown"].finding == "g2" != found["unknown"].told
    assert found["true"].finding is None


async def migrate(address: str, revision: str) -> None:
    """Bring an empty database to an earlier version."""

    def upgrade(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(ROOT / "bot" / "storage" / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    engine = _engine(address)
    async with engine.begin() as connection:
        await connection.run_sync(upgrade)
    await engine.dispose()


async def insert_all(address: str, rows: list[dict[str, Any]]) -> None:
    columns = ", ".join(rows[0])
    values = ", ".join(f":{name}" for name in rows[0])
    engine = _engine(address)
    async with engine.begin() as connection:
        await connection.execute(text(f"INSERT INTO pins ({columns}) VALUES ({values})"), rows)  # noqa: S608 - names of our own
    await engine.dispose()
