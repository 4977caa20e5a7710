"""What moderators and admins ask of the bot by `/deepseek`: who does it, and the lists and settings themselves."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.access import Deed
from bot.channels import ChoiceError
from bot.conversation import failure
from bot.explaining import explain
from bot.locales import word
from bot.reporting import (
    curated_line,
    gap_lines,
    setting_lines,
)
from bot.services import Services
from bot.slack.blocks import button
from bot.slack.client import SlackRefused, SlackUnreachable
from bot.slack.gate import Gate, Visitor
from bot.slack.hearing import PLATFORM
from bot.slack.indexing import Indexing
from bot.slack.orders import Order
from bot.slack.outcomes import Outcome, settled, told
from bot.slack.pins import Pinboard
from bot.slack.rendering import Message, notice
from bot.slack.reports import board, lines_messages
from bot.slack.sources import Sources
from bot.slack.summaries import Summaries

WITHDRAW = "curated-withdraw"
_DAYS, _MOST_DAYS = 7, 365


class Governing:
    """The commands of moderators and admins."""

    def __init__(
        self,
        services: Services,
        gate: Gate,
        summaries: Summaries,
        pinboard: Pinboard,
        indexing: Indexing,
        sources: Sources,
    ) -> None:
        """Do nothing before somebody comes."""
        self._services = services
        self._gate = gate
        self._done: dict[str, Callable[[Visitor, str], Awaitable[Sequence[Message]]]] = {
            "summary": summaries.preview,
            "pins": pinboard.listed,
            "curated": self._curated,
            "gaps": self._gaps,
            "reindex": indexing.reindex,
            "rollback": indexing.rollback,
            "generations": indexing.generations,
            "settings": self._settings,
            "source list": sources.listed,
            "source add": sources.propose,
            "source remove": sources.ask_removal,
            "source restore": sources.restore,
            "source fetch": sources.fetch,
        }

    async def command(self, visitor: Visitor, order: Order) -> Sequence[Message]:
        """Do what a command asks for and return what to say. Raises RetrievalError and StorageError."""
        try:
            if refusal := await self._gate.refuse(visitor, order.deed):
                return [notice(refusal)]
            return await self._done[order.name](visitor, order.rest)
        except (SlackRefused, SlackUnreachable) as error:  # trying again would do it twice
            return [notice(failure(visitor.locale, error).text)]

    async def decide(self, visitor: Visitor, _action: str, value: str) -> Outcome:
        """Withdraw an approved answer. Raises likewise."""
        if refusal := await self._gate.refuse(visitor, Deed.CURATE):
            return told(refusal)
        gone = await self._services.curating.withdraw(visitor.actor, value)
        return settled(word(visitor.locale, "slack-withdrawn" if gone else "slack-draft-gone"))

    async def _curated(self, visitor: Visitor, _rest: str) -> Sequence[Message]:
        found = await self._services.curating.listed(visitor.actor)
        if not found:
            return [notice(word(visitor.locale, "slack-no-curated"))]
        withdraw = word(visitor.locale, "slack-withdraw")
        entries = [
            (curated_line(each, visitor.locale), [button(WITHDRAW, withdraw, each.id)]) for each in found
        ]
        return board(entries, word(visitor.locale, "slack-curated-title"), visitor.locale)

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
        if name and not values:
            return [notice(word(visitor.locale, "slack-setting-value"))]
        if name:
            value = " ".join(values)
            try:
                await channels.choose(scope, {name: None if value == "default" else value})
            except ChoiceError as error:
                await self._services.deeds.failed(visitor.actor, Deed.SETTINGS, scope=scope, setting=name)
                return [notice(explain(error, visitor.locale))]
            await self._services.deeds.done(
                visitor.actor, Deed.SETTINGS, scope=scope, setting=name, value=value
            )
        else:
            await self._services.deeds.done(visitor.actor, Deed.SHOW_SETTINGS)
        settings = await channels.of(visitor.actor.channel, visitor.actor.place)
        known = await channels.chosen(PLATFORM)
        here = {**known.get(visitor.actor.place, {}), **known.get(visitor.actor.channel, {})}
        return lines_messages(setting_lines(settings, here, visitor.locale))


@dataclass(frozen=True, slots=True)
class Governed:
    """What moderators and admins ask for, in one bundle."""

    gate: Gate
    governing: Governing
    summaries: Summaries
    pinboard: Pinboard
    indexing: Indexing
    sources: Sources
