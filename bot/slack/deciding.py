"""Clicks and shortcuts of moderators and admins: checked when they come, answered in private."""

import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.access import Deed
from bot.locales import word
from bot.services import Services
from bot.slack.blocks import field, plain_text, shortened
from bot.slack.client import SlackRefused, attempt, call
from bot.slack.gate import Visitor
from bot.slack.governing import WITHDRAW, Governed
from bot.slack.hearing import earlier_questions, message_name
from bot.slack.outcomes import Outcome
from bot.slack.pins import LEAVE, REFRESH, UNPIN
from bot.slack.posting import Posting
from bot.slack.rendering import notice
from bot.slack.reports import ANYWAY, APPLY, KEEP_OLD
from bot.slack.sources import OF_SOURCES
from bot.slack.summaries import CANCEL, LEAVE_OUT, PIN
from bot.slack.telling import Said, Telling

_log = logging.getLogger(__name__)

APPROVE_VIEW = "approve"
_QUESTION = "question"
OF_SUMMARIES = (PIN, LEAVE_OUT, CANCEL)
OF_PINS = (REFRESH, UNPIN, LEAVE)
OF_INDEX = (APPLY, ANYWAY, KEEP_OLD)
CLICKS = (*OF_SUMMARIES, *OF_PINS, *OF_INDEX, *OF_SOURCES, WITHDRAW)
"""Everything that is decided by a click and needs a role."""
_LISTED = (REFRESH, UNPIN, WITHDRAW)
"""What also stands in a list: when one entry is settled, the others still want their buttons."""
_QUESTION_CHARACTERS = 500

Decide = Callable[[Visitor, str, str], Awaitable[Outcome]]
"""From who clicked, on which control, with which value."""


class Deciding:
    """Everything that needs a role and is clicked."""

    def __init__(
        self,
        services: Services,
        client: AsyncWebClient,
        posting: Posting,
        telling: Telling,
        governed: Governed,
        bot: str,
    ) -> None:
        """`bot` is our own user."""
        self._services = services
        self._client = client
        self._posting = posting
        self._telling = telling
        self._gate = governed.gate
        self._summaries = governed.summaries
        self._bot = bot
        self._deciders: dict[str, Decide] = {
            **dict.fromkeys(OF_SUMMARIES, governed.summaries.decide),
            **dict.fromkeys(OF_PINS, governed.pinboard.decide),
            **dict.fromkeys(OF_INDEX, governed.indexing.decide),
            WITHDRAW: governed.governing.decide,
            **dict.fromkeys(OF_SOURCES, governed.sources.decide),
        }

    async def decide(self, body: dict[str, Any]) -> None:
        """Do what a button or menu is for."""
        clicked = body["actions"][0]
        action = str(clicked["action_id"])
        value = str(clicked.get("value") or (clicked.get("selected_option") or {}).get("value", ""))

        async def work(visitor: Visitor) -> Said:
            outcome = await self._deciders[action](visitor, action, value)
            if not outcome.settles:
                return outcome.said
            return await self._telling.settle(body, outcome, keeps=action in _LISTED)

        await self._telling.answer(body, work)

    async def delete(self, body: dict[str, Any]) -> None:
        """Take down an answer of the bot."""

        async def work(visitor: Visitor) -> Said:
            if refusal := await self._gate.refuse(visitor, Deed.DELETE):
                return [notice(refusal)]
            message = body["message"]
            if message.get("user") != self._bot:
                return [notice(word(visitor.locale, "slack-not-mine"))]
            ts = str(message["ts"])
            name = message_name(visitor.channel, ts)
            kept = await self._services.answered.shown_in(name)
            about = {"message": name, "answer": kept.id if kept else None}

            async def delete(messages: Sequence[str]) -> None:
                await self._posting.delete_all(
                    visitor.channel, [each.rpartition(":")[2] for each in messages]
                )

            try:
                if kept is not None or not await self._services.pinned.take_down(visitor.actor, name, delete):
                    await delete(kept.messages if kept else [name])
            except SlackRefused as error:  # it stays, and so does what is kept of it
                await self._services.deeds.failed(visitor.actor, Deed.DELETE, **about, reason=error.code)
                return [notice(word(visitor.locale, "slack-not-deleted", reason=error.code))]
            if kept is not None:
                await self._services.answered.delete(kept.id)
            await self._services.deeds.done(visitor.actor, Deed.DELETE, **about)
            return [notice(word(visitor.locale, "slack-deleted"))]

        await self._telling.answer(body, work)

    async def summarise_thread(self, body: dict[str, Any]) -> None:
        """Preview a summary of the thread that a message stands in."""

        async def work(visitor: Visitor) -> Said:
            if refusal := await self._gate.refuse(visitor, Deed.SUMMARISE):
                return [notice(refusal)]
            message = body["message"]
            root = str(message.get("thread_ts") or message["ts"])
            replies = self._client.conversations_replies(channel=visitor.channel, ts=root, limit=200)
            found = await attempt(replies)
            messages = (found.get("messages") or []) if found else []
            texts = earlier_questions(messages or [message], "inf", self._bot)
            if not texts:
                return [notice(word(visitor.locale, "slack-check-needs-text"))]
            return await self._summaries.preview_thread(visitor, texts)

        await self._telling.answer(body, work)

    async def ask_to_approve(self, body: dict[str, Any]) -> None:
        """Open a window with the question that an answer shall stand for."""

        async def work(visitor: Visitor) -> Said:
            if refusal := await self._gate.refuse(visitor, Deed.CURATE):
                return [notice(refusal)]
            kept = await self._services.answered.shown_in(
                message_name(visitor.channel, str(body["message"]["ts"]))
            )
            if kept is None or kept.deleted:
                return [notice(word(visitor.locale, "slack-not-an-answer"))]
            about = {"answer": kept.id, "channel": visitor.channel, "respond": visitor.respond}
            view = _approve_view(about, kept.question, visitor.locale)
            await call(self._client.views_open(trigger_id=str(body["trigger_id"]), view=view))
            return []

        await self._telling.answer(body, work)

    async def approve(self, body: dict[str, Any]) -> None:
        """Let an answer stand for the question that was written."""
        about = json.loads(body["view"]["private_metadata"])
        asked = body["view"]["state"]["values"][_QUESTION][_QUESTION]["value"]
        placed = {**body, "channel": {"id": about["channel"]}, "response_url": about["respond"]}

        async def work(visitor: Visitor) -> Said:
            if refusal := await self._gate.refuse(visitor, Deed.CURATE):
                return [notice(refusal)]
            answer = await self._services.answered.open(about["answer"])
            if answer is None:
                return [notice(word(visitor.locale, "slack-gone"))]
            done = await self._services.curating.approve(visitor.actor, asked, answer)
            return [notice(word(visitor.locale, "slack-approved" if done else "slack-not-approved"))]

        await self._telling.answer(placed, work)


def _approve_view(about: dict[str, str], question: str | None, locale: str) -> dict[str, Any]:
    written: dict[str, Any] = {"type": "plain_text_input", "max_length": _QUESTION_CHARACTERS}
    if question:
        written["initial_value"] = shortened(question, _QUESTION_CHARACTERS)
    title = word(locale, "slack-approve-title")
    return {
        "type": "modal",
        "callback_id": APPROVE_VIEW,
        "private_metadata": json.dumps(about),
        "title": plain_text(title),
        "submit": plain_text(word(locale, "slack-approve")),
        "close": plain_text(word(locale, "slack-close")),
        "blocks": [field(_QUESTION, word(locale, "slack-approve-question"), written, optional=False)],
    }
