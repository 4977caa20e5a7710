"""Reindexing with a look ahead: what would change and what would break, then apply, and going back."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import islice

from bot.access import Deed
from bot.archive import Outdated, kept_quotes, read_record, to_record
from bot.conversation import Conversation
from bot.curating import Curating
from bot.deeds import Actor, Deeds
from bot.identity import Identity
from bot.moderation import Moderation
from bot.storage.stores import Stores
from bot.storage.tasks import Progress
from bot.underway import pause
from retrieval import Document, Figures, Generation, Plan, SourceError, Standing

_log = logging.getLogger(__name__)
_KIND = "reindex"
_TASK = "reindex"
_TELL_SECONDS = 2.0
"""How often at most the one who asked is told how far it is."""

Tell = Callable[[Progress], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Broken:
    """A pin or an approved answer whose quotes would not stand: `kind` is "pin" or "curated"."""

    kind: str
    title: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Report:
    """What a reindex would do; `prepared` is the built generation, None if nothing has changed.

    `stops` names what speaks against applying it: "golden" where the golden questions are answered worse, "pins" and
    "curated" where quotes would not stand.
    """

    plan: Plan
    prepared: str | None
    before: Figures | None
    after: Figures | None
    broken: tuple[Broken, ...]
    stops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """A report that waits for Apply."""

    id: str
    report: Report


class Administration:
    """What admins do with the index."""

    def __init__(
        self,
        conversation: Conversation,
        stores: Stores,
        moderation: Moderation,
        curating: Curating,
        deeds: Deeds,
        identity: Identity,
    ) -> None:
        """Reach the library through the conversation, the one bridge to retrieval."""
        self._conversation = conversation
        self._tasks = stores.tasks
        self._drafts = stores.drafts
        self._pins = stores.pins
        self._curated = stores.curated
        self._moderation = moderation
        self._curating = curating
        self._deeds = deeds
        self._identity = identity

    async def dry_run(self, actor: Actor, who: str, tell: Tell) -> Ready | Progress:
        """Build beside the answering generation and compare; if somebody is at it, return how far they are.

        `who` is what others are told of the actor, `tell` is called at most every two seconds. Raises RetrievalError
        and StorageError.
        """
        if busy := await self._tasks.begin(_TASK, who):
            return busy
        try:
            failing = self._deeds.attempt(actor, Deed.REINDEX, step="dry run")
            async with failing, self._told(who, tell) as progress:
                report = await self._report(progress)
        finally:
            await self._tasks.end(_TASK)
        draft = await self._drafts.keep(_KIND, self._identity.hash(actor.name), to_record(report))
        await self._deeds.done(actor, Deed.REINDEX, step="dry run", prepared=report.prepared)
        return Ready(draft.id, report)

    async def ready(self, identifier: str) -> Ready | None:
        """Return a report that still waits, unless another version of the bot kept it."""
        draft = await self._drafts.find(identifier, _KIND)
        try:
            return Ready(identifier, read_record(draft.record, Report, _no_document)) if draft else None
        except Outdated:
            return None

    async def apply(
        self, actor: Actor, identifier: str, *, anyway: bool = False
    ) -> Generation | Ready | None:
        """Let the prepared generation answer.

        Returns the report again where something speaks against it and it is not `anyway`; None if the report does not
        wait any more, or the corpus has changed since. Raises RetrievalError and StorageError.
        """
        ready = await self.ready(identifier)
        prepared = ready.report.prepared if ready else None
        if ready is None or prepared is None:
            return None
        if ready.report.stops and not anyway:
            await self._deeds.failed(actor, Deed.REINDEX, step="applied", stops=list(ready.report.stops))
            return ready
        if not await self._conversation.consult(lambda library: library.holds_corpus(prepared)):
            await self._deeds.failed(
                actor, Deed.REINDEX, step="applied", reason="the texts have changed since"
            )
            return None
        if not await self._drafts.take(identifier):
            return None
        async with self._deeds.attempt(actor, Deed.REINDEX, step="applied", anyway=anyway):
            generation = await self._conversation.consult(lambda library: library.activate(prepared))
        await self._deeds.done(actor, Deed.REINDEX, step="applied", generation=generation.id, anyway=anyway)
        await self.recheck()
        return generation

    async def cancel(self, identifier: str) -> None:
        """Drop a report; what was built stays until newer generations push it out."""
        await self._drafts.take(identifier)

    async def rollback(self, actor: Actor, identifier: str | None = None) -> Generation:
        """Let an earlier generation answer again. Raises RetrievalError and StorageError."""
        async with self._deeds.attempt(actor, Deed.ROLLBACK, generation=identifier):
            generation = await self._conversation.consult(lambda library: library.rollback(identifier))
        await self._deeds.done(actor, Deed.ROLLBACK, generation=generation.id)
        await self.recheck()
        return generation

    async def generations(self) -> tuple[str | None, list[Generation]]:
        """Return the active generation's id and all generations, newest first."""
        return await self._conversation.consult(lambda library: library.generations())

    async def recheck(self) -> None:
        """Compare pins and approved answers with the generation that answers, where that was not done yet."""
        active, _ = await self.generations()
        if active:
            await self._moderation.recheck()
            await self._curating.recheck(active)

    async def _report(self, progress: Callable[[int, int], None]) -> Report:
        plan = await self._conversation.consult(lambda library: library.plan())
        if not plan.needed:
            return Report(plan, None, None, None, (), ())
        active, _ = await self.generations()
        prepared = await self._conversation.consult(lambda library: library.prepare(progress))
        before = await self._figures(active) if active else None
        after = await self._figures(prepared.id)
        broken = await self._broken()
        stops = [
            f"{kind}s" if kind == "pin" else kind
            for kind in ("pin", "curated")
            if any(each.kind == kind for each in broken)
        ]
        if before and after and _worse(before, after):
            stops.append("golden")
        return Report(plan, prepared.id, before, after, tuple(broken), tuple(stops))

    async def _figures(self, generation: str) -> Figures | None:
        return await self._conversation.consult(lambda library: library.figures_of(generation))

    async def _broken(self) -> list[Broken]:
        kept = [("pin", pin.title, kept_quotes(pin.record)) for pin in await self._pins.standing()]
        kept += [("curated", each.question, kept_quotes(each.record)) for each in await self._curated.all()]
        quotes = [quote for _, _, own in kept for quote in own]
        states = iter(
            await self._conversation.consult(lambda library: library.standing(quotes, on_disk=True))
        )
        worst = [
            Broken(
                kind, title, max(islice(states, len(own)), key=list(Standing).index, default=Standing.STANDS)
            )
            for kind, title, own in kept
        ]
        return [each for each in worst if each.standing is not Standing.STANDS]

    @asynccontextmanager
    async def _told(self, who: str, tell: Tell) -> AsyncIterator[Callable[[int, int], None]]:
        """Give what a building thread may call, and pass it on at a pace that platforms allow."""
        started = time.time()
        state = [0, 0]

        def progress(done: int, total: int) -> None:
            state[:] = done, total

        async def pass_on() -> None:
            while not over.is_set():
                await pause(over, _TELL_SECONDS)
                try:
                    await self._tasks.report(_TASK, *state)
                    if not over.is_set():
                        await tell(Progress(who, started, *state))
                except Exception as error:  # noqa: BLE001 - the build goes on, whoever cannot be told
                    _log.warning("nobody could be told how far the build is: %s", error)

        over = asyncio.Event()
        telling = asyncio.create_task(pass_on())
        try:
            yield progress
        finally:
            over.set()
            await asyncio.gather(telling, return_exceptions=True)


def _worse(before: Figures, after: Figures) -> bool:
    pairs = (
        (before.right, after.right),
        (before.refusal_recall, after.refusal_recall),
        (before.verbatim, after.verbatim),
        (before.checks, after.checks),
    )
    return any(one is not None and other is not None and other < one for one, other in pairs)


def _no_document(source: str) -> Document:
    raise SourceError(source)
