"""The index on Slack: a look ahead with its report, applied or not, and going back."""

from collections.abc import Sequence

from slack_sdk.web.async_client import AsyncWebClient

from bot.access import Deed
from bot.administration import Administration
from bot.explaining import explain
from bot.locales import word
from bot.reporting import busy_line, generation_lines, progress_line
from bot.slack.client import attempt, call
from bot.slack.gate import Gate, Visitor
from bot.slack.outcomes import Outcome, settled, told
from bot.slack.people import People
from bot.slack.rendering import Message, notice
from bot.slack.reports import ANYWAY, KEEP_OLD, lines_messages, report_message
from bot.storage.tasks import Progress
from retrieval import Generation, RetrievalError


class Indexing:
    """What admins do with the index."""

    def __init__(
        self, administration: Administration, client: AsyncWebClient, people: People, gate: Gate
    ) -> None:
        """Do nothing before an admin comes."""
        self._administration = administration
        self._client = client
        self._people = people
        self._gate = gate

    async def decide(self, visitor: Visitor, action: str, value: str) -> Outcome:
        """Do what was clicked under a report. Raises RetrievalError and StorageError."""
        logged = {"step": "cancelled"} if action == KEEP_OLD else {}
        if refusal := await self._gate.refuse(visitor, Deed.REINDEX, **logged):
            return told(refusal)
        if action == KEEP_OLD:
            await self._administration.cancel(value)
            return settled(word(visitor.locale, "slack-cancelled"))
        done = await self._administration.apply(visitor.actor, value, anyway=action == ANYWAY)
        if isinstance(done, Generation):
            return settled(word(visitor.locale, "slack-applied", id=done.id))
        if done is None:
            return settled(word(visitor.locale, "slack-report-gone"))
        return Outcome([report_message(done, visitor.locale, anyway=True)], settles=True)

    async def rollback(self, visitor: Visitor, rest: str) -> Sequence[Message]:
        """Let an earlier generation answer again. Raises likewise."""
        back = await self._administration.rollback(visitor.actor, rest or None)
        return [notice(word(visitor.locale, "slack-rolled-back", id=back.id))]

    async def generations(self, visitor: Visitor, _rest: str) -> Sequence[Message]:
        """List the generations. Raises likewise."""
        active, known = await self._administration.generations()
        return lines_messages(generation_lines(known, active, visitor.locale))

    async def reindex(self, visitor: Visitor, _rest: str) -> Sequence[Message]:
        """Build beside what answers; how far it is, is told in the admin's own conversation with the bot. Raises likewise."""
        first = notice(word(visitor.locale, "building-begins"))
        put = await call(self._client.chat_postMessage(channel=visitor.user, **first.content))
        told_in = _Edited(self._client, str(put["channel"]), str(put["ts"]), first)

        async def tell(progress: Progress) -> None:
            await told_in.show(notice(progress_line(progress, visitor.locale)))

        who = await self._people.name(visitor.user)
        try:
            found = await self._administration.dry_run(visitor.actor, who, tell)
        except RetrievalError as error:
            await told_in.show(notice(explain(error, visitor.locale)))
            raise
        if isinstance(found, Progress):
            busy = notice(busy_line(found, visitor.locale))
            await told_in.show(busy)
            return [busy]
        report = report_message(found, visitor.locale)
        is_there = await told_in.show(report)
        return [notice(word(visitor.locale, "slack-reindex-report")) if is_there else report]


class _Edited:
    """A message that is edited as things go on."""

    def __init__(self, client: AsyncWebClient, channel: str, ts: str, shown: Message) -> None:
        self._client = client
        self._channel, self._ts = channel, ts
        self._shown = shown

    async def show(self, message: Message) -> bool:
        """Let it say something else, and tell whether it does."""
        if message != self._shown:
            changed = self._client.chat_update(channel=self._channel, ts=self._ts, **message.content)
            if await attempt(changed) is None:
                return False
            self._shown = message
        return True
