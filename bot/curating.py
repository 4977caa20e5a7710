"""Answers that moderators approved for a question: who asks the same gets them, as long as their quotes stand."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.access import Deed
from bot.archive import Outdated, Record, read_record, to_record
from bot.chat import IncomingMessage
from bot.deeds import Actor, Deeds
from bot.identity import Identity
from bot.locales import word
from bot.storage.curated import Curated, CuratedAnswer
from bot.storage.errors import StorageError
from retrieval import Answer, Library, RetrievalError, Standing, Status

_log = logging.getLogger(__name__)

Compare = Callable[[Record, str], Awaitable[Standing]]
"""From the record of an answer, and its language, to the worst of its quotes now."""


class Approved:
    """What stands ready for a question."""

    def __init__(self, library: Library, curated: Curated) -> None:
        """Read nothing yet."""
        self._library = library
        self._curated = curated

    async def find(self, message: IncomingMessage) -> Answer | None:
        """Return the answer that the moderators of a message's place approved, said to be theirs; else None.

        Whatever goes wrong is logged: the question is then answered as any other.
        """
        try:
            known = await self._curated.of_place(message.place)
            if not known:
                return None
            return await asyncio.to_thread(self._read, message.text, known)
        except (StorageError, RetrievalError) as error:
            _log.error("approved answers could not be looked up: %s", error)
            return None

    async def active(self) -> str:
        """Return the generation that answers, "" if there is none."""
        return (await asyncio.to_thread(self._library.generations))[0] or ""

    async def gist(self, question: str) -> str | None:
        """Return what a question asks, to be compared with others of the active generation."""
        return await asyncio.to_thread(self._library.gist, question)

    def _read(self, text: str, known: list[CuratedAnswer]) -> Answer | None:
        gist, active = self._library.gist(text), self._library.generations()[0]
        for each in reversed(known):
            if each.gist == gist and each.checked == active and each.state == Standing.STANDS.value:
                try:
                    answer = read_record(each.record, Answer, self._library.document)
                except Outdated:
                    return None
                words = word(answer.language, "approved")
                question = replace(answer.question, text=text)
                return replace(
                    answer, question=question, message=words, approved=True, generation=active or ""
                )
        return None


class Curating:
    """What moderators do with approved answers."""

    def __init__(
        self, approved: Approved, curated: Curated, compare: Compare, deeds: Deeds, identity: Identity
    ) -> None:
        """`compare` tells whether a kept answer still stands."""
        self._approved = approved
        self._curated = curated
        self._compare = compare
        self._deeds = deeds
        self._identity = identity

    async def approve(self, actor: Actor, question: str, answer: Answer) -> str | None:
        """Let an answer stand for a question in the actor's place, and return its id.

        None for a question that says nothing by itself, for what is no answer, and for one that does not stand any more.
        Raises RetrievalError and StorageError.
        """
        # Read first: if another generation becomes active meanwhile, all this is compared with that one again.
        async with self._deeds.attempt(actor, Deed.CURATE):
            active = await self._approved.active()
            gist = await self._approved.gist(question)
            record = to_record(replace(answer, message=None))
            stands = await self._compare(record, answer.language) is Standing.STANDS
        if gist is None or answer.status is not Status.ANSWERED or not stands:
            reason = "no answer that stands, or no question by itself"
            await self._deeds.failed(actor, Deed.CURATE, reason=reason)
            return None
        identifier = await self._curated.add(
            {
                "place": actor.place,
                "question": question,
                "gist": gist,
                "record": record,
                "state": Standing.STANDS.value,
                "checked": active,
                "author": self._identity.hash(actor.name),
            }
        )
        await self._deeds.done(actor, Deed.CURATE, curated=identifier)
        return identifier

    async def listed(self, actor: Actor) -> list[CuratedAnswer]:
        """Return the approved answers of the actor's place, oldest first."""
        return await self._curated.all(actor.place)

    async def withdraw(self, actor: Actor, identifier: str) -> bool:
        """Delete an approved answer of the actor's place and tell whether it was there."""
        own = {each.id for each in await self._curated.all(actor.place)}
        gone = identifier in own and await self._curated.remove(identifier)
        if gone:
            await self._deeds.done(actor, Deed.CURATE, curated=identifier, withdrawn=True)
        else:
            await self._deeds.failed(actor, Deed.CURATE, curated=identifier, withdrawn=True)
        return gone

    async def recheck(self, active: str) -> None:
        """Compare every approved answer with the active generation, if that was not done yet."""
        for each in await self._curated.all():
            if each.checked != active:
                state = await self._compare(each.record, each.record["language"])
                gist = await self._approved.gist(each.question)
                await self._curated.change(each.id, state=state.value, checked=active, gist=gist or "")
