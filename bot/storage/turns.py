"""How SQLite's writers take turns: in the order in which they came, and those who wait together share one commit.

SQLite lets one write at a time and has others try again by chance, so who came first would wait for seconds. And a
commit waits for the disk: under load a hundred writers wait for it once, not one after the other.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

_MOST = 100
"""How many share a commit at most, so that the first does not wait for long."""


class _Batch:
    """A transaction that several share, each behind a savepoint; `done` tells that it is kept, or why not."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.size = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.done.add_done_callback(lambda done: done.cancelled() or done.exception())


class Turns:
    """The writers of one engine in one process."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Nobody writes yet."""
        self._engine = engine
        self._turn = asyncio.Lock()
        self._batch: _Batch | None = None
        self._committing: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Write when it is our turn; all of it is kept when this ends, or none. Raises SQLAlchemyError."""
        async with self._turn:
            if self._batch is not None and self._batch.size >= _MOST:
                await self._keep(self._batch)
            batch = self._batch or await self._open()
            batch.size += 1
            async with batch.connection.begin_nested():
                yield batch.connection
        # Shielded: who is given up does not take back what others are told of.
        await asyncio.shield(batch.done)

    async def close(self) -> None:
        """Wait for what is being kept."""
        await asyncio.gather(*self._committing)

    async def _open(self) -> _Batch:
        connection = await self._engine.connect()
        try:
            await connection.begin()
        except BaseException:
            await connection.close()
            raise
        self._batch = _Batch(connection)
        # It takes its turn as a writer does: who waits already comes before it, and so into this batch.
        task = asyncio.create_task(self._commit(self._batch))
        self._committing.add(task)
        task.add_done_callback(self._committing.discard)
        return self._batch

    async def _commit(self, batch: _Batch) -> None:
        async with self._turn:
            if self._batch is batch:
                await self._keep(batch)

    async def _keep(self, batch: _Batch) -> None:
        self._batch = None
        try:
            await batch.connection.commit()
        except Exception as error:  # noqa: BLE001 - whatever it is, everybody who shares it is told
            batch.done.set_exception(error)
        finally:
            with contextlib.suppress(Exception):
                await batch.connection.close()
            if not batch.done.done():
                batch.done.set_result(None)
