"""The summaries that moderators pinned, and how true they still are."""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert, select, update

from bot.storage.database import Database
from bot.storage.tables import drafts, pins


@dataclass(frozen=True, slots=True)
class Pin:
    """`state` is a Standing's value, of the worst of its quotes, by the generation `checked`.

    `finding` tells what was found wrong from anything else that could be, `told` of which finding moderators know.
    """

    id: str
    platform: str
    place: str
    channel: str
    messages: tuple[str, ...]
    title: str
    language: str
    thread: bool
    record: dict[str, Any]
    state: str
    checked: str
    told: str | None
    author: str
    created: float
    removed: float | None = None
    finding: str | None = None


class Pins:
    """Pins by id."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        """Read nothing yet."""
        self._database = database
        self._clock = clock

    async def add(self, draft: str, row: dict[str, Any]) -> str | None:
        """Store a new one in place of its draft and return its id; `row` names the columns but `id` and `created`.

        None, and nothing is stored, if the draft is gone: of two who decide on it, one does.
        """
        identifier = secrets.token_urlsafe(8)
        async with self._database.begin() as connection:
            taken = await connection.execute(delete(drafts).where(drafts.c.id == draft))
            if not taken.rowcount:
                return None
            await connection.execute(insert(pins).values(**row, id=identifier, created=self._clock()))
        return identifier

    async def find(self, identifier: str) -> Pin | None:
        """Return one, removed or not."""
        found = await self._select(pins.c.id == identifier)
        return found[0] if found else None

    async def standing(self, platform: str | None = None, place: str | None = None) -> list[Pin]:
        """Return those that were not removed, of everywhere or of one place, oldest first."""
        conditions: list[ColumnElement[bool]] = [pins.c.removed.is_(None)]
        if platform is not None:
            conditions.append(pins.c.platform == platform)
        if place is not None:
            conditions.append(pins.c.place == place)
        return await self._select(and_(*conditions))

    async def pinned_in(self, message: str) -> Pin | None:
        """Return the pin whose messages hold this one."""
        return next((pin for pin in await self.standing() if message in pin.messages), None)

    async def change(self, identifier: str, **values: Any) -> None:  # noqa: ANN401 - columns of the table
        """Change columns of a pin."""
        async with self._database.begin() as connection:
            await connection.execute(update(pins).where(pins.c.id == identifier).values(**values))

    async def unchecked(self, generation: str) -> list[Pin]:
        """Return those that were not removed and were last compared with another generation."""
        return await self._select(pins.c.removed.is_(None) & (pins.c.checked != generation))

    async def compared(self, pin: Pin, state: str, finding: str | None, generation: str) -> None:
        """Remember what a pin was found to be, unless it was refreshed or compared since it was read.

        Of what was found true, moderators have been told nothing.
        """
        as_read = (pins.c.id == pin.id) & (pins.c.checked == pin.checked)
        values = {"state": state, "finding": finding, "checked": generation}
        if finding is None:
            values["told"] = None
        async with self._database.begin() as connection:
            await connection.execute(update(pins).where(as_read).values(**values))

    async def remove(self, identifier: str) -> None:
        """Remember that a pin is gone."""
        await self.change(identifier, removed=self._clock())

    async def _select(self, condition: Any) -> list[Pin]:  # noqa: ANN401 - an SQL expression
        chosen = select(pins).where(condition).order_by(pins.c.created)
        async with self._database.read() as connection:
            rows: Sequence[Any] = (await connection.execute(chosen)).all()
        return [
            Pin(**{**row._mapping, "messages": tuple(row.messages)})  # noqa: SLF001 - SQLAlchemy's public name
            for row in rows
        ]
