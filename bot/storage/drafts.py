"""What waits for somebody's button: a summary to be pinned, a reindex to be applied, a source to be added."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.storage.database import Database
from bot.storage.tables import drafts

_SECONDS = 86_400.0
_NEVER = 1e12


@dataclass(frozen=True, slots=True)
class Draft:
    """`author` is the keyed hash of who may decide."""

    id: str
    kind: str
    author: str
    record: dict[str, Any]


class Drafts:
    """Drafts by id; one that nobody decides on is gone after a day, unless it is said to last."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        """Read nothing yet."""
        self._database = database
        self._clock = clock

    async def keep(self, kind: str, author: str, record: dict[str, Any], *, most: int | None = None) -> Draft:
        """Store a new one; of `most` that may wait, the oldest of its kind give way."""
        draft = Draft(secrets.token_urlsafe(8), kind, author, record)
        row = {"id": draft.id, "kind": kind, "author": author, "record": record}
        newest = select(drafts.c.id).where(drafts.c.kind == kind).order_by(drafts.c.expires.desc())
        async with self._database.begin() as connection:
            await connection.execute(insert(drafts).values(**row, expires=self._clock() + _SECONDS))
            if most is not None:
                crowded = delete(drafts).where(drafts.c.kind == kind)
                await connection.execute(crowded.where(drafts.c.id.not_in(newest.limit(most))))
        return draft

    async def find(self, identifier: str, kind: str) -> Draft | None:
        """Return one of a kind that still waits."""
        waiting = (drafts.c.id == identifier) & (drafts.c.kind == kind) & (drafts.c.expires > self._clock())
        async with self._database.read() as connection:
            row = (await connection.execute(select(drafts).where(waiting))).first()
        return Draft(row.id, row.kind, row.author, row.record) if row else None

    async def all(self, kind: str) -> list[Draft]:
        """Return those of a kind that still wait."""
        waiting = (drafts.c.kind == kind) & (drafts.c.expires > self._clock())
        async with self._database.read() as connection:
            rows = (await connection.execute(select(drafts).where(waiting))).all()
        return [Draft(row.id, row.kind, row.author, row.record) for row in rows]

    async def change(self, identifier: str, record: dict[str, Any], *, lasting: bool | None = None) -> None:
        """Replace what a draft holds; a `lasting` one waits until it is decided on, one that is not, a day from now."""
        values: dict[str, Any] = {"record": record}
        if lasting is not None:
            values["expires"] = _NEVER if lasting else self._clock() + _SECONDS
        async with self._database.begin() as connection:
            await connection.execute(update(drafts).where(drafts.c.id == identifier).values(**values))

    async def take(self, identifier: str) -> bool:
        """Drop a draft and tell whether it was there: of two who press its button, one gets it."""
        async with self._database.begin() as connection:
            result = await connection.execute(delete(drafts).where(drafts.c.id == identifier))
            return bool(result.rowcount)

    async def forget_expired(self) -> None:
        """Drop what nobody decided on."""
        async with self._database.begin() as connection:
            await connection.execute(delete(drafts).where(drafts.c.expires <= self._clock()))
