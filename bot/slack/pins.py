"""Pinned summaries on Slack: listed, refreshed in place, unpinned, left, and noticed when somebody takes them down."""

from collections.abc import Sequence

from slack_sdk.web.async_client import AsyncWebClient

from bot.access import Deed
from bot.locales import word
from bot.reporting import pin_line
from bot.services import Services
from bot.slack.blocks import Element, actions, button
from bot.slack.client import SlackRefused, call
from bot.slack.gate import Gate, Visitor
from bot.slack.hearing import PLATFORM, message_name
from bot.slack.outcomes import Outcome, settled, told
from bot.slack.posting import Posting, shown
from bot.slack.rendering import Message, notice, render
from bot.slack.reports import board
from bot.slack.summaries import post, summary_messages
from bot.storage.pins import Pin
from retrieval import Answer

REFRESH, UNPIN, LEAVE = "pin-refresh", "pin-unpin", "pin-leave"
_DEEDS = {REFRESH: Deed.PIN, UNPIN: Deed.UNPIN, LEAVE: Deed.PIN}
_GONE = "message_not_found"


class Pinboard:
    """What moderators do with pins."""

    def __init__(self, services: Services, client: AsyncWebClient, posting: Posting, gate: Gate) -> None:
        """Do nothing before a moderator comes."""
        self._moderation = services.moderation
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
        pin = await self._moderation.pin(identifier)
        if pin is None or pin.place != visitor.actor.place:
            return settled(word(visitor.locale, "slack-pin-gone"))
        if action == LEAVE:
            return settled(word(visitor.locale, "slack-left", title=pin.title))
        return await (self._refresh if action == REFRESH else self._unpin)(visitor, pin)

    async def noticed_gone(self, channel: str, ts: str, team: str) -> None:
        """Remember that a pin was taken down by somebody's hand. Raises StorageError."""
        pin = await self._moderation.pinned_in(message_name(channel, ts))
        if pin is not None and pin.removed is None:
            somebody = Visitor("", team, channel, "en")
            await self._moderation.unpinned(somebody.actor, pin, by_hand=True)

    async def _refresh(self, visitor: Visitor, pin: Pin) -> Outcome:
        found = await self._moderation.refresh(pin)
        if isinstance(found, Answer):
            return Outcome(render(found, None))
        channel, old = pin_channel(pin), [name.rpartition(":")[2] for name in pin.messages]
        messages = summary_messages(found)
        try:
            for ts, message in zip(old, messages, strict=False):
                await call(self._client.chat_update(channel=channel, ts=ts, **message.content))
        except SlackRefused as error:
            if error.code != _GONE:
                raise
            await self._moderation.unpinned(visitor.actor, pin, by_hand=True)
            return settled(word(visitor.locale, "slack-pin-gone"))
        await self._posting.delete(channel, old[len(messages) :])
        times = old[: len(messages)]
        await post(self._client, channel, messages[len(old) :], times, old[0])
        await self._moderation.refreshed(visitor.actor, pin, found, shown(channel, times))
        return settled(word(visitor.locale, "slack-refreshed", title=pin.title))

    async def _unpin(self, visitor: Visitor, pin: Pin) -> Outcome:
        try:
            ts = pin.messages[0].rpartition(":")[2]
            await call(self._client.pins_remove(channel=pin_channel(pin), timestamp=ts))
        except SlackRefused as error:
            if error.code not in ("no_pin", _GONE):
                return told(word(visitor.locale, "slack-not-unpinned", reason=str(error)))
        await self._moderation.unpinned(visitor.actor, pin)
        return settled(word(visitor.locale, "slack-unpinned", title=pin.title))


def pin_notice(pin: Pin, locale: str) -> Message:
    """Say that a pinned summary is not true any more, and what can be done."""
    told_of = notice(word(locale, "slack-pin-changed", pin=pin_line(pin, locale)))
    leave = button(LEAVE, word(locale, "slack-leave"), pin.id)
    return Message(told_of.text, (*told_of.blocks, *actions([*_buttons(pin, locale), leave])))


def pin_channel(pin: Pin) -> str:
    """Return Slack's id of the channel that a pin stands in."""
    return pin.channel.removeprefix(f"{PLATFORM}:")


def _buttons(pin: Pin, locale: str) -> list[Element]:
    refresh = button(REFRESH, word(locale, "slack-refresh"), pin.id)
    return [refresh, button(UNPIN, word(locale, "slack-unpin"), pin.id)]
