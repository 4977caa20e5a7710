"""Reindexing with a look ahead: what would change and what would break, then apply, and going back."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.access import Deed
from bot.archive import Outdated, kept_quotes, read_record, to_record
from bot.conversation import Conversation
from bot.curating import Curating
from bot.deeds import Actor, Deeds
from bot.identity import Identity
from bot.locales import word
from bot.moderation import Moderation
from bot.pacing import Pace, Tell, told
from bot.storage.stores import Stores
from bot.storage.tasks import Progress
from retrieval import (
    BuildBusy,
    Document,
    Figures,
    Generation,
    Plan,
    Reason,
    SearchIndexError,
    SourceError,
    Standing,
)

_log = logging.getLogger(__name__)
_GIVE_AND_TAKE = 0.005
"""By so much the golden questions may fall: of a thousand, whatever is edited, a few are answered that were not, and the reverse."""
_KIND = "reindex"
_TASK = "reindex"
_KEPT = ("pin", "curated")
_STOPS = {"pin": "pins", "curated": "curated", "claim": "claims", "translation": "translations"}
_TELL_SECONDS = 2.0
"""How often at most the one who asked is told how far it is."""


@dataclass(frozen=True, slots=True)
class Broken:
    """What would break because words do not stand: `kind` is "pin", "curated", "claim", "translation" or "golden"."""

    kind: str
    title: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Report:
    """What a reindex would do; `prepared` is the built generation, None if nothing has changed or nothing can be built.

    `stops` names what speaks against applying it: "golden" where the golden questions are answered worse, "pins",
    "curated", "claims" and "translations" where words would not stand, "corpus" where what rests on such words is in the
    corpus still: that has to be mended before anything can be built.
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
            async with failing, told(self._tasks, _TASK, who, tell, _TELL_SECONDS) as pace:
                report = await self._report(pace)
        except BuildBusy as other:  # somebody who does not know of tasks: the first build of a terminal
            builder = word(actor.locale, "building-process", number=str(other.process))
            return Progress(builder, other.started, other.done, other.total)
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

        Returns the report as it is now where something speaks against it and it is not `anyway`, or where more would
        break than it said; None if it does not wait any more, or the corpus has changed since. Raises RetrievalError and
        StorageError.
        """
        ready = await self.ready(identifier)
        prepared = ready.report.prepared if ready else None
        if ready is None or prepared is None:
            return None
        if not await self._conversation.consult(lambda library: library.holds_corpus(prepared)):
            await self._deeds.failed(
                actor, Deed.REINDEX, step="applied", reason="the texts have changed since"
            )
            return None
        now = await self._again(ready)
        if now.report.stops and not (anyway and set(now.report.broken) <= set(ready.report.broken)):
            await self._deeds.failed(actor, Deed.REINDEX, step="applied", stops=list(now.report.stops))
            return now
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

    async def _report(self, pace: Pace) -> Report:
        plan, lost = await self._conversation.consult(lambda library: library.look_ahead())
        if not plan.needed and not lost:
            return Report(plan, None, None, None, (), ())
        kept = await self._broken()
        broken = (*kept, *(Broken(each.kind, each.id, each.standing) for each in lost))
        if any(each.at_fault for each in lost):
            return Report(plan, None, None, None, broken, (*_stops(broken), "corpus"))
        active, _ = await self.generations()
        prepared = await self._conversation.consult(lambda library: library.prepare(pace))
        before = await self._figures_so_far(active, pace) if active else None
        after = await self._figures(prepared.id, pace)
        return Report(plan, prepared.id, before, after, broken, _stops(broken, before, after))

    async def _again(self, ready: Ready) -> Ready:
        """Return a report with the pins and approved answers that there are now, and let it wait like that."""
        report = ready.report
        lost = (each for each in report.broken if each.kind not in _KEPT)
        broken = (*await self._broken(), *lost)
        if broken == report.broken:
            return ready
        now = replace(report, broken=broken, stops=_stops(broken, report.before, report.after))
        await self._drafts.change(ready.id, to_record(now))
        return Ready(ready.id, now)

    async def _figures(self, generation: str, pace: Pace) -> Figures | None:
        return await self._conversation.consult(lambda library: library.figures_of(generation, pace.go_on))

    async def _figures_so_far(self, active: str, pace: Pace) -> Figures | None:
        try:
            return await self._figures(active, pace)
        except SearchIndexError as error:
            _log.warning("there is nothing to compare with, as %s cannot be asked: %s", active, error)
            return None

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


def _stops(
    broken: Sequence[Broken], before: Figures | None = None, after: Figures | None = None
) -> tuple[str, ...]:
    kinds = {each.kind for each in broken}
    stops = [name for kind, name in _STOPS.items() if kind in kinds]
    return (*stops, "golden") if before and after and _worse(before, after) else tuple(stops)


def _worse(before: Figures, after: Figures) -> bool:
    pairs = (
        (before.right, after.right, _GIVE_AND_TAKE),
        (before.refusal_recall, after.refusal_recall, _GIVE_AND_TAKE),
        (before.verbatim, after.verbatim, 0),
        (before.checks, after.checks, 0),
    )
    return any(one is not None and other is not None and other < one - slack for one, other, slack in pairs)


def _no_document(source: str) -> Document:
    raise SourceError(Reason.NO_SUCH_SOURCE, source=source)
