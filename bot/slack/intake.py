"""What came in is stored before it is acknowledged, done once, tried again, and picked up after a crash."""

import asyncio
import contextlib
import itertools
import logging
from typing import Protocol

from bot.slack.client import SlackRefused, SlackUnreachable
from bot.slack.hearing import PLATFORM, Heard, read_record
from bot.storage.errors import StorageError
from bot.storage.inbox import Event, Inbox
from bot.underway import Underway

_log = logging.getLogger(__name__)

ACCEPT_SECONDS = 2.5
"""Slack waits three for an acknowledgement."""
LOOK_SECONDS = 5.0
_AT_ONCE = 32
_BATCH = 100
_TRIES = 9
_LONGEST_WAIT = 60.0
_OLDEST_SECONDS = 3600.0


class Work(Protocol):
    """Does what was heard."""

    async def __call__(self, heard: Heard, *, again: bool) -> None:
        """Do it; `again` if somebody may have begun before."""


class Intake:
    """The events of one process: those that wait, and those under way."""

    def __init__(
        self, inbox: Inbox, work: Work, wait: float = 1.0, closing: asyncio.Event | None = None
    ) -> None:
        """Do nothing yet. `wait` is how long the first failure is slept over; each further one doubles it."""
        self._inbox = inbox
        self._work = work
        self._wait = wait
        self._underway = Underway()
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._latest: dict[str, asyncio.Event] = {}
        self._arrived: list[tuple[Heard, asyncio.Future[None]]] = []
        self._storing = False
        self._closing = closing or asyncio.Event()

    async def accept(self, heard: Heard) -> None:
        """Store and begin, unless somebody has. Raises StorageError if Slack had better send it again."""
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        stored.add_done_callback(_heed)
        self._arrived.append((heard, stored))
        if not self._storing:
            self._storing = True
            self._underway.start(self._store())
        try:
            # Shielded: if it takes longer, what is stored is still begun, and the retry finds it stored.
            await asyncio.wait_for(asyncio.shield(stored), ACCEPT_SECONDS)
        except TimeoutError:
            raise StorageError("the database is too slow to take an event in time") from None

    async def pick_up(self) -> None:
        """Take over what processes that died have left, again and again, until closed.

        It ends by itself: cancelled amid a transaction, a connection could not be given back.
        """
        while not self._closing.is_set():
            try:
                for event in await self._inbox.take_abandoned(PLATFORM):
                    await self._resume(event.id, event.payload)
            except StorageError as error:
                _log.error("abandoned events wait for the database: %s", error)
            await rest(self._closing, LOOK_SECONDS)

    async def close(self, seconds: float) -> None:
        """Finish what is under way and let go of the rest, for whoever picks it up."""
        self._closing.set()
        await self._underway.finish(seconds)

    async def _store(self) -> None:
        """Store what has arrived, many events in one transaction: a burst must not wait for each one's own."""
        try:
            while self._arrived:
                batch, self._arrived = self._arrived[:_BATCH], self._arrived[_BATCH:]
                await self._store_batch(batch)
        finally:
            self._storing = False

    async def _store_batch(self, batch: list[tuple[Heard, "asyncio.Future[None]"]]) -> None:
        rows = [Event(_name(heard), heard.record()) for heard, _ in batch]
        try:
            ours = await self._inbox.take_all(PLATFORM, rows)
        except StorageError as error:
            for _, stored in batch:
                stored.set_exception(StorageError(str(error)))
            return
        for (heard, stored), is_ours in zip(batch, ours, strict=True):
            stored.set_result(None)
            if is_ours:
                self._begin(heard, again=False)

    async def _resume(self, identifier: str, payload: dict[str, object]) -> None:
        try:
            heard = read_record(payload)
        except (KeyError, TypeError, ValueError):
            _log.error("%s was kept by another version and cannot be read: left unanswered", identifier)
            await self._inbox.finish(identifier)
            return
        self._begin(heard, again=True)

    def _begin(self, heard: Heard, *, again: bool) -> None:
        # What concerns the same message is done in the order in which it came.
        before, done = self._latest.get(heard.asked), asyncio.Event()
        if heard.asked:
            self._latest[heard.asked] = done
        self._underway.start(self._do(heard, before, done, again=again))

    async def _do(
        self, heard: Heard, before: asyncio.Event | None, done: asyncio.Event, *, again: bool
    ) -> None:
        finished = False
        try:
            if before is not None:
                await before.wait()
            finished = await self._persist(heard, again=again)
        finally:
            done.set()
            if self._latest.get(heard.asked) is done:
                del self._latest[heard.asked]
            if not finished:
                await self._let_go(heard)

    async def _persist(self, heard: Heard, *, again: bool) -> bool:
        """Try until it is done or given up; False if somebody else has to do it."""
        for tried in itertools.count():
            try:
                async with self._room:
                    if self._closing.is_set():
                        return False
                    await self._work_once(heard, again=again or tried > 0)
                    await self._inbox.finish(_name(heard))
            except (SlackUnreachable, StorageError) as error:
                if tried == _TRIES:
                    return await self._give_up(heard, error)
                _log.warning("%s is tried again: %s", _name(heard), error)
            else:
                return True
            await asyncio.sleep(min(self._wait * 2**tried, _LONGEST_WAIT))
        return False

    async def _give_up(self, heard: Heard, error: Exception) -> bool:
        """Leave it to whoever picks it up next, or for good if nobody waits for the answer any more."""
        too_late = heard.age() > _OLDEST_SECONDS
        _log.error("%s is given up%s: %s", _name(heard), " for good" if too_late else "", error)
        if too_late:
            await self._inbox.finish(_name(heard))
        return too_late

    async def _work_once(self, heard: Heard, *, again: bool) -> None:
        try:
            await self._work(heard, again=again)
        except SlackRefused as error:
            _log.error("%s stays unanswered, Slack refuses it: %s", _name(heard), error)
        except (SlackUnreachable, StorageError):
            raise
        except Exception:  # noqa: BLE001 - a bug; trying again would not help
            _log.exception("%s stays unanswered: unexpected", _name(heard))

    async def _let_go(self, heard: Heard) -> None:
        try:
            await self._inbox.release(_name(heard))
        except StorageError as error:
            _log.error("%s could not be let go: %s", _name(heard), error)


async def rest(closing: asyncio.Event, seconds: float) -> None:
    """Wait so long, or until it is time to close."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(closing.wait(), seconds)


def _name(heard: Heard) -> str:
    return f"{PLATFORM}:{heard.event}"[:200]


def _heed(stored: "asyncio.Future[None]") -> None:
    if not stored.cancelled():
        stored.exception()  # seen here, in case nobody waits for it any more
