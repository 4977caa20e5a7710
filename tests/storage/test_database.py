"""Opening a database: from nothing, again, by two processes at once, or not at all."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect

from bot.storage.database import Database, open_database
from bot.storage.errors import StorageError
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
