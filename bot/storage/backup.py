"""All tables as one file, and back: the same file fits SQLite and PostgreSQL."""

import asyncio
import gzip
import json
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.tables import audit, metadata

_VERSION = 1
_BATCH = 500
_TERMINAL = "terminal"
"""The platform of who can run the program."""


async def back_up(database: Database, file: Path) -> int:
    """Write every row, at one moment, to a new file; return how many. Raises StorageError."""
    lines = [json.dumps({"deepseek-bot": _VERSION})]
    async with database.read() as connection:
        for table in metadata.sorted_tables:
            rows = (await connection.execute(select(table))).mappings()
            lines += [json.dumps({"table": table.name, "row": dict(row)}) for row in rows]
    await asyncio.to_thread(_write, file, lines)
    return len(lines) - 1


async def restore(database: Database, file: Path) -> int:
    """Fill empty tables from a file, all of them or none; return how many rows. Raises StorageError.

    What the terminal has put into the audit log already follows what the file brings for it.
    """
    found = await asyncio.to_thread(_read, file)
    async with database.begin() as connection:
        since = await _take_out(connection, audit.c.platform == _TERMINAL)
        for table in metadata.sorted_tables:
            if (await connection.execute(select(func.count()).select_from(table))).scalar_one():
                raise StorageError(
                    f"the database holds rows already ({table.name}): restore into an empty one, so that nothing is lost"
                )
            rows = found[table.name]
            for start in range(0, len(rows), _BATCH):
                await connection.execute(insert(table), rows[start : start + _BATCH])
        if database.dialect == "postgresql":
            # Rows that bring their numbers along leave the sequence where it was.
            await connection.execute(
                text("SELECT setval(pg_get_serial_sequence('audit', 'id'), max(id)) FROM audit")
            )
        for row in since:
            await connection.execute(insert(audit).values(**row))
    return sum(map(len, found.values()))


async def _take_out(connection: AsyncConnection, which: ColumnElement[bool]) -> list[dict[str, Any]]:
    """Delete entries of the audit log and return them, oldest first, without their numbers."""
    columns = [column for column in audit.c if column is not audit.c.id]
    rows = (await connection.execute(select(*columns).where(which).order_by(audit.c.id))).mappings().all()
    await connection.execute(delete(audit).where(which))
    return [dict(row) for row in rows]


def _write(file: Path, lines: list[str]) -> None:
    try:
        with gzip.open(file, "xt", encoding="utf-8") as opened:
            opened.writelines(f"{line}\n" for line in lines)
    except FileExistsError:
        raise StorageError(f"{file} is there already: choose another name") from None
    except OSError as error:
        file.unlink(missing_ok=True)
        raise StorageError(f"{file} cannot be written ({error.strerror}): choose another place") from error


def _read(file: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {table.name: [] for table in metadata.sorted_tables}
    try:
        with gzip.open(file, "rt", encoding="utf-8") as opened:
            if json.loads(opened.readline()) != {"deepseek-bot": _VERSION}:
                raise StorageError(f"{file} is no backup that this version can read")
            for line in opened:
                entry = json.loads(line)
                found[entry["table"]].append(entry["row"])
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise StorageError(f"{file} is no whole backup ({error}): name one that `backup` wrote") from error
    return found
