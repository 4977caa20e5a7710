"""Fetched sources looked at again on a schedule: what has changed becomes a report for the admins, never an index."""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from bot.access import Deed
from bot.administration import Administration, Ready
from bot.announcing import Announcing
from bot.conversation import Conversation
from bot.deeds import Actor, Deeds
from bot.storage.errors import StorageError
from bot.storage.stores import Stores
from bot.storage.tasks import Progress
from bot.underway import pause
from retrieval import Library, Listed, RetrievalError, State

_log = logging.getLogger(__name__)
_SCHEDULE = Actor("schedule:refresh", "schedule")
"""Who does it, in the audit log; also the scope where the time of the last round is kept, and what it came to."""
_KIND = "scheduled"
_TASK = "refresh"
_LOOK_SECONDS = 60.0
_AGAIN_SECONDS = 600.0
"""How long after a round that came to no report another tries."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Where a report goes, as the platform names it, and in which language."""

    name: str
    locale: str


class Refreshing:
    """Rounds over the fetched sources, and the reports that admins have not been told of."""

    def __init__(
        self,
        conversation: Conversation,
        stores: Stores,
        administration: Administration,
        deeds: Deeds,
        hours: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Let `hours` pass between rounds; 0 means never."""
        self._conversation = conversation
        self._stores = stores
        self._announcing = Announcing(stores.tasks)
        self._administration = administration
        self._deeds = deeds
        self._seconds = hours * 3600
        self._clock = clock
        self._unread: set[tuple[str, str]] = set()

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
        """Do a round if one is due and no other process is at it; tell whether there is a new report now.

        What waits on disk is compared with what was reported last, so that a round which was cut short, or found a
        build under way, is made good ten minutes later.
        """
        if not self._is_due(await self._kept()) or await self._stores.tasks.begin(_TASK, "the schedule"):
            return False
        try:
            kept = await self._kept()  # another process may have been at it until a moment ago
            return self._is_due(kept) and await self._round(kept.get("reported", {}))
        finally:
            await self._stores.tasks.end(_TASK)

    async def tell(
        self,
        platform: str,
        readers: Callable[[], Awaitable[Sequence[Reader]]],
        show: Callable[[Ready, Reader], Awaitable[None]],
    ) -> None:
        """Have each of a platform's readers told, once, of each report. Raises StorageError and RetrievalError.

        `show` posts it, and raises whatever it likes if that reader does not take it: then it is tried again half a
        minute later, and no other reader is told again.
        """
        drafts, told = self._stores.drafts, f"told {platform}"

        async def untold() -> list[tuple[Ready, Reader]]:
            reports = [draft.record["ready"] for draft in await drafts.all(_KIND)]
            if not reports:
                return []
            known = {(each.record["ready"], each.record.get("reader")) for each in await drafts.all(told)}
            there = await readers()
            self._warn_of_silence(platform, there, reports)
            pairs = [
                (each, reader) for each in reports for reader in there if (each, reader.name) not in known
            ]
            found = {each: await self._administration.ready(each) for each, _ in pairs}
            return [(ready, reader) for each, reader in pairs if (ready := found[each])]

        async def present(what: tuple[Ready, Reader]) -> None:
            await show(*what)

        async def mark(what: tuple[Ready, Reader]) -> None:
            ready, reader = what
            await drafts.keep(told, "", {"ready": ready.id, "reader": reader.name})

        await self._announcing.tell(f"tell of reports: {platform}", untold, present, mark)

    def _warn_of_silence(self, platform: str, readers: Sequence[Reader], reports: Sequence[str]) -> None:
        """Log, once, that nobody reads a report: whoever is named within its day is told all the same."""
        unread = [] if readers else [each for each in reports if (platform, each) not in self._unread]
        for each in unread:
            self._unread.add((platform, each))
            _log.warning("a report has no reader on %s: let an admin set notices there", platform)

    async def _round(self, reported: dict[str, str]) -> bool:
        now = self._clock()
        await self._note(last=now, again=now + _AGAIN_SECONDS)
        changed = await self._fetch()
        waiting = await self._conversation.consult(lambda library: _waiting(library, changed))
        new = sorted(name for name, _ in waiting.items() - reported.items())
        if new and not await self._report(new):
            return False
        await self._note(again=None, reported=waiting)
        return bool(new)

    def _is_due(self, kept: dict[str, Any]) -> bool:
        now, last, again = self._clock(), float(kept.get("last", 0.0)), float(kept.get("again", math.inf))
        return now - last >= self._seconds or now >= again

    async def _kept(self) -> dict[str, Any]:
        # Not by `read`, which remembers for some seconds: of two processes the second sees what the first has done.
        return (await self._stores.choices.all(_SCHEDULE.platform)).get(_SCHEDULE.name, {})

    async def _note(self, **values: Any) -> None:  # noqa: ANN401 - JSON values
        await self._stores.choices.write(_SCHEDULE.name, values)

    async def _fetch(self) -> tuple[str, ...]:
        """Look at every address again, and return what has changed; that, and what failed, is in the audit log."""
        changed, failed = await self._conversation.consult(_fetch_again)
        for source in changed:
            await self._deeds.done(_SCHEDULE, Deed.FETCH_SOURCE, source=source, changed=True)
        for source, reason in failed.items():
            await self._deeds.failed(_SCHEDULE, Deed.FETCH_SOURCE, source=source, reason=reason)
        return changed

    async def _report(self, changed: list[str]) -> bool:
        """Keep a report of what would change; False if that has to wait for a build that is under way."""
        _log.info("changed at their addresses: %s", ", ".join(changed))
        ready = await self._administration.dry_run(_SCHEDULE, "the schedule", _say_nothing)
        if not isinstance(ready, Ready):
            return False
        if ready.report.prepared or ready.report.broken:
            await self._stores.drafts.keep(_KIND, "", {"ready": ready.id})
        return True


def _fetch_again(library: Library) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return which sources have changed, and why others could not be fetched."""
    changed, failed = [], {}
    for listed in library.catalogue():
        if _is_fetched(listed):
            try:
                if library.fetch(listed.source.id).changed:
                    changed.append(listed.source.id)
            except RetrievalError as error:  # whatever it is, the others are looked at all the same
                _log.warning("%s was not fetched again: %s", listed.source.id, error)
                failed[listed.source.id] = str(error)
    return tuple(changed), failed


def _waiting(library: Library, changed: Collection[str]) -> dict[str, str]:
    """Return the fetched sources that are quoted in earlier words, with their revisions; new ones if they `changed`."""
    documents = library.read_corpus().documents
    return {
        listed.source.id: documents[listed.source.id].revision
        for listed in library.catalogue()
        if _is_fetched(listed) and listed.source.id in documents
        if listed.state is State.CHANGED or (listed.state is State.NEW and listed.source.id in changed)
    }


def _is_fetched(listed: Listed) -> bool:
    return bool(listed.provenance and listed.provenance.address and listed.source.held)


async def _say_nothing(_progress: Progress) -> None:
    pass
