"""The answers that moderators approved for a question."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.storage.database import Database
from bot.storage.recent import Recent
from bot.storage.tables import curated


@dataclass(frozen=True, slots=True)
class CuratedAnswer:
    """`state` is a Standing's value; `gist` holds for the generation `checked`."""

    id: str
    place: str
    question: str
    gist: str
    record: dict[str, Any]
    state: str
    checked: str
    author: str
    created: float


class Curated:
    """Approved answers by id and gist."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        """Read nothing yet."""
        self._database = database
        self._clock = clock
        self._recent: Recent[list[CuratedAnswer]] = Recent()

    async def add(self, row: dict[str, Any]) -> str:
        """Store an answer instead of the one its place had for the same gist; return its id."""
        identifier = secrets.token_urlsafe(8)
        same = (curated.c.gist == row["gist"]) & (curated.c.place == row["place"])
        async with self._database.begin() as connection:
            await connection.execute(delete(curated).where(same))
            await connection.execute(insert(curated).values(**row, id=identifier, created=self._clock()))
        self._recent.forget()
        return identifier

    async def of_place(self, place: str) -> list[CuratedAnswer]:
        """Return those of one place as `all` does; what another process has changed is seen some seconds later."""
        return await self._recent.read(place, lambda: self.all(place))

    async def all(self, place: str | None = None) -> list[CuratedAnswer]:
        """Return those of everywhere or of one place, oldest first."""
        chosen = select(curated).order_by(curated.c.created)
        if place is not None:
            chosen = chosen.where(curated.c.place == place)
        async with self._database.read() as connection:
            rows = (await connection.execute(chosen)).all()
        return [CuratedAnswer(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name

    async def change(self, identifier: str, **values: Any) -> None:  # noqa: ANN401 - columns of the table
        """Change columns of an answer."""
        async with self._database.begin() as connection:
            await connection.execute(update(curated).where(curated.c.id == identifier).values(**values))
        self._recent.forget()

    async def remove(self, identifier: str) -> bool:
        """Delete one and tell whether it was there."""
        async with self._database.begin() as connection:
            result = await connection.execute(delete(curated).where(curated.c.id == identifier))
        self._recent.forget()
        return bool(result.rowcount)
