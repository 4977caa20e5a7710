"""Drafts whose posting began: decided on by one at a time, and what a dead process has left of one is taken down."""

import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.alone import alone
from bot.storage.drafts import Draft
from bot.storage.errors import StorageError
from bot.storage.stores import Stores

_log = logging.getLogger(__name__)

LEFT_SECONDS = 15.0
"""How old a posting is at least that is looked at, whether somebody is still at it."""
_KIND = "summary"


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft whose posting began `at` a time, and whose pin is not stored; `where` is for the platform to find it."""

    id: str
    where: str
    at: float


TakeDown = Callable[[Begun], Awaitable[None]]
"""Takes down what stands of a draft; raises whatever it likes if that cannot be told or done."""


class Halfway:
    """What stands between a draft and its pin."""

    def __init__(self, stores: Stores) -> None:
        """Read nothing yet."""
        self._drafts = stores.drafts
        self._tasks = stores.tasks

    @asynccontextmanager
    async def deciding(self, draft: str, take_down: TakeDown) -> AsyncIterator[None]:
        """Hold a draft of which nothing stands, while it is decided on; whoever comes second waits.

        Raises StorageError, and what `take_down` raises.
        """
        async with alone(self._tasks, f"decide on {draft}"):
            found = await self._drafts.find(draft, _KIND)
            if found is not None:
                await self._clear(found, take_down)
            yield

    async def begin(self, platform: str, draft: str, where: str) -> None:
        """Remember where a draft is being posted, however long nobody comes back to it, `deciding` being held."""
        if found := await self._drafts.find(draft, _KIND):
            begun = {"platform": platform, "where": where, "at": time.time()}
            await self._drafts.change(draft, {**found.record, "begun": begun}, lasting=True)

    async def clear(self, platform: str, take_down: TakeDown) -> None:
        """Take down what dead processes have left. What cannot be is tried again next time. Raises StorageError."""
        for draft in await self._drafts.all(_KIND):
            mark = draft.record.get("begun") or {}
            if mark.get("platform") != platform or mark["at"] > time.time() - LEFT_SECONDS:
                continue
            try:
                async with self.deciding(draft.id, take_down):
                    pass
            except StorageError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, the others are looked at all the same
                _log.warning("what is left of a pin in %s stays for now: %s", mark["where"], error)

    async def _clear(self, draft: Draft, take_down: TakeDown) -> None:
        """Let nothing of a draft stand anywhere: then it waits as before its posting began."""
        if mark := draft.record.get("begun"):
            await take_down(Begun(draft.id, mark["where"], mark["at"]))
            record = {key: value for key, value in draft.record.items() if key != "begun"}
            await self._drafts.change(draft.id, record, lasting=False)
