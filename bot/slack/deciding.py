"""Clicks and shortcuts of moderators and admins: checked when they come, answered in private."""

import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.access import Deed
from bot.conversation import failure
from bot.locales import word
from bot.services import Services
from bot.slack.blocks import field, plain_text, shortened
from bot.slack.client import SlackRefused, SlackUnreachable, attempt, call
from bot.slack.gate import Visitor, visitor_of
from bot.slack.governing import ANYWAY, APPLY, KEEP_OLD, WITHDRAW, Governed
from bot.slack.hearing import earlier_questions, message_name
from bot.slack.people import People
from bot.slack.posting import Posting
from bot.slack.rendering import Message, notice
from bot.slack.summaries import CANCEL, LEAVE_OUT, PIN, REFRESH, UNPIN, titled
from bot.storage.errors import StorageError
from retrieval import RetrievalError

_log = logging.getLogger(__name__)

APPROVE_VIEW = "approve"
_QUESTION = "question"
OF_SUMMARIES = (PIN, LEAVE_OUT, CANCEL, REFRESH, UNPIN)
OF_GOVERNING = (APPLY, ANYWAY, KEEP_OLD, WITHDRAW)
_DONE_WITH = (PIN, LEAVE_OUT, CANCEL)
_QUESTION_CHARACTERS = 500

Said = Sequence[Message]


class Deciding:
    """Everything that needs a role and is clicked."""

    def __init__(
        self,
        services: Services,
        client: AsyncWebClient,
        posting: Posting,
        people: People,
        governed: Governed,
        bot: str,
    ) -> None:
        """`bot` is our own user."""
        self._services = services
        self._client = client
        self._posting = posting
        self._people = people
        self._gate = governed.gate
        self._governing = governed.governing
        self._summaries = governed.summaries
        self._bot = bot

    async def decide(self, body: dict[str, Any]) -> None:
        """Do what a button or menu is for."""
        clicked = body["actions"][0]
        action = str(clicked["action_id"])
        value = str(clicked.get("value") or (clicked.get("selected_option") or {}).get("value", ""))

        async def work(visitor: Visitor) -> Said:
            part = self._summaries if action in OF_SUMMARIES else self._governing
            return await part.decide(visitor, action, value)

        await self._answered(body, work)
        if action in _DONE_WITH:
            await self._posting.withdraw(str(body.get("response_url", "")))

    async def delete(self, body: dict[str, Any]) -> None:
        """Take down an answer of the bot."""

        async def work(visitor: Visitor) -> Said:
            if refusal := await self._gate.refuse(visitor, Deed.DELETE):
                return [notice(refusal)]
            ts = str(body["message"]["ts"])
            kept = await self._services.answered.shown_in(message_name(visitor.channel, ts))
            if kept is None:
                return [notice(word(visitor.locale, "slack-not-an-answer"))]
            times = [name.rpartition(":")[2] for name in kept.messages]
            await self._posting.delete(visitor.channel, times)
            await self._services.answered.delete(kept.id)
            await self._services.deeds.done(visitor.actor, Deed.DELETE, answer=kept.id)
            return [notice(word(visitor.locale, "slack-deleted"))]

        await self._answered(body, work)

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
            return await self._summaries.preview_thread(visitor, titled(texts), texts)

        await self._answered(body, work)

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

        await self._answered(body, work)

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

        await self._answered(placed, work)

    async def _answered(self, body: dict[str, Any], work: Callable[[Visitor], Awaitable[Said]]) -> None:
        """Say in private what came of it, whatever came of it."""
        locale = await self._people.language(str(body["user"]["id"]))
        visitor = visitor_of(body, locale)
        try:
            said = await work(visitor)
        except RetrievalError as error:
            said = [notice(str(error))]
        except (StorageError, SlackRefused, SlackUnreachable) as error:
            said = [notice(failure(locale, error).text)]
        try:
            await self._posting.answer_privately(visitor.respond, said)
        except (SlackRefused, SlackUnreachable) as error:
            _log.warning("a person could not be told about a click: %s", error)


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
