"""What one at a time does, over all processes: whoever comes second waits until the first is done, or dead."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.storage.errors import StorageError
from bot.storage.tasks import LEASE_SECONDS, Tasks
from bot.underway import pause

_log = logging.getLogger(__name__)
_AGAIN_SECONDS = 0.2


@asynccontextmanager
async def alone(tasks: Tasks, what: str) -> AsyncIterator[None]:
    """Wait for one's turn at something, and hold it. Raises StorageError.

    Who dies in it is waited for half a minute.
    """
    await _turn(tasks, what)
    over = asyncio.Event()
    renewing = asyncio.create_task(_renew(tasks, what, over))
    try:
        yield
    finally:
        over.set()
        await asyncio.gather(renewing, return_exceptions=True)
        try:
            await tasks.end(what)
        except StorageError as error:
            _log.warning("%s is free for others in half a minute only: %s", what, error)


async def _turn(tasks: Tasks, what: str) -> None:
    while True:
        if await tasks.begin(what, "one at a time") is None:
            return
        await asyncio.sleep(_AGAIN_SECONDS)


async def _renew(tasks: Tasks, what: str, over: asyncio.Event) -> None:
    while not over.is_set():
        await pause(over, LEASE_SECONDS / 3)
        try:
            await tasks.report(what, 0, 0)
        except StorageError as error:
            _log.warning("%s could not be held on to: %s", what, error)
