"""The work that a platform has begun and not finished: kept from being lost, and waited for at the end."""

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from typing import Any

_log = logging.getLogger(__name__)


class Underway:
    """Tasks of one platform."""

    def __init__(self) -> None:
        """Nothing is under way."""
        self._tasks: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        """Return how many tasks are not done."""
        return len(self._tasks)

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Begin; an error that nobody caught is logged with its traceback."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def finish(self, seconds: float) -> int:
        """Wait for all of it, but no longer than this; cancel the rest and return how much that was."""
        if not self._tasks:
            return 0
        _, late = await asyncio.wait(set(self._tasks), timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=1)
        return len(late)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("unexpected, nobody was told", exc_info=error)


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Sleep, but not longer than until told to stop.

    Tasks that use the database are told, not cancelled: a transaction that is cancelled half-way leaves a connection
    that never closes.
    """
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
