"""Pinned summaries on Slack: listed, refreshed in place, unpinned, left, and noticed when somebody takes them down."""

from collections.abc import Awaitable, Sequence

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.access import Deed
from bot.locales import word
from bot.reporting import pin_line
from bot.services import Services
from bot.slack.blocks import Element, actions, button
from bot.slack.client import SlackRefused, SlackUnreachable, call, every_message
from bot.slack.gate import Gate, Visitor
from bot.slack.hearing import PLATFORM, message_name
from bot.slack.outcomes import Outcome, settled, told
from bot.slack.posting import Posting, shown
from bot.slack.rendering import Message, notice, render
from bot.slack.reports import board
from bot.slack.summaries import post, summary_messages
from bot.storage.pins import Pin
from retrieval import Answer, Summary

REFRESH, UNPIN, LEAVE = "pin-refresh", "pin-unpin", "pin-leave"
_DEEDS = {REFRESH: Deed.PIN, UNPIN: Deed.UNPIN, LEAVE: Deed.PIN}
_GONE = {"message_not_found", "channel_not_found"}
"""Slack's words for a message that is not there, or that we cannot reach any more."""


class Pinboard:
    """What moderators do with pins."""

    def __init__(self, services: Services, client: AsyncWebClient, posting: Posting, gate: Gate) -> None:
        """Do nothing before a moderator comes."""
        self._moderation = services.moderation
        self._pinned = services.pinned
        self._deeds = services.deeds
        self._client = client
        self._posting = posting
        self._gate = gate

    async def listed(self, visitor: Visitor, _rest: str = "") -> Sequence[Message]:
        """Return the pins of the workspace with their states. Raises StorageError."""
        found = await self._moderation.pins(visitor.actor)
        if not found:
            return [notice(word(visitor.locale, "slack-no-pins"))]
        entries = [(pin_line(pin, visitor.locale), _buttons(pin, visitor.locale)) for pin in found]
        return board(entries, word(visitor.locale, "slack-pins-title"), visitor.locale)

    async def decide(self, visitor: Visitor, action: str, identifier: str) -> Outcome:
        """Do what was clicked in the list or under a notice. Raises RetrievalError, StorageError and as `call`."""
        logged = {"step": "left"} if action == LEAVE else {}
        if refusal := await self._gate.refuse(visitor, _DEEDS[action], **logged):
            return told(refusal)
        async with self._pinned.keeping(identifier):
            pin = await self._moderation.pin(identifier)
            if pin is None or pin.place != visitor.actor.place:
                return settled(word(visitor.locale, "slack-pin-gone"))
            if action == LEAVE:
                return settled(word(visitor.locale, "slack-left", title=pin.title))
            return await (self._refresh if action == REFRESH else self._unpin)(visitor, pin)

    async def noticed_deleted(self, channel: str, ts: str) -> None:
        """Notice that a message was deleted. Raises StorageError."""
        await self._pinned.deleted(PLATFORM, {message_name(channel, ts)})

    async def noticed_unpinned(self, channel: str, ts: str) -> None:
        """Notice that a message was unpinned by somebody's hand. Raises StorageError."""
        await self._pinned.taken_off(PLATFORM, message_name(channel, ts))

    async def _refresh(self, visitor: Visitor, pin: Pin) -> Outcome:
        found = await self._moderation.refresh(pin)
        if isinstance(found, Answer):
            return Outcome(render(found, None))
        times: list[str] = []
        try:
            await self._change(pin, found, times)
        except (SlackRefused, SlackUnreachable) as error:
            if not times and isinstance(error, SlackRefused) and error.code in _GONE:
                await self._pinned.unpinned(visitor.actor, pin, by_hand=True)
                return settled(word(visitor.locale, "slack-pin-gone"))
            standing = dict.fromkeys((*shown(pin_channel(pin), times), *pin.messages))
            await self._pinned.moved(pin, list(standing))
            raise
        await self._moderation.refreshed(visitor.actor, pin, found, shown(pin_channel(pin), times))
        return settled(word(visitor.locale, "slack-refreshed", title=pin.title))

    async def _change(self, pin: Pin, summary: Summary, times: list[str]) -> None:
        """Let a pin show a summary; `times` gets those of its messages. What stands no more is posted anew. Raises as `call`."""
        channel, over = pin_channel(pin), [name.rpartition(":")[2] for name in pin.messages]
        root, waiting = over[0], list(summary_messages(summary))
        while waiting and over:
            ts = over.pop(0)
            try:
                await call(self._client.chat_update(channel=channel, ts=ts, **waiting[0].content))
            except SlackRefused as error:
                if error.code not in _GONE or not times:
                    raise
                continue
            times.append(ts)
            waiting.pop(0)
        await post(self._client, channel, waiting, times, root)
        await self._posting.delete(channel, over)

    async def _unpin(self, visitor: Visitor, pin: Pin) -> Outcome:
        try:
            ts = pin.messages[0].rpartition(":")[2]
            await call(self._client.pins_remove(channel=pin_channel(pin), timestamp=ts))
        except SlackRefused as error:
            if error.code not in ("no_pin", *_GONE):
                await self._deeds.failed(visitor.actor, Deed.UNPIN, pin=pin.id, trouble=error.code)
                return told(word(visitor.locale, "slack-not-unpinned", reason=str(error)))
        await self._pinned.unpinned(visitor.actor, pin)
        return settled(word(visitor.locale, "slack-unpinned", title=pin.title))


def pin_notice(pin: Pin, locale: str) -> Message:
    """Say that a pinned summary is not true any more, and what can be done."""
    told_of = notice(word(locale, "slack-pin-changed", pin=pin_line(pin, locale)))
    leave = button(LEAVE, word(locale, "slack-leave"), pin.id)
    return Message(told_of.text, (*told_of.blocks, *actions([*_buttons(pin, locale), leave])))


async def find_standing(client: AsyncWebClient, pin: Pin) -> list[str]:
    """Return which messages of a pin are there, the first only if it is pinned. Raises as `call`."""
    channel, (first, *rest) = pin_channel(pin), pin.messages
    listed = await call(client.pins_list(channel=channel))
    pinned = {str((each.get("message") or {}).get("ts", "")) for each in listed.get("items") or []}
    if first.rpartition(":")[2] not in pinned:
        return []
    if not rest:
        return [first]

    def replies(cursor: str | None) -> Awaitable[AsyncSlackResponse]:
        root = first.rpartition(":")[2]
        return client.conversations_replies(channel=channel, ts=root, limit=200, cursor=cursor)

    there = {message_name(channel, str(each["ts"])) for each in await every_message(replies)}
    return [first, *(each for each in rest if each in there)]


def pin_channel(pin: Pin) -> str:
    """Return Slack's id of the channel that a pin stands in."""
    return pin.channel.removeprefix(f"{PLATFORM}:")


def _buttons(pin: Pin, locale: str) -> list[Element]:
    refresh = button(REFRESH, word(locale, "slack-refresh"), pin.id)
    return [refresh, button(UNPIN, word(locale, "slack-unpin"), pin.id)]
