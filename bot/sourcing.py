"""Sources that admins propose, correct, add, fetch and remove in chat: what waits for a button, and what was decided.

What waits is kept in the database, so its buttons work after a restart and in every process, on every platform. The
newest are kept, for a day. Whoever calls has asked the gate before; every deed is logged here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.access import Deed
from bot.archive import Outdated, read_record, to_record
from bot.conversation import Conversation
from bot.deeds import Actor, Deeds
from bot.identity import Identity
from bot.storage.drafts import Drafts
from retrieval import Document, Fetched, Proposal, Reason, Source, SourceError, State, Upload

FIELDS = ("title", "language", "published", "publisher", "licence")
"""What can be corrected before a source is added; the first two are never empty."""
_NEEDED = FIELDS[:2]
_PROPOSAL, _REMOVAL = "source", "removal"
_MOST = {_PROPOSAL: 20, _REMOVAL: 100}
"""How many wait at most, everywhere together: a proposal holds its whole text."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A source that waits to be added; `id` is for its buttons."""

    id: str
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Removal:
    """A source that waits to be removed; `id` is for its buttons."""

    id: str
    source: str
    title: str


class Sourcing:
    """All that chats do with sources. Every method raises StorageError, and RetrievalError for what a person can mend."""

    def __init__(self, conversation: Conversation, drafts: Drafts, deeds: Deeds, identity: Identity) -> None:
        """Reach the library through the conversation, the one bridge to retrieval."""
        self._conversation = conversation
        self._drafts = drafts
        self._deeds = deeds
        self._identity = identity

    async def propose(self, actor: Actor, what: str | Upload) -> Proposed:
        """Say what an address or a file would be as a source, and let that wait."""
        asked = {"step": "proposed", "of": what if isinstance(what, str) else what.name}
        async with self._deeds.attempt(actor, Deed.ADD_SOURCE, **asked):
            proposal = await self._conversation.consult(lambda library: library.propose(what))
        await self._deeds.done(actor, Deed.ADD_SOURCE, **asked, source=proposal.id)
        return await self._keep(actor, proposal)

    async def too_large(self, actor: Actor, name: str) -> None:
        """Log that a file was larger than one may be, which is seen before it is read."""
        await self._deeds.failed(actor, Deed.ADD_SOURCE, step="proposed", of=name, reason="too large")

    async def proposed(self, identifier: str) -> Proposed | None:
        """Return a proposal that still waits."""
        draft = await self._drafts.find(identifier, _PROPOSAL)
        try:
            return Proposed(draft.id, read_record(draft.record, Proposal, _no_document)) if draft else None
        except Outdated:  # kept by another version
            return None

    async def correct(
        self, actor: Actor, identifier: str, fields: Mapping[str, str | None]
    ) -> Proposed | None:
        """Return what waits in a proposal's place, with other FIELDS; None if it does not wait any more.

        What is not named stays. The new one has an id of its own: the old one's buttons would add what they do not show.
        """
        waiting = await self.proposed(identifier)
        if waiting is None or not await self._drafts.take(identifier):
            return None
        values = {
            name: (value or "").strip() or None
            for name, value in fields.items()
            if name in FIELDS and ((value or "").strip() or name not in _NEEDED)
        }
        corrected = replace(waiting.proposal, **values)  # type: ignore[arg-type]  # names are FIELDS
        await self._deeds.done(actor, Deed.ADD_SOURCE, step="corrected", source=corrected.id)
        return await self._keep(actor, corrected)

    async def add(self, actor: Actor, identifier: str) -> Source | None:
        """Add a proposal; None if it does not wait any more. One that is refused goes on waiting, to be corrected."""
        waiting = await self.proposed(identifier)
        if waiting is None:
            return None
        proposal = waiting.proposal
        async with self._deeds.attempt(actor, Deed.ADD_SOURCE, source=proposal.id):
            # Nobody chose the id: of two proposals of one title, the second to be added gets another.
            source = await self._conversation.consult(
                lambda library: library.add_source(proposal, renamed=True)
            )
        # After it was added: a crash in between leaves a button that says so, not a source that is lost.
        await self._drafts.take(identifier)
        await self._deeds.done(actor, Deed.ADD_SOURCE, source=source.id)
        return source

    async def ask_removal(self, actor: Actor, source: str) -> Removal:
        """Let the removal of a source wait for its confirmation."""
        async with self._deeds.attempt(actor, Deed.REMOVE_SOURCE, step="asked", source=source):
            known = await self._conversation.consult(lambda library: library.catalogue())
            standing = {each.source.id: each.source for each in known if each.state is not State.REMOVED}
            if source not in standing:
                raise SourceError(Reason.NO_SUCH_SOURCE, source=source)
        await self._deeds.done(actor, Deed.REMOVE_SOURCE, step="asked", source=source)
        title = standing[source].title
        author = self._identity.hash(actor.name)
        record = {"source": source, "title": title}
        draft = await self._drafts.keep(_REMOVAL, author, record, most=_MOST[_REMOVAL])
        return Removal(draft.id, source, title)

    async def remove(self, actor: Actor, identifier: str) -> Source | None:
        """Remove the source whose removal was asked for; None if that does not wait any more."""
        draft = await self._drafts.find(identifier, _REMOVAL)
        if draft is None or not await self._drafts.take(identifier):
            return None
        source: str = draft.record["source"]
        async with self._deeds.attempt(actor, Deed.REMOVE_SOURCE, source=source):
            removed = await self._conversation.consult(lambda library: library.remove_source(source))
        await self._deeds.done(actor, Deed.REMOVE_SOURCE, source=source)
        return removed

    async def restore(self, actor: Actor, source: str) -> Source:
        """Take back the removal of a source that the corpus brings along."""
        async with self._deeds.attempt(actor, Deed.RESTORE_SOURCE, source=source):
            restored = await self._conversation.consult(lambda library: library.restore_source(source))
        await self._deeds.done(actor, Deed.RESTORE_SOURCE, source=source)
        return restored

    async def forget(self, identifier: str) -> None:
        """Drop a proposal or a removal that waits."""
        await self._drafts.take(identifier)

    async def fetch(self, actor: Actor, source: str) -> Fetched:
        """Fetch the text of a source that is known by its address, again or for the first time."""
        async with self._deeds.attempt(actor, Deed.FETCH_SOURCE, source=source):
            fetched = await self._conversation.consult(lambda library: library.fetch(source))
        await self._deeds.done(actor, Deed.FETCH_SOURCE, source=source, changed=fetched.changed)
        return fetched

    async def _keep(self, actor: Actor, proposal: Proposal) -> Proposed:
        author = self._identity.hash(actor.name)
        draft = await self._drafts.keep(_PROPOSAL, author, to_record(proposal), most=_MOST[_PROPOSAL])
        return Proposed(draft.id, proposal)


def _no_document(source: str) -> Document:
    raise SourceError(Reason.NO_SUCH_SOURCE, source=source)
