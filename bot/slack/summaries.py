"""Summaries on Slack: previewed in private, pinned, listed, refreshed, unpinned, and told of when no longer true."""

import asyncio
import json
import logging
from collections.abc import Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.access import Deed
from bot.locales import word
from bot.moderation import Preview
from bot.reporting import pin_line
from bot.services import Services
from bot.slack.blocks import actions, button, choice, header, plain_text, rich, section, shortened, text
from bot.slack.client import SlackRefused, SlackUnreachable, call
from bot.slack.gate import Gate, Visitor
from bot.slack.hearing import PLATFORM, message_name
from bot.slack.intake import rest
from bot.slack.posting import Posting, shown
from bot.slack.rendering import Message, notice, render
from bot.storage.errors import StorageError
from bot.storage.pins import Pin
from retrieval import Answer, Summary

_log = logging.getLogger(__name__)

PIN, LEAVE_OUT, CANCEL = "summary-pin", "summary-leave-out", "summary-cancel"
REFRESH, UNPIN = "pin-refresh", "pin-unpin"
LOOK_SECONDS = 5.0
_POINT_CHARACTERS = 70
_LISTED = 15


class Summaries:
    """What moderators do with summaries."""

    def __init__(self, services: Services, client: AsyncWebClient, posting: Posting, gate: Gate) -> None:
        """Do nothing before a moderator comes."""
        self._moderation = services.moderation
        self._channels = services.channels
        self._client = client
        self._posting = posting
        self._gate = gate

    async def preview(self, visitor: Visitor, topic: str) -> Sequence[Message]:
        """Draft a summary of a topic for its moderator's eyes. Raises RetrievalError and StorageError."""
        if not topic:
            titles = await self._moderation.topics("", visitor.locale)
            return [notice(word(visitor.locale, "slack-topics", topics=", ".join(titles)))]
        found = await self._moderation.summarise(visitor.actor, topic, visitor.locale)
        return self._shown(found, visitor.locale)

    async def preview_thread(self, visitor: Visitor, title: str, texts: Sequence[str]) -> Sequence[Message]:
        """Draft a summary of what a thread asked. Raises likewise."""
        found = await self._moderation.summarise_thread(visitor.actor, title, texts, visitor.locale)
        return self._shown(found, visitor.locale)

    async def decide(self, visitor: Visitor, action: str, value: str) -> Sequence[Message]:
        """Do what was clicked under a preview or in the list of pins, and return what to say. Raises likewise."""
        deed = {PIN: Deed.PIN, REFRESH: Deed.PIN, UNPIN: Deed.UNPIN}.get(action, Deed.SUMMARISE)
        if refusal := await self._gate.refuse(visitor, deed):
            return [notice(refusal)]
        match action:
            case "summary-pin":
                return await self._pin(visitor, value)
            case "summary-leave-out":
                chosen = json.loads(value)
                shorter = await self._moderation.leave_out(chosen["draft"], chosen["point"])
                return _preview(shorter, visitor.locale) if shorter else self._gone(visitor)
            case "summary-cancel":
                await self._moderation.take(value)
                return [notice(word(visitor.locale, "slack-cancelled"))]
            case "pin-refresh":
                return await self._refresh(visitor, value)
            case _:
                return await self._unpin(visitor, value)

    async def listed(self, visitor: Visitor, _rest: str = "") -> Sequence[Message]:
        """Return the pins of the workspace with their states."""
        found = await self._moderation.pins(visitor.actor)
        if not found:
            return [notice(word(visitor.locale, "slack-no-pins"))]
        blocks = []
        for pin in found[-_LISTED:]:
            blocks.append(rich(section(text(pin_line(pin, visitor.locale)))))
            refresh = button(REFRESH, word(visitor.locale, "slack-refresh"), pin.id)
            blocks += actions([refresh, button(UNPIN, word(visitor.locale, "slack-unpin"), pin.id)])
        return [Message(word(visitor.locale, "slack-pins-title"), tuple(blocks))]

    async def noticed_gone(self, channel: str, ts: str, team: str) -> None:
        """Remember that a pin was taken down by somebody's hand."""
        if pin := await self._moderation.pinned_in(message_name(channel, ts)):
            by_hand = Visitor("", team, channel, "en")
            await self._moderation.unpinned(by_hand.actor, pin, by_hand=True)

    async def tell_of_changes(self, closing: asyncio.Event) -> None:
        """Tell moderators once of pins that are no longer true, until it is time to close."""
        while not closing.is_set():
            try:
                await self._moderation.tell(PLATFORM, self._tell)
            except StorageError as error:
                _log.warning("moderators are not told of a pin: %s", error)
            await rest(closing, LOOK_SECONDS)

    def _shown(self, found: Preview | Answer, locale: str) -> Sequence[Message]:
        return render(found, None) if isinstance(found, Answer) else _preview(found, locale)

    def _gone(self, visitor: Visitor) -> Sequence[Message]:
        return [notice(word(visitor.locale, "slack-draft-gone"))]

    async def _pin(self, visitor: Visitor, draft: str) -> Sequence[Message]:
        preview = await self._moderation.take(draft)
        if preview is None:
            return self._gone(visitor)
        times: list[str] = []
        try:
            times = await self._post(visitor.channel, _pinnable(preview.summary))
            await call(self._client.pins_add(channel=visitor.channel, timestamp=times[0]))
        except (SlackRefused, SlackUnreachable) as error:
            if str(error) != "already_pinned":
                await self._posting.delete(visitor.channel, times)
                again = await self._moderation.give_back(visitor.actor, preview, str(error))
                trouble = notice(word(visitor.locale, "slack-not-pinned", reason=str(error)))
                return [trouble, *_preview(again, visitor.locale)]
        await self._moderation.pinned(visitor.actor, preview, shown(visitor.channel, times))
        return [notice(word(visitor.locale, "slack-pinned"))]

    async def _refresh(self, visitor: Visitor, identifier: str) -> Sequence[Message]:
        pin = await self._moderation.pin(identifier)
        if pin is None:
            return self._gone(visitor)
        found = await self._moderation.refresh(pin)
        if isinstance(found, Answer):
            return render(found, None)
        channel, old = _place(pin), [name.rpartition(":")[2] for name in pin.messages]
        messages = _pinnable(found)
        for ts, message in zip(old, messages, strict=False):
            await call(
                self._client.chat_update(
                    channel=channel, ts=ts, text=message.text, blocks=list(message.blocks)
                )
            )
        await self._posting.delete(channel, old[len(messages) :])
        more = await self._post(channel, messages[len(old) :], old[0])
        kept = [*old[: len(messages)], *more]
        await self._moderation.refreshed(visitor.actor, pin, found, shown(channel, kept))
        return [notice(word(visitor.locale, "slack-refreshed"))]

    async def _unpin(self, visitor: Visitor, identifier: str) -> Sequence[Message]:
        pin = await self._moderation.pin(identifier)
        if pin is None:
            return self._gone(visitor)
        try:
            ts = pin.messages[0].rpartition(":")[2]
            await call(self._client.pins_remove(channel=_place(pin), timestamp=ts))
        except SlackRefused as error:
            if error.code not in ("no_pin", "message_not_found"):
                return [notice(word(visitor.locale, "slack-not-unpinned", reason=str(error)))]
        await self._moderation.unpinned(visitor.actor, pin)
        return [notice(word(visitor.locale, "slack-unpinned"))]

    async def _post(self, channel: str, messages: Sequence[Message], root: str | None = None) -> list[str]:
        times: list[str] = []
        for message in messages:
            posted = await call(
                self._client.chat_postMessage(
                    channel=channel,
                    thread_ts=root or (times[0] if times else None),
                    text=message.text,
                    blocks=list(message.blocks),
                    unfurl_links=False,
                )
            )
            times.append(str(posted["ts"]))
        return times

    async def _tell(self, pin: Pin) -> None:
        settings = await self._channels.of(pin.channel, pin.place)
        channel = settings.notices.removeprefix(f"{PLATFORM}:") or _place(pin)
        language = pin.language if settings.language == "auto" else settings.language
        told = notice(word(language, "slack-pin-changed", pin=pin_line(pin, language)))
        refresh = button(REFRESH, word(language, "slack-refresh"), pin.id)
        buttons = actions([refresh, button(UNPIN, word(language, "slack-unpin"), pin.id)])
        blocks = [*told.blocks, *buttons]
        await call(self._client.chat_postMessage(channel=channel, text=told.text, blocks=blocks))


def titled(texts: Sequence[str]) -> str:
    """Return a title for what a thread asked."""
    return shortened(" ".join(texts[0].split()), _POINT_CHARACTERS)


def _place(pin: Pin) -> str:
    return pin.channel.removeprefix(f"{PLATFORM}:")


def _pinnable(summary: Summary) -> tuple[Message, ...]:
    first, *rest = render(summary.answer, None)
    return (Message(first.text, (header(f"📌 {summary.title}"), *first.blocks)), *rest)


def _preview(preview: Preview, locale: str) -> Sequence[Message]:
    messages = list(_pinnable(preview.summary))
    points = [
        choice(statement.text[:_POINT_CHARACTERS] or "…", json.dumps({"draft": preview.id, "point": place}))
        for place, statement in enumerate(preview.summary.answer.statements[:100])
    ]
    menu: dict[str, Any] = {"type": "static_select", "action_id": LEAVE_OUT, "options": points}
    menu["placeholder"] = plain_text(word(locale, "slack-leave-out"))
    controls = [
        button(PIN, word(locale, "slack-pin"), preview.id, style="primary"),
        *([menu] if len(points) > 1 else []),
        button(CANCEL, word(locale, "slack-cancel"), preview.id),
    ]
    last = messages[-1]
    messages[-1] = Message(last.text, (*last.blocks, *actions(controls)))
    return messages
