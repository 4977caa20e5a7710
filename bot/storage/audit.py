"""What moderators and admins did, and what was refused to whom; actors are keyed hashes."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import insert, select

from bot.storage.database import Database
from bot.storage.tables import audit


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed: `outcome` is "done", "refused" or "failed"; `details` says of what."""

    platform: str
    place: str
    actor: str
    deed: str
    outcome: str
    details: dict[str, Any] = field(default_factory=dict)
    at: float = 0.0


class Audit:
    """The log; nothing in it is ever changed."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        """Read nothing yet."""
        self._database = database
        self._clock = clock

    async def write(self, entry: Entry) -> None:
        """Add a deed, as done now. Raises StorageError."""
        row = {**asdict(entry), "at": self._clock()}
        async with self._database.begin() as connection:
            await connection.execute(insert(audit).values(**row))

    async def read(self, count: int = 100) -> list[Entry]:
        """Return the latest deeds, newest first."""
        latest = select(audit).order_by(audit.c.id.desc()).limit(count)
        async with self._database.read() as connection:
            rows = (await connection.execute(latest)).all()
        return [
            Entry(row.platform, row.place, row.actor, row.deed, row.outcome, row.details, row.at)
            for row in rows
        ]
