"""How far a thread is, passed on to who waits for it at a pace that platforms allow."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.storage.tasks import Progress, Tasks
from bot.underway import pause

_log = logging.getLogger(__name__)

Tell = Callable[[Progress], Awaitable[None]]


class Abandoned(Exception):
    """Nobody waits any more for what a thread is at."""


@dataclass(slots=True)
class Pace:
    """What a thread calls as it goes on. A thread cannot be stopped, so its next call raises once it `is_over`."""

    done: int = 0
    total: int = 0
    is_over: bool = False

    def __call__(self, done: int, total: int) -> None:
        """Remember how far it is. Raises Abandoned."""
        self.done, self.total = done, total
        self.go_on()

    def go_on(self) -> None:
        """Raise Abandoned if nobody waits any more."""
        if self.is_over:
            raise Abandoned


@asynccontextmanager
async def told(tasks: Tasks, task: str, who: str, tell: Tell, seconds: float) -> AsyncIterator[Pace]:
    """Give what the thread of a task calls; let `tell` and who asks meanwhile know every so many seconds."""
    started, pace = time.time(), Pace()

    async def pass_on() -> None:
        while not over.is_set():
            await pause(over, seconds)
            try:
                await tasks.report(task, pace.done, pace.total)
                if not over.is_set():
                    await tell(Progress(who, started, pace.done, pace.total))
            except Exception as error:  # noqa: BLE001 - the work goes on, whoever cannot be told
                _log.warning("nobody could be told how far %s is: %s", task, error)

    over = asyncio.Event()
    telling = asyncio.create_task(pass_on())
    try:
        yield pace
    finally:
        pace.is_over = True
        over.set()
        await asyncio.gather(telling, return_exceptions=True)
