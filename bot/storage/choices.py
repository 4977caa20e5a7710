"""What admins chose for a channel or for the whole place it is in."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from bot.storage.database import Database
from bot.storage.recent import Recent
from bot.storage.tables import choices


class Choices:
    """Named values by scope. A scope is the name of a channel or of a place."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], float] = time.time,
        recent: Recent[dict[str, Any]] | None = None,
    ) -> None:
        """Read nothing yet."""
        self._database = database
        self._clock = clock
        self._recent = recent or Recent()

    async def read(self, *scopes: str) -> dict[str, Any]:
        """Return the values chosen for the scopes; a later scope wins over an earlier one.

        Every question asks for them, so what another process has changed is seen some seconds later.
        """
        return dict(await self._recent.read("\n".join(scopes), lambda: self._merged(scopes)))

    async def all(self, platform: str) -> dict[str, dict[str, Any]]:
        """Return every scope of a platform with its values."""
        mine = select(choices).where(choices.c.scope.startswith(f"{platform}:", autoescape=True))
        async with self._database.read() as connection:
            rows = (await connection.execute(mine)).all()
        return {row.scope: dict(row.chosen) for row in rows}

    async def write(self, scope: str, values: Mapping[str, Any]) -> None:
        """Change values of a scope; None goes back to what stands above it."""
        empty = {"scope": scope, "chosen": {}, "changed": self._clock()}
        async with self._database.begin() as connection:
            await connection.execute(self._database.insert_once(choices, empty))
            # Locked: of two who change a scope at once, the second sees what the first has changed.
            mine = select(choices).where(choices.c.scope == scope).with_for_update()
            known = dict((await connection.execute(mine)).one().chosen)
            merged = {key: value for key, value in {**known, **values}.items() if value is not None}
            record = {"scope": scope, "chosen": merged, "changed": self._clock()}
            await connection.execute(self._database.upsert(choices, record))
        self._recent.forget()

    async def _merged(self, scopes: Sequence[str]) -> dict[str, Any]:
        async with self._database.read() as connection:
            rows = (await connection.execute(select(choices).where(choices.c.scope.in_(scopes)))).all()
        found = {row.scope: row.chosen for row in rows}
        merged: dict[str, Any] = {}
        for scope in scopes:
            merged.update(found.get(scope, {}))
        return merged
