"""Summaries that moderators pin: drafted, pinned, compared with every new generation, refreshed."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.access import Deed
from bot.announcing import Announcing
from bot.archive import Outdated, Record, kept_checks, kept_quotes, read_record, to_record
from bot.conversation import Conversation
from bot.deeds import Actor, Deeds
from bot.identity import Identity
from bot.storage.pins import Pin
from bot.storage.stores import Stores
from retrieval import Answer, Library, Standing, Summary, without

_KIND = "summary"


@dataclass(frozen=True, slots=True)
class Preview:
    """A summary that waits for its moderator; `thread` tells one of a thread from one of a topic."""

    id: str
    summary: Summary
    thread: bool


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a kept summary is by a generation; `finding` tells one thing found wrong from another, None if nothing is."""

    generation: str | None
    standing: Standing
    finding: str | None


class Moderation:
    """Everything about summaries and pins that is no platform's own."""

    def __init__(self, conversation: Conversation, stores: Stores, deeds: Deeds, identity: Identity) -> None:
        """Texts are read through the conversation, the one bridge to retrieval."""
        self._conversation = conversation
        self._drafts = stores.drafts
        self._pins = stores.pins
        self._announcing = Announcing(stores.tasks)
        self._deeds = deeds
        self._identity = identity

    async def topics(self, typed: str, language: str, most: int = 25) -> list[str]:
        """Return titles to choose from that hold what was typed, those that begin with it first."""
        known = await self._conversation.consult(lambda library: library.topics(language))
        wanted = typed.strip().casefold()
        titles = [topic.title for topic in known if wanted in topic.title.casefold()]
        return sorted(titles, key=lambda title: not title.casefold().startswith(wanted))[:most]

    async def summarise(self, actor: Actor, title: str, language: str) -> Preview | Answer:
        """Draft a summary of a topic, or return the refusal. Raises RetrievalError and StorageError."""
        found = await self._conversation.consult(lambda library: library.summarise(title, language))
        return await self._draft(actor, found, thread=False)

    async def summarise_thread(self, actor: Actor, texts: Sequence[str], language: str) -> Preview | Answer:
        """Draft a summary of what a thread asked, oldest message first, or return the refusal. Raises likewise."""
        found = await self._conversation.consult(lambda library: library.summarise_thread(texts, language))
        return await self._draft(actor, found, thread=True)

    async def preview(self, identifier: str) -> Preview | None:
        """Return a draft that still waits; None if it was decided on, or its quotes do not stand any more."""
        draft = await self._drafts.find(identifier, _KIND)
        if draft is None:
            return None
        summary = await self._read(draft.record["summary"])
        return Preview(draft.id, summary, draft.record["thread"]) if summary else None

    async def leave_out(self, identifier: str, place: int) -> Preview | None:
        """Drop a point of a draft, by its place from 0; the last one stays. None as for `preview`."""
        preview = await self.preview(identifier)
        if preview is None:
            return None
        try:
            shorter = without(preview.summary, place)
        except IndexError:
            return preview
        await self._drafts.change(identifier, {"summary": to_record(shorter), "thread": preview.thread})
        return Preview(identifier, shorter, preview.thread)

    async def take(self, identifier: str) -> Preview | None:
        """Return a draft to whoever asks first, to be pinned or cancelled; None as for `preview`."""
        preview = await self.preview(identifier)
        return preview if preview and await self._drafts.take(identifier) else None

    async def give_back(
        self, actor: Actor, preview: Preview, trouble: str, *, unsure: bool = False
    ) -> Preview:
        """Keep a draft anew that could not be pinned, and log why.

        Where nobody is `unsure` what stands of it: else it stays the same, and is looked for when it is decided on.
        """
        await self._deeds.failed(actor, Deed.PIN, title=preview.summary.title, trouble=trouble)
        if unsure or not await self._drafts.take(preview.id):
            return preview
        drafted = await self._draft(actor, preview.summary, thread=preview.thread)
        return drafted if isinstance(drafted, Preview) else preview

    async def pinned(self, actor: Actor, preview: Preview, messages: Sequence[str]) -> str | None:
        """Remember a summary that is pinned now, the pinned message first; return the pin's id.

        Its draft goes. None if that is gone already: somebody else has decided on it, and what was posted is one too many.
        """
        summary = preview.summary
        record, language = to_record(summary), summary.answer.language
        seen = await self._compared(record, language)
        identifier = await self._pins.add(
            preview.id,
            {
                "platform": actor.platform,
                "place": actor.place,
                "channel": actor.channel,
                "messages": list(messages),
                "title": summary.title,
                "language": language,
                "thread": preview.thread,
                "record": record,
                "state": seen.standing.value,
                "finding": seen.finding,
                "checked": seen.generation or summary.answer.generation,
                "told": None,
                "author": self._identity.hash(actor.name),
            },
        )
        if identifier is not None:
            await self._deeds.done(actor, Deed.PIN, pin=identifier, title=summary.title)
        return identifier

    async def recheck(self) -> None:
        """Compare every pin with the active generation, if that was not done yet. Raises as `summarise`."""
        active = await self._conversation.consult(lambda library: library.generations()[0])
        for pin in await self._pins.unchecked(active) if active else ():
            seen = await self._compared(pin.record, pin.language)
            await self._pins.compared(pin, seen.standing.value, seen.finding, seen.generation or "")

    async def compare(self, record: Record, language: str) -> Standing:
        """Return the worst of a kept record's quotes now; other checks than it shows count as a change."""
        return (await self._compared(record, language)).standing

    async def _compared(self, record: Record, language: str) -> _Seen:
        quotes, shown = kept_quotes(record), set(kept_checks(record))

        def compared(library: Library) -> _Seen:
            active, states = library.generations()[0], library.standing(quotes)
            broken = [
                (quote.source, quote.text, state.value)
                for quote, state in zip(quotes, states, strict=True)
                if state is not Standing.STANDS
            ]
            due = [] if broken else sorted(library.due_checks(quotes, language) - shown)
            worst = max(states, key=list(Standing).index, default=Standing.STANDS)
            return _Seen(active, Standing.CHANGED if due else worst, _fingerprint(broken, due))

        return await self._conversation.consult(compared)

    async def tell(self, platform: str, show: Callable[[Pin], Awaitable[None]]) -> None:
        """Have a platform's moderators told of each pin that is no longer true, once of the same. Raises StorageError.

        `show` posts the notice, and raises whatever it likes if nobody takes it: then it is tried again half a minute later.
        """

        async def untold() -> list[Pin]:
            standing = await self._pins.standing(platform)
            return [pin for pin in standing if pin.finding and pin.told != pin.finding]

        async def mark(pin: Pin) -> None:
            await self._pins.change(pin.id, told=pin.finding)

        await self._announcing.tell(f"tell of pins: {platform}", untold, show, mark)

    async def pins(self, actor: Actor) -> list[Pin]:
        """Return the pins of the actor's place, oldest first."""
        return await self._pins.standing(actor.platform, actor.place)

    async def pin(self, identifier: str) -> Pin | None:
        """Return a pin that was not removed."""
        found = await self._pins.find(identifier)
        return found if found and found.removed is None else None

    async def refresh(self, pin: Pin) -> Summary | Answer:
        """Summarise a pin's topic anew; a refusal if the sources say nothing of it any more. Stores nothing."""
        quoted = [quote.text for quote in kept_quotes(pin.record)]

        def summarised(library: Library) -> Summary | Answer:
            if pin.thread:
                return library.summarise_thread(quoted, pin.language, title=pin.title)
            return library.summarise(pin.title, pin.language)

        return await self._conversation.consult(summarised)

    async def refreshed(self, actor: Actor, pin: Pin, summary: Summary, messages: Sequence[str]) -> None:
        """Remember what a pin shows now, and in which messages, the pin being kept since before they changed."""
        await self._pins.change(
            pin.id,
            record=to_record(summary),
            state=Standing.STANDS.value,
            finding=None,
            told=None,
            checked=summary.answer.generation,
            messages=list(messages),
        )
        await self._deeds.done(actor, Deed.PIN, pin=pin.id, title=pin.title, refreshed=True)

    async def _draft(self, actor: Actor, found: Summary | Answer, *, thread: bool) -> Preview | Answer:
        if isinstance(found, Answer):
            return found
        record = {"summary": to_record(found), "thread": thread}
        draft = await self._drafts.keep(_KIND, self._identity.hash(actor.name), record)
        return Preview(draft.id, found, thread)

    async def _read(self, record: Record) -> Summary | None:
        try:
            return await self._conversation.consult(
                lambda library: read_record(record, Summary, library.document)
            )
        except Outdated:
            return None


def _fingerprint(broken: Sequence[tuple[str, ...]], due: Sequence[tuple[str, ...]]) -> str | None:
    if not broken and not due:
        return None
    return hashlib.sha256(json.dumps([broken, due]).encode()).hexdigest()[:40]
