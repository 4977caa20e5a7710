"""What moderators and admins ask of the bot by `/deepseek`: lists, settings, going back, reindexing."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.access import Deed
from bot.channels import ChoiceError
from bot.conversation import failure
from bot.locales import word
from bot.reporting import (
    busy_line,
    curated_line,
    gap_lines,
    generation_lines,
    progress_line,
    setting_lines,
)
from bot.services import Services
from bot.slack.blocks import actions, button, rich, section, text
from bot.slack.client import SlackRefused, SlackUnreachable, attempt, call
from bot.slack.gate import Gate, Visitor
from bot.slack.hearing import PLATFORM
from bot.slack.orders import Order
from bot.slack.outcomes import Outcome, settled, told
from bot.slack.people import People
from bot.slack.pins import Pinboard
from bot.slack.rendering import Message, notice
from bot.slack.reports import ANYWAY, APPLY, KEEP_OLD, lines_messages, report_message
from bot.slack.summaries import Summaries
from bot.storage.tasks import Progress
from retrieval import Generation, RetrievalError

_log = logging.getLogger(__name__)

WITHDRAW = "curated-withdraw"
_CLICKS = {APPLY: Deed.REINDEX, ANYWAY: Deed.REINDEX, KEEP_OLD: Deed.REINDEX, WITHDRAW: Deed.CURATE}
_DAYS, _MOST_DAYS = 7, 365
_LISTED = 20


class Governing:
    """The commands of moderators and admins, and clicks under reports and lists."""

    def __init__(
        self,
        services: Services,
        client: AsyncWebClient,
        people: People,
        gate: Gate,
        summaries: Summaries,
        pinboard: Pinboard,
    ) -> None:
        """Do nothing before somebody comes."""
        self._services = services
        self._client = client
        self._people = people
        self._gate = gate
        self._done: dict[str, Callable[[Visitor, str], Awaitable[Sequence[Message]]]] = {
            "summary": summaries.preview,
            "pins": pinboard.listed,
            "curated": self._curated,
            "gaps": self._gaps,
            "reindex": self._reindex,
            "rollback": self._rollback,
            "generations": self._generations,
            "settings": self._settings,
        }

    async def command(self, visitor: Visitor, order: Order) -> Sequence[Message]:
        """Do what a command asks for and return what to say. Raises RetrievalError and StorageError."""
        try:
            if refusal := await self._gate.refuse(visitor, order.deed):
                return [notice(refusal)]
            return await self._done[order.name](visitor, order.rest)
        except (SlackRefused, SlackUnreachable) as error:  # trying again would do it twice
            return [notice(failure(visitor.locale, error).text)]

    async def decide(self, visitor: Visitor, action: str, value: str) -> Outcome:
        """Do what was clicked under a report or a list. Raises likewise."""
        if refusal := await self._gate.refuse(visitor, _CLICKS[action]):
            return told(refusal)
        if action == WITHDRAW:
            gone = await self._services.curating.withdraw(visitor.actor, value)
            return settled(word(visitor.locale, "slack-withdrawn" if gone else "slack-draft-gone"))
        if action == KEEP_OLD:
            await self._services.administration.cancel(value)
            return settled(word(visitor.locale, "slack-cancelled"))
        done = await self._services.administration.apply(visitor.actor, value, anyway=action == ANYWAY)
        if isinstance(done, Generation):
            return settled(word(visitor.locale, "slack-applied", id=done.id))
        if done is None:
            return settled(word(visitor.locale, "slack-report-gone"))
        return Outcome([report_message(done, visitor.locale, anyway=True)], settles=True)

    async def _curated(self, visitor: Visitor, _rest: str) -> Sequence[Message]:
        found = await self._services.curating.listed(visitor.actor)
        if not found:
            return [notice(word(visitor.locale, "slack-no-curated"))]
        blocks = []
        for each in found[-_LISTED:]:
            blocks.append(rich(section(text(curated_line(each, visitor.locale)))))
            blocks += actions([button(WITHDRAW, word(visitor.locale, "slack-withdraw"), each.id)])
        return [Message(word(visitor.locale, "slack-curated-title"), tuple(blocks))]

    async def _rollback(self, visitor: Visitor, rest: str) -> Sequence[Message]:
        back = await self._services.administration.rollback(visitor.actor, rest or None)
        return [notice(word(visitor.locale, "slack-rolled-back", id=back.id))]

    async def _generations(self, visitor: Visitor, _rest: str) -> Sequence[Message]:
        active, known = await self._services.administration.generations()
        return lines_messages(generation_lines(known, active, visitor.locale))

    async def _gaps(self, visitor: Visitor, rest: str) -> Sequence[Message]:
        days = min(int(rest), _MOST_DAYS) if rest.isdecimal() and int(rest) else _DAYS
        found = await self._services.gaps.of(visitor.actor, days)
        if found is None:
            return [notice(word(visitor.locale, "slack-gaps-off"))]
        return lines_messages(gap_lines(found, visitor.locale))

    async def _settings(self, visitor: Visitor, rest: str) -> Sequence[Message]:
        """Show settings, or set one: `settings [all] [NAME VALUE]`."""
        words = rest.split()
        everywhere = words[:1] == ["all"]
        scope = visitor.actor.place if everywhere else visitor.actor.channel
        name, *values = words[everywhere:] or [""]
        channels = self._services.channels
        if name:
            value = " ".join(values)
            try:
                await channels.choose(scope, {name: None if value in ("", "default") else value})
            except ChoiceError as error:
                await self._services.deeds.failed(visitor.actor, Deed.SETTINGS, scope=scope, setting=name)
                return [notice(str(error))]
            await self._services.deeds.done(
                visitor.actor, Deed.SETTINGS, scope=scope, setting=name, value=value
            )
        settings = await channels.of(visitor.actor.channel, visitor.actor.place)
        known = await channels.chosen(PLATFORM)
        here = {**known.get(visitor.actor.place, {}), **known.get(visitor.actor.channel, {})}
        return lines_messages(setting_lines(settings, here, visitor.locale))

    async def _reindex(self, visitor: Visitor, _rest: str) -> Sequence[Message]:
        """Build beside what answers; how far it is, is told in the admin's own conversation with the bot."""
        first = notice(word(visitor.locale, "slack-reindex-begins"))
        put = await call(self._client.chat_postMessage(channel=visitor.user, **first.content))

        async def show(words: Message) -> None:
            channel, ts = str(put["channel"]), str(put["ts"])
            await attempt(self._client.chat_update(channel=channel, ts=ts, **words.content))

        async def tell(progress: Progress) -> None:
            await show(notice(progress_line(progress, visitor.locale)))

        who = await self._people.name(visitor.user)
        try:
            found = await self._services.administration.dry_run(visitor.actor, who, tell)
        except RetrievalError as error:
            await show(notice(str(error)))
            raise
        if isinstance(found, Progress):
            busy = notice(busy_line(found, visitor.locale))
            await show(busy)
            return [busy]
        await show(report_message(found, visitor.locale))
        return [notice(word(visitor.locale, "slack-reindex-report"))]


@dataclass(frozen=True, slots=True)
class Governed:
    """What moderators and admins ask for, in one bundle."""

    gate: Gate
    governing: Governing
    summaries: Summaries
    pinboard: Pinboard
