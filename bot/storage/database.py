"""One database, SQLite or PostgreSQL: opening it, bringing its tables up to date, transactions."""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Table, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.storage.errors import StorageError
from bot.storage.turns import Turns

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}
_READING: dict[str, dict[str, Any]] = {
    "sqlite": {"reads": True},
    "postgresql": {"isolation_level": "REPEATABLE READ"},
}
_MIGRATION_LOCK = 7_310_125
_BUSY_SECONDS = 15
_AGAIN_SECONDS = 0.02


class Database:
    """Transactions on one engine. Safe to share between tasks."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Use `open_database`, which also brings the tables up to date."""
        self._engine = engine
        self._turns = Turns(engine) if self.dialect == "sqlite" else None
        self._reading = engine.execution_options(**_READING[self.dialect])

    @property
    def dialect(self) -> str:
        """Either sqlite or postgresql."""
        return self._engine.dialect.name

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction: all of it is kept, or none. Raises StorageError."""
        try:
            async with (self._turns or self._engine).begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            raise StorageError(_explained(error)) from error

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that sees one moment, changes nothing and waits for nobody. Raises StorageError."""
        try:
            async with self._reading.begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            raise StorageError(_explained(error)) from error

    def insert_once(self, table: Table, values: dict[str, Any]) -> Any:  # noqa: ANN401 - a statement of either dialect
        """Return a statement that inserts a row unless its primary key is there."""
        dialect = postgresql if self.dialect == "postgresql" else sqlite
        return dialect.insert(table).values(**values).on_conflict_do_nothing()

    def upsert(self, table: Table, values: dict[str, Any]) -> Any:  # noqa: ANN401 - a statement of either dialect
        """Return a statement that inserts a row, or replaces the values of the one with its primary key."""
        keys = [column.name for column in table.primary_key.columns]
        dialect = postgresql if self.dialect == "postgresql" else sqlite
        kept = {name: value for name, value in values.items() if name not in keys}
        statement = dialect.insert(table).values(**values)
        return statement.on_conflict_do_update(index_elements=keys, set_=kept)

    async def close(self) -> None:
        """Give back connections."""
        if self._turns is not None:
            await self._turns.close()
        await self._engine.dispose()


async def open_database(address: str) -> Database:
    """Open a database by address, e.g. "sqlite:///data/bot.sqlite", and migrate it. Raises StorageError."""
    engine = _engine(address)
    try:
        if engine.dialect.name == "sqlite" and engine.url.database:
            await asyncio.to_thread(_write_ahead, engine.url.database)
        async with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            await connection.run_sync(_migrate)
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        await engine.dispose()
        raise StorageError(f"the database {_shown(address)} cannot be used: {_explained(error)}") from error
    except asyncio.CancelledError:
        with contextlib.suppress(SQLAlchemyError):
            await engine.dispose()
        raise
    return Database(engine)


def _engine(address: str) -> AsyncEngine:
    try:
        url = make_url(address)
        url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
        if url.get_backend_name() != "sqlite":
            return create_async_engine(url, pool_pre_ping=True)
        if url.database and url.database != ":memory:":
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_async_engine(url, connect_args={"timeout": _BUSY_SECONDS})
    except (ArgumentError, ImportError, OSError, SQLAlchemyError) as error:
        extra = ": pip install 'deepseek-bot[postgres]'" if isinstance(error, ImportError) else ""
        raise StorageError(
            f"the database address {_shown(address)} cannot be used ({error}){extra}"
        ) from error
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _write_ahead(file: str) -> None:
    """Let a SQLite file keep a log, so that readers wait for nobody; the file remembers it.

    SQLite itself does not wait for its turn to change this: of many that open a new file at once, some would fail.
    """
    until = time.monotonic() + _BUSY_SECONDS
    with contextlib.closing(sqlite3.connect(file, timeout=_BUSY_SECONDS)) as connection:
        while True:
            try:
                connection.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(_AGAIN_SECONDS)
            else:
                return


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    # We say BEGIN ourselves: the driver would run DDL outside of transactions, and take the write lock too late.
    connection.isolation_level = None
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get("reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _explained(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    return str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__


def _shown(address: str) -> str:
    with contextlib.suppress(ArgumentError):
        return make_url(address).render_as_string(hide_password=True)
    return "given"
