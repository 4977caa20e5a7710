"""Sources on Slack: proposed from an address or a shared file, corrected, added, fetched, removed, listed."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.access import Deed
from bot.locales import word
from bot.reporting import catalogue_lines, fetched_line
from bot.services import Services
from bot.slack.client import call
from bot.slack.files import Fault, FileFault, Files
from bot.slack.gate import Gate, Visitor
from bot.slack.outcomes import Outcome, settled, told
from bot.slack.posting import Posting
from bot.slack.proposals import (
    ADD,
    DROP,
    REMOVE,
    change_view,
    proposal_message,
    read_change,
    removal_message,
)
from bot.slack.rendering import Message, notice
from bot.slack.reports import lines_messages
from bot.slack.telling import Said, Telling

OF_SOURCES = (ADD, DROP, REMOVE)
"""What is decided by a click alone; CHANGE opens a window first."""
_DEEDS = {ADD: Deed.ADD_SOURCE, DROP: Deed.ADD_SOURCE, REMOVE: Deed.REMOVE_SOURCE}


class Sources:
    """What admins do with sources. What waits for a button is kept, so all work after a restart."""

    def __init__(
        self,
        services: Services,
        client: AsyncWebClient,
        files: Files,
        gate: Gate,
        posting: Posting,
        telling: Telling,
    ) -> None:
        """Do nothing before an admin comes."""
        self._conversation = services.conversation
        self._sourcing = services.sourcing
        self._client = client
        self._files = files
        self._gate = gate
        self._posting = posting
        self._telling = telling

    async def listed(self, visitor: Visitor, _rest: str) -> Sequence[Message]:
        """Return every source, and what the next reindex will do with it. Raises RetrievalError."""
        known = await self._conversation.consult(lambda library: library.catalogue())
        return lines_messages(catalogue_lines(known, visitor.locale))

    async def propose(self, visitor: Visitor, address: str) -> Sequence[Message]:
        """Show what an address would be as a source. Raises RetrievalError and StorageError."""
        if not address:
            return [notice(word(visitor.locale, "slack-source-which"))]
        proposed = await self._sourcing.propose(visitor.actor, address)
        return [proposal_message(proposed, visitor.locale)]

    async def ask_removal(self, visitor: Visitor, identifier: str) -> Sequence[Message]:
        """Ask whether a source shall really go. Raises likewise."""
        removal = await self._sourcing.ask_removal(visitor.actor, identifier)
        return [removal_message(removal, visitor.locale)]

    async def restore(self, visitor: Visitor, identifier: str) -> Sequence[Message]:
        """Take back the removal of a source that the corpus brings along. Raises likewise."""
        source = await self._sourcing.restore(visitor.actor, identifier)
        return [notice(word(visitor.locale, "slack-source-restored", id=source.id))]

    async def fetch(self, visitor: Visitor, identifier: str) -> Sequence[Message]:
        """Fetch the text of a source that is known by its address. Raises likewise."""
        fetched = await self._sourcing.fetch(visitor.actor, identifier)
        return [notice(fetched_line(fetched, visitor.locale))]

    async def decide(self, visitor: Visitor, action: str, value: str) -> Outcome:
        """Do what was clicked under a proposal or a removal. Raises StorageError, and RetrievalError where it may be tried again."""
        logged = {"step": "cancelled"} if action == DROP else {}
        if refusal := await self._gate.refuse(visitor, _DEEDS[action], **logged):
            return told(refusal)
        if action == DROP:
            await self._sourcing.forget(value)
            return settled(word(visitor.locale, "slack-cancelled"))
        if action == ADD:
            source = await self._sourcing.add(visitor.actor, value)
            ended = word(visitor.locale, "slack-source-added", id=source.id) if source else ""
        else:
            source = await self._sourcing.remove(visitor.actor, value)
            ended = word(visitor.locale, "slack-source-removed", id=source.id) if source else ""
        return settled(ended or word(visitor.locale, "slack-draft-gone"))

    async def propose_file(self, body: dict[str, Any]) -> None:
        """Show what the file of a message would be as a source."""

        async def work(visitor: Visitor) -> Said:
            if refusal := await self._gate.refuse(visitor, Deed.ADD_SOURCE):
                return [notice(refusal)]
            try:
                upload = await self._files.of(body["message"])
            except FileFault as error:
                if error.fault is Fault.LARGE:
                    await self._sourcing.too_large(visitor.actor, str(body["message"].get("ts", "")))
                return [notice(_worded(error.fault, visitor.locale))]
            proposed = await self._sourcing.propose(visitor.actor, upload)
            return [proposal_message(proposed, visitor.locale)]

        await self._telling.answer(body, work)

    async def ask_change(self, body: dict[str, Any]) -> None:
        """Open the window in which a proposal is corrected."""

        async def work(visitor: Visitor) -> Said:
            if refusal := await self._gate.refuse(visitor, Deed.ADD_SOURCE):
                return [notice(refusal)]
            proposed = await self._sourcing.proposed(str(body["actions"][0]["value"]))
            if proposed is None:
                return [notice(word(visitor.locale, "slack-draft-gone"))]
            about = {"channel": visitor.channel, "respond": visitor.respond}
            view = change_view(proposed, about, visitor.locale)
            await call(self._client.views_open(trigger_id=str(body["trigger_id"]), view=view))
            return []

        await self._telling.answer(body, work)

    async def change(self, body: dict[str, Any]) -> None:
        """Show a proposal as it was corrected, in the place of the one before."""
        about, fields = read_change(body["view"])
        placed = {**body, "channel": {"id": about["channel"]}, "response_url": about["respond"]}

        async def work(visitor: Visitor) -> Said:
            if refusal := await self._gate.refuse(visitor, Deed.ADD_SOURCE):
                return [notice(refusal)]
            corrected = await self._sourcing.correct(visitor.actor, about["proposal"], fields)
            await self._posting.withdraw(visitor.respond)
            if corrected is None:
                return [notice(word(visitor.locale, "slack-draft-gone"))]
            return [proposal_message(corrected, visitor.locale)]

        await self._telling.answer(placed, work)


def _worded(fault: Fault, locale: str) -> str:
    match fault:
        case Fault.NONE:
            return word(locale, "slack-file-none")
        case Fault.LARGE:
            return word(locale, "slack-file-large")
        case Fault.UNSEEN:
            return word(locale, "slack-file-unseen")
