"""Which events have come in, who is answering them, and which were left behind by a process that died.

An event is stored before work starts, so that a retry, a second process or a restart neither answers it twice nor
loses it. Whoever takes it holds a lease; one that runs out may be taken over.
"""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update

from bot.storage.database import Database
from bot.storage.tables import events

LEASE_SECONDS = 30.0
"""How long a process is believed to be at work after it last said so."""


@dataclass(frozen=True, slots=True)
class Event:
    """What came in; `payload` is what the platform needs to answer it later."""

    id: str
    payload: dict[str, Any]


class Inbox:
    """The events of one process among several that share a database."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        """Hold nothing yet."""
        self._database = database
        self._clock = clock
        self._owner = secrets.token_hex(8)

    async def take(self, identifier: str, platform: str, payload: dict[str, Any]) -> bool:
        """Store an event and tell whether it is ours to answer; False if it has been taken before."""
        (ours,) = await self.take_all(platform, [Event(identifier, payload)])
        return ours

    async def take_all(self, platform: str, arrived: Sequence[Event]) -> list[bool]:
        """Store events in one transaction and tell of each whether it is ours to answer."""
        now = self._clock()
        ours = []
        async with self._database.begin() as connection:
            for event in arrived:
                row = {
                    "id": event.id,
                    "platform": platform,
                    "payload": event.payload,
                    "owner": self._owner,
                    "lease": now + LEASE_SECONDS,
                    "taken": now,
                }
                result = await connection.execute(self._database.insert_once(events, row))
                ours.append(bool(result.rowcount))
        return ours

    async def finish(self, identifier: str) -> None:
        """Remember that an event is answered, and forget what it said."""
        done = update(events).where(events.c.id == identifier).values(finished=self._clock(), payload=None)
        async with self._database.begin() as connection:
            await connection.execute(done)

    async def note(self, identifier: str, payload: dict[str, Any]) -> None:
        """Store how far an event of ours has got, instead of what was stored with it."""
        mine = (events.c.id == identifier) & (events.c.owner == self._owner) & events.c.finished.is_(None)
        async with self._database.begin() as connection:
            await connection.execute(update(events).where(mine).values(payload=payload))

    async def release(self, identifier: str) -> None:
        """Let go of an event at once, for whoever looks for abandoned ones next."""
        mine = (events.c.id == identifier) & (events.c.owner == self._owner) & events.c.finished.is_(None)
        async with self._database.begin() as connection:
            await connection.execute(update(events).where(mine).values(lease=0.0))

    async def renew(self) -> None:
        """Say that we are still at work on what we hold: at least three times in a lease."""
        mine = (events.c.owner == self._owner) & events.c.finished.is_(None) & (events.c.lease > 0)
        async with self._database.begin() as connection:
            await connection.execute(update(events).where(mine).values(lease=self._clock() + LEASE_SECONDS))

    async def take_abandoned(self, platform: str) -> list[Event]:
        """Take over the unfinished events whose lease has run out, oldest first."""
        now = self._clock()
        left = (events.c.platform == platform) & events.c.finished.is_(None) & (events.c.lease < now)
        claim = (
            update(events)
            .where(left)
            .values(owner=self._owner, lease=now + LEASE_SECONDS)
            .returning(events.c.id, events.c.payload, events.c.taken)
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(claim)).all()
        return [Event(row.id, row.payload or {}) for row in sorted(rows, key=lambda row: row.taken)]

    async def unfinished(self, platform: str) -> int:
        """Count the events that wait for an answer, whoever holds them."""
        waiting = select(events.c.id).where((events.c.platform == platform) & events.c.finished.is_(None))
        async with self._database.read() as connection:
            return len((await connection.execute(waiting)).all())

    async def forget(self, seconds: float) -> None:
        """Drop what was finished longer ago than this; keep at least the ten minutes in which platforms retry."""
        before = self._clock() - max(seconds, 600)
        async with self._database.begin() as connection:
            await connection.execute(delete(events).where(events.c.finished < before))
