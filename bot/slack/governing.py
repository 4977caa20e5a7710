"""What moderators and admins ask of the bot by `/deepseek`: lists, settings, going back, reindexing."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.access import Deed
from bot.channels import ChoiceError
from bot.locales import word
from bot.reporting import (
    busy_line,
    curated_line,
    gap_lines,
    generation_lines,
    progress_line,
    report_lines,
    setting_lines,
)
from bot.services import Services
from bot.slack.blocks import actions, button, rich, section, text
from bot.slack.client import attempt, call
from bot.slack.gate import Gate, Visitor
from bot.slack.hearing import PLATFORM
from bot.slack.rendering import Message, notice
from bot.slack.summaries import Summaries
from bot.storage.tasks import Progress
from retrieval import Generation

_log = logging.getLogger(__name__)

APPLY, ANYWAY, KEEP_OLD, WITHDRAW = "reindex-apply", "reindex-anyway", "reindex-cancel", "curated-withdraw"
DEEDS = {
    "summary": Deed.SUMMARISE,
    "pins": Deed.PINS,
    "curated": Deed.CURATE,
    "gaps": Deed.GAPS,
    "reindex": Deed.REINDEX,
    "rollback": Deed.ROLLBACK,
    "generations": Deed.GENERATIONS,
    "settings": Deed.SETTINGS,
}
"""The first words of `/deepseek` that are no question, with what they ask for."""
_BARE = {"pins", "curated", "reindex", "generations"}
_WORDS = {"gaps": 1, "rollback": 1}
_CLICKS = {APPLY: Deed.REINDEX, ANYWAY: Deed.REINDEX, KEEP_OLD: Deed.REINDEX, WITHDRAW: Deed.CURATE}
_DAYS = 30


def deed_of(words: str) -> tuple[Deed, str, str] | None:
    """Return what a command asks for, its name and what follows it; None for a question."""
    name, _, rest = words.strip().partition(" ")
    name, rest = name.casefold(), rest.strip()
    if name not in DEEDS or (name in _BARE and rest) or len(rest.split()) > _WORDS.get(name, 100):
        return None
    return DEEDS[name], name, rest


class Governing:
    """The commands and clicks of moderators and admins."""

    def __init__(self, services: Services, client: AsyncWebClient, gate: Gate, summaries: Summaries) -> None:
        """Do nothing before somebody comes."""
        self._services = services
        self._client = client
        self._gate = gate
        self._summaries = summaries

    async def command(self, visitor: Visitor, deed: Deed, name: str, rest: str) -> Sequence[Message]:
        """Do what a command asks for and return what to say. Raises RetrievalError and StorageError."""
        if refusal := await self._gate.refuse(visitor, deed):
            return [notice(refusal)]
        done: dict[str, Callable[[Visitor, str], Awaitable[Sequence[Message]]]] = {
            "summary": self._summaries.preview,
            "pins": self._summaries.listed,
            "curated": self._curated,
            "gaps": self._gaps,
            "reindex": self._reindex,
            "rollback": self._rollback,
            "generations": self._generations,
            "settings": self._settings,
        }
        return await done[name](visitor, rest)

    async def decide(self, visitor: Visitor, action: str, value: str) -> Sequence[Message]:
        """Do what was clicked under a report or a list, and return what to say. Raises likewise."""
        if refusal := await self._gate.refuse(visitor, _CLICKS[action]):
            return [notice(refusal)]
        if action == WITHDRAW:
            gone = await self._services.curating.withdraw(visitor.actor, value)
            return [notice(word(visitor.locale, "slack-withdrawn" if gone else "slack-draft-gone"))]
        if action == KEEP_OLD:
            await self._services.administration.cancel(value)
            return [notice(word(visitor.locale, "slack-cancelled"))]
        done = await self._services.administration.apply(visitor.actor, value, anyway=action == ANYWAY)
        if isinstance(done, Generation):
            return [notice(word(visitor.locale, "slack-applied", id=done.id))]
        if done is None:
            return [notice(word(visitor.locale, "slack-draft-gone"))]
        (report,) = _lines(report_lines(done.report, visitor.locale))
        anyway = button(ANYWAY, word(visitor.locale, "slack-apply-anyway"), done.id, style="danger")
        keep = button(KEEP_OLD, word(visitor.locale, "slack-cancel"), done.id)
        return [Message(report.text, (*report.blocks, *actions([anyway, keep])))]

    async def _curated(self, visitor: Visitor, _rest: str) -> Sequence[Message]:
        found = await self._services.curating.listed(visitor.actor)
        if not found:
            return [notice(word(visitor.locale, "slack-no-curated"))]
        blocks = []
        for each in found[-20:]:
            blocks.append(rich(section(text(curated_line(each, visitor.locale)))))
            blocks += actions([button(WITHDRAW, word(visitor.locale, "slack-withdraw"), each.id)])
        return [Message(word(visitor.locale, "slack-curated-title"), tuple(blocks))]

    async def _rollback(self, visitor: Visitor, rest: str) -> Sequence[Message]:
        back = await self._services.administration.rollback(visitor.actor, rest or None)
        return [notice(word(visitor.locale, "slack-rolled-back", id=back.id))]

    async def _generations(self, visitor: Visitor, _rest: str) -> Sequence[Message]:
        active, known = await self._services.administration.generations()
        return _lines(generation_lines(known, active, visitor.locale))

    async def _gaps(self, visitor: Visitor, rest: str) -> Sequence[Message]:
        days = int(rest) if rest.isdecimal() and int(rest) else _DAYS
        found = await self._services.gaps.of(visitor.actor, days)
        if found is None:
            return [notice(word(visitor.locale, "slack-gaps-off"))]
        return _lines(gap_lines(found, visitor.locale))

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
                return [notice(str(error))]
            await self._services.deeds.done(
                visitor.actor, Deed.SETTINGS, scope=scope, setting=name, value=value
            )
        settings = await channels.of(visitor.actor.channel, visitor.actor.place)
        chosen = (await channels.chosen(PLATFORM)).get(scope, {})
        return _lines(setting_lines(settings, chosen, visitor.locale))

    async def _reindex(self, visitor: Visitor, _rest: str) -> Sequence[Message]:
        """Build beside what answers; how far it is, is told in the admin's own conversation with the bot."""
        first = notice(word(visitor.locale, "slack-reindex-begins"))
        put = await call(
            self._client.chat_postMessage(channel=visitor.user, text=first.text, blocks=list(first.blocks))
        )

        async def show(words: Message) -> None:
            channel, ts = str(put["channel"]), str(put["ts"])
            shown = self._client.chat_update(
                channel=channel, ts=ts, text=words.text, blocks=list(words.blocks)
            )
            await attempt(shown)

        async def tell(progress: Progress) -> None:
            await show(notice(progress_line(progress, visitor.locale)))

        found = await self._services.administration.dry_run(visitor.actor, f"@{visitor.user}", tell)
        if isinstance(found, Progress):
            await show(notice(busy_line(found, visitor.locale)))
            return [notice(busy_line(found, visitor.locale))]
        (report,) = _lines(report_lines(found.report, visitor.locale))
        if found.report.prepared:
            buttons = [
                button(APPLY, word(visitor.locale, "slack-apply"), found.id, style="primary"),
                button(KEEP_OLD, word(visitor.locale, "slack-cancel"), found.id),
            ]
            report = Message(report.text, (*report.blocks, *actions(buttons)))
        await show(report)
        return [notice(word(visitor.locale, "slack-reindex-report"))]


@dataclass(frozen=True, slots=True)
class Governed:
    """What moderators and admins ask for, in one bundle."""

    gate: Gate
    governing: Governing
    summaries: Summaries


def _lines(lines: Sequence[str]) -> list[Message]:
    whole = "\n".join(lines) or "…"
    shown = whole if len(whole) <= 9_000 else whole[:9_000] + "…"  # noqa: PLR2004 - well below a message's limit
    return [Message(notice(lines[0]).text if lines else "…", (rich(section(text(shown))),))]
