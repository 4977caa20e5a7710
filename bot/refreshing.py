"""Fetched sources looked at again on a schedule: what has changed becomes a report for the admins, never an index."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from bot.administration import Administration, Ready
from bot.announcing import Announcing
from bot.conversation import Conversation
from bot.deeds import Actor
from bot.storage.errors import StorageError
from bot.storage.stores import Stores
from bot.storage.tasks import Progress
from bot.underway import pause
from retrieval import FetchError, Library, RetrievalError

_log = logging.getLogger(__name__)
_SCHEDULE = Actor("schedule:refresh", "schedule")
"""Who does it, in the audit log; also the scope where the time of the last round is kept."""
_KIND = "scheduled"
_TASK = "refresh"
_LOOK_SECONDS = 60.0


class Refreshing:
    """Rounds over the fetched sources, and the reports that admins have not been told of."""

    def __init__(
        self,
        conversation: Conversation,
        stores: Stores,
        administration: Administration,
        hours: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Let `hours` pass between rounds; 0 means never."""
        self._conversation = conversation
        self._stores = stores
        self._announcing = Announcing(stores.tasks)
        self._administration = administration
        self._seconds = hours * 3600
        self._clock = clock

    async def keep_fresh(self, stop: asyncio.Event) -> None:
        """Do a round whenever one is due, until told to stop."""
        while self._seconds:
            await pause(stop, min(_LOOK_SECONDS, self._seconds))
            if stop.is_set():
                return
            try:
                await self.look()
            except (StorageError, RetrievalError) as error:
                _log.error("the sources were not refreshed: %s", error)

    async def look(self) -> bool:
        """Do a round if one is due and no other process is at it; tell whether there is a report now."""
        last = (await self._stores.choices.read(_SCHEDULE.name)).get("last", 0.0)
        if self._clock() - last < self._seconds or await self._stores.tasks.begin(_TASK, "the schedule"):
            return False
        try:
            await self._stores.choices.write(_SCHEDULE.name, {"last": self._clock()})
            changed = await self._conversation.consult(_fetch_again)
            return bool(changed) and await self._report(changed)
        finally:
            await self._stores.tasks.end(_TASK)

    async def tell(self, platform: str, show: Callable[[Ready], Awaitable[None]]) -> None:
        """Have a platform's admins told, once, of each report. Raises StorageError and RetrievalError.

        `show` posts it, and raises whatever it likes if nobody takes it: then it is tried again a minute later.
        """
        drafts, told = self._stores.drafts, f"told {platform}"

        async def untold() -> list[Ready]:
            known = {draft.record["ready"] for draft in await drafts.all(told)}
            reports = [draft.record["ready"] for draft in await drafts.all(_KIND)]
            found = [await self._administration.ready(each) for each in reports if each not in known]
            return [ready for ready in found if ready]

        async def mark(ready: Ready) -> None:
            await drafts.keep(told, "", {"ready": ready.id})

        await self._announcing.tell(f"tell of reports: {platform}", untold, show, mark)

    async def _report(self, changed: list[str]) -> bool:
        _log.info("changed at their addresses: %s", ", ".join(changed))
        ready = await self._administration.dry_run(_SCHEDULE, "the schedule", _say_nothing)
        if not isinstance(ready, Ready) or not ready.report.prepared:
            return False
        await self._stores.drafts.keep(_KIND, "", {"ready": ready.id})
        return True


def _fetch_again(library: Library) -> list[str]:
    changed = []
    for listed in library.catalogue():
        if listed.provenance and listed.provenance.address and listed.source.held:
            try:
                if library.fetch(listed.source.id).changed:
                    changed.append(listed.source.id)
            except FetchError as error:
                _log.warning("%s was not fetched again: %s", listed.source.id, error)
    return changed


async def _say_nothing(_progress: Progress) -> None:
    pass
