"""Summaries on Slack: previewed in private, shortened, pinned, or dropped."""

import json
from collections.abc import Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.access import Deed
from bot.locales import word
from bot.moderation import Preview
from bot.services import Services
from bot.slack.blocks import actions, button, choice, header, plain_text, shortened
from bot.slack.client import SlackRefused, SlackUnreachable, call
from bot.slack.gate import Gate, Visitor
from bot.slack.hearing import PLATFORM
from bot.slack.leftovers import Leftovers, mark
from bot.slack.outcomes import Outcome, settled
from bot.slack.posting import Posting, shown
from bot.slack.rendering import Message, notice, render
from bot.storage.errors import StorageError
from retrieval import Answer, Summary

PIN, LEAVE_OUT, CANCEL = "summary-pin", "summary-leave-out", "summary-cancel"
_DEEDS = {PIN: Deed.PIN, LEAVE_OUT: Deed.SUMMARISE, CANCEL: Deed.SUMMARISE}
_POINT_CHARACTERS = 70
_NOT_HERE = {"not_in_channel", "channel_not_found", "is_archived", "restricted_action"}
"""Slack's words for a channel that the bot cannot post or pin in."""


class Summaries:
    """What becomes of a drafted summary."""

    def __init__(
        self,
        services: Services,
        client: AsyncWebClient,
        posting: Posting,
        gate: Gate,
        leftovers: Leftovers,
    ) -> None:
        """Do nothing before a moderator comes."""
        self._moderation = services.moderation
        self._halfway = services.halfway
        self._client = client
        self._posting = posting
        self._gate = gate
        self._leftovers = leftovers

    async def preview(self, visitor: Visitor, topic: str) -> Sequence[Message]:
        """Draft a summary of a topic for its moderator's eyes. Raises RetrievalError and StorageError."""
        if not topic:
            titles = await self._moderation.topics("", visitor.locale)
            return [notice(word(visitor.locale, "slack-topics", topics=", ".join(titles)))]
        found = await self._moderation.summarise(visitor.actor, topic, visitor.locale)
        return _drafted(found, visitor.locale)

    async def preview_thread(self, visitor: Visitor, texts: Sequence[str]) -> Sequence[Message]:
        """Draft a summary of what a thread asked. Raises likewise."""
        found = await self._moderation.summarise_thread(visitor.actor, texts, visitor.locale)
        return _drafted(found, visitor.locale)

    async def decide(self, visitor: Visitor, action: str, value: str) -> Outcome:
        """Do what was clicked under a preview. Raises likewise."""
        logged = {} if action == PIN else {"step": action.removeprefix("summary-")}
        if refusal := await self._gate.refuse(visitor, _DEEDS[action], **logged):
            return Outcome([notice(refusal)])
        chosen: dict[str, Any] = json.loads(value) if action == LEAVE_OUT else {"draft": value}
        # Of two who click at once, the second sees what the first has done.
        async with self._halfway.deciding(chosen["draft"], self._leftovers.take_down):
            if action == LEAVE_OUT:
                return await self._leave_out(visitor, chosen["draft"], chosen["point"])
            if action == PIN:
                return await self._pin(visitor, value)
            await self._moderation.take(value)
            return settled(word(visitor.locale, "slack-cancelled"))

    async def _leave_out(self, visitor: Visitor, draft: str, point: int) -> Outcome:
        shorter = await self._moderation.leave_out(draft, point)
        if shorter is None:
            return settled(word(visitor.locale, "slack-draft-gone"))
        return Outcome(preview_messages(shorter, visitor.locale), settles=True)

    async def _pin(self, visitor: Visitor, draft: str) -> Outcome:
        # Not taken before the pin is stored: if we die amid this, it can be pressed again.
        preview = await self._moderation.preview(draft)
        if preview is None:
            return settled(word(visitor.locale, "slack-draft-gone"))
        times: list[str] = []
        try:
            pin = await self._post_and_pin(visitor, preview, times)
        except (SlackRefused, SlackUnreachable) as error:
            await self._posting.delete(visitor.channel, times)
            unsure = isinstance(error, SlackUnreachable)
            again = await self._moderation.give_back(visitor.actor, preview, str(error), unsure=unsure)
            trouble = notice(pin_trouble(error, visitor.locale))
            return Outcome([trouble, *preview_messages(again, visitor.locale)], settles=True)
        except StorageError:  # a pin that nobody knows of would never be looked after
            await self._posting.delete(visitor.channel, times)
            raise
        if pin is None:
            await self._posting.delete(visitor.channel, times)
            return settled(word(visitor.locale, "slack-draft-gone"))
        return settled(word(visitor.locale, "slack-pinned"))

    async def _post_and_pin(self, visitor: Visitor, preview: Preview, times: list[str]) -> str | None:
        """Post a summary, pin it and have it known; `times` grows with its messages. None if it was decided on meanwhile."""
        await self._halfway.begin(PLATFORM, preview.id, visitor.channel)
        messages = summary_messages(preview.summary)
        await post(self._client, visitor.channel, messages, times, metadata=mark(preview.id))
        try:
            await call(self._client.pins_add(channel=visitor.channel, timestamp=times[0]))
        except SlackRefused as error:
            if error.code != "already_pinned":
                raise
        return await self._moderation.pinned(visitor.actor, preview, shown(visitor.channel, times))


async def post(
    client: AsyncWebClient,
    channel: str,
    messages: Sequence[Message],
    times: list[str],
    root: str | None = None,
    metadata: dict[str, Any] | None = None,
) -> None:
    """Post messages, further ones under the first or under `root`; `times` grows with each. Raises as `call`."""
    for message in messages:
        posted = await call(
            client.chat_postMessage(
                channel=channel,
                thread_ts=root or (times[0] if times else None),
                **message.content,
                metadata=metadata,
                unfurl_links=False,
                unfurl_media=False,
            )
        )
        times.append(str(posted["ts"]))


def summary_messages(summary: Summary) -> tuple[Message, ...]:
    """Return the messages that show a summary; the first is the one to pin."""
    first, *rest = render(summary.answer, None)
    return (Message(first.text, (header(f"📌 {summary.title}"), *first.blocks)), *rest)


def preview_messages(preview: Preview, locale: str) -> Sequence[Message]:
    """Return a summary as its moderator sees it before it is pinned."""
    messages = list(summary_messages(preview.summary))
    points = [
        choice(_gist(preview.summary, place), json.dumps({"draft": preview.id, "point": place}))
        for place, _ in enumerate(preview.summary.answer.statements[:100])
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


def pin_trouble(error: Exception, locale: str) -> str:
    """Say why Slack does not pin, and what to do about it."""
    code = error.code if isinstance(error, SlackRefused) else ""
    if code in _NOT_HERE:
        return word(locale, "slack-not-pinned-here", reason=code)
    if code == "permission_denied":
        return word(locale, "slack-pinning-restricted")
    return word(locale, "slack-not-pinned", reason=str(error))


def _drafted(found: Preview | Answer, locale: str) -> Sequence[Message]:
    return render(found, None) if isinstance(found, Answer) else preview_messages(found, locale)


def _gist(summary: Summary, place: int) -> str:
    """Return how a point begins, or its quote where the point only announces one."""
    point = summary.answer.statements[place]
    words = point.text
    if words.rstrip().endswith(":"):
        quoted = {citation.number: citation.quote.text for citation in summary.answer.citations}
        words = next((quoted[number] for number in point.citations if number in quoted), words)
    return shortened(" ".join(f"{place + 1}. {words}".split()), _POINT_CHARACTERS)
