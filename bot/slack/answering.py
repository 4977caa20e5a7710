"""What is done about each thing heard: asked, edited, deleted, commanded, checked."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat import Notice, Reply, Trouble
from bot.conversation import failure
from bot.explaining import explain
from bot.growing import Growing
from bot.locales import word
from bot.services import Services
from bot.slack.client import SlackRefused, SlackUnreachable, attempt, call
from bot.slack.drafting import EVERY_SECONDS, Draft
from bot.slack.gate import visitor_from
from bot.slack.governing import Governed
from bot.slack.hearing import Heard, Kind, earlier_questions, message_name
from bot.slack.languages import Languages
from bot.slack.orders import read_order
from bot.slack.posting import WRITING, Posting, shown
from bot.slack.rendering import Message, Sharing, notice, render
from bot.slack.views import help_blocks
from bot.storage.answers import KeptAnswer
from bot.storage.errors import StorageError
from bot.subject import find_subject
from retrieval import Answer, RetrievalError

_log = logging.getLogger(__name__)

HELP = {"", "help", "aide", "?"}
FORGET = {"forget me", "forget-me", "oublie-moi", "oublie moi", "oubliez-moi"}
_THREADS = 1000
_RECENT_SECONDS = 600.0
_RECENT_MESSAGES = 20
_UNFIT = {"invalid_blocks", "msg_blocks_too_long", "msg_too_long", "invalid_blocks_format"}
"""Slack's words for a message that is our fault."""


class Answering:
    """Answers what was heard, each thing once."""

    def __init__(
        self,
        services: Services,
        client: AsyncWebClient,
        posting: Posting,
        languages: Languages,
        governed: Governed,
        bot: str,
    ) -> None:
        """`bot` is our own user."""
        self._governed = governed
        self._services = services
        self._client = client
        self._posting = posting
        self._languages = languages
        self._bot = bot
        self._followed: OrderedDict[str, None] = OrderedDict()

    async def is_in(self, heard: Heard) -> bool:
        """Tell whether the bot takes part in a thread: it answered there, or what it said there began it."""
        thread = message_name(heard.channel, heard.root)
        kept = await self._services.answered.of_thread(thread)
        return kept is not None or await self._services.answered.shown_in(thread) is not None

    async def work(self, heard: Heard, *, again: bool) -> None:
        """Do what was heard; `again` if somebody may have begun. Raises as `Posting` and StorageError."""
        match heard.kind:
            case Kind.ASKED | Kind.FOLLOWED:
                await self._ask(heard, again=again)
            case Kind.EDITED:
                await self._ask_anew(heard)
            case Kind.DELETED:
                await self._take_down(heard)
            case Kind.COMMAND | Kind.CHECK:
                # What was begun for a moderator or an admin must not be done twice.
                begun = again and heard.kind is Kind.COMMAND and read_order(heard.text)
                await (self._say_interrupted(heard) if begun else self._answer_privately(heard))
            case Kind.EXAMPLE:
                await self._ask_example(heard, again=again)

    async def unpinned(self, event: dict[str, Any], bot: str) -> None:
        """Notice that somebody else than us has unpinned a message."""
        message = (event.get("item") or {}).get("message") or {}
        if event.get("user") != bot and message.get("ts"):
            channel = str(event.get("channel_id", ""))
            await self._governed.pinboard.noticed_unpinned(channel, str(message["ts"]))

    async def locale(self, heard: Heard) -> str:
        """Return the language of the interface for whoever was heard."""
        return await self._languages.of(heard.user, heard.channel, heard.team)

    async def _ask(self, heard: Heard, *, again: bool) -> None:
        kept = await self._services.answered.to_message(heard.asked)
        if kept is not None and (kept.messages or kept.deleted):
            return
        there = await self._posting.found(heard) if again or kept else {}
        if there and await self._is_completed(heard, kept, there):
            return
        if not await self._may_answer(heard):
            await self._posting.delete(heard.channel, list(there.values()))
            return
        if heard.text.casefold() not in HELP:
            await self._answer(heard, there)
        elif heard.text or heard.kind is Kind.ASKED:  # a picture in the thread is no call for help
            await self._help(heard)

    async def _may_answer(self, heard: Heard) -> bool:
        settings = await self._services.channels.of(*_places(heard))
        if settings.answers:
            return True
        if heard.kind is Kind.ASKED:
            await self._posting.whisper(heard, notice(word(await self.locale(heard), "slack-off")))
        return False

    async def _answer(self, heard: Heard, there: dict[int, str], *, grows: bool = True) -> None:
        """Answer, in place of what is `there` of an answer that a process did not finish."""
        locale = await self.locale(heard)
        status = asyncio.create_task(self._posting.show_status(heard, word(locale, "slack-status")))
        draft = Draft(self._posting, heard, status)
        try:
            message = heard.message(await self._earlier(heard))
            async with Growing(draft.show, EVERY_SECONDS) as growing:
                # What an unfinished answer has said stays until there is a whole one.
                said = growing.said if grows and not there else None
                reply = await self._services.conversation.reply(message, locale, said)
        finally:
            await status  # set later than the answer, it would stay
        if isinstance(reply, Notice):
            await self._tell(heard, reply, there or await draft.stands())
            return
        identifier = await self._services.answered.keep(reply, heard.message())
        there = there or await draft.stands()
        try:
            times = await self._posting.reply(heard, _rendered(reply, identifier, locale), there)
        except (SlackRefused, SlackUnreachable) as error:
            await self._apologise(heard, locale, error, there)
            raise
        await self._services.answered.posted(identifier, *shown(heard.channel, times))

    async def _tell(self, heard: Heard, told: Notice, there: dict[int, str]) -> None:
        if told.trouble in (Trouble.LIMIT, Trouble.BUSY):
            await self._posting.delete(heard.channel, list(there.values()))
            await self._posting.whisper(heard, notice(told.text))
            await self._posting.show_status(heard, "")
        else:
            await self._posting.reply(heard, [notice(told.text)], there)

    async def _apologise(self, heard: Heard, locale: str, error: Exception, there: dict[int, str]) -> None:
        if isinstance(error, SlackRefused) and error.code in _UNFIT:
            await self._posting.reply(heard, [notice(failure(locale, error).text)], there)

    async def _is_completed(self, heard: Heard, kept: KeptAnswer | None, there: dict[int, str]) -> bool:
        """Post what a process that died has not posted of an answer; False if it has to be given anew."""
        answer = await self._services.answered.open(kept.id) if kept else None
        if answer is None and WRITING in there:
            return False
        if kept is not None:
            messages = render(answer, kept.id) if answer else ()
            times = await self._posting.reply(heard, messages, there) if messages else list(there.values())
            await self._services.answered.posted(kept.id, *shown(heard.channel, times))
        return True

    async def _help(self, heard: Heard) -> None:
        locale = await self.locale(heard)
        subject = await find_subject(self._services.conversation, locale)
        help_message = Message(word(locale, "slack-how-title"), help_blocks(subject, locale))
        await self._posting.reply(heard, [help_message])

    async def _earlier(self, heard: Heard) -> tuple[str, ...]:
        """Return the thread's questions, if this process has not followed it from the start."""
        thread = message_name(heard.channel, heard.root)
        followed = thread in self._followed
        self._followed[thread] = None
        self._followed.move_to_end(thread)
        while len(self._followed) > _THREADS:
            self._followed.popitem(last=False)
        if followed or (heard.is_first and not heard.direct):
            return ()
        return earlier_questions(await self._said_before(heard), heard.ts, self._bot)

    async def _said_before(self, heard: Heard) -> list[dict[str, Any]]:
        if heard.is_first:
            since = str(float(heard.ts) - _RECENT_SECONDS)
            history = self._client.conversations_history(
                channel=heard.channel, latest=heard.ts, oldest=since, limit=_RECENT_MESSAGES
            )
            found = await attempt(history)
        else:
            replies = self._client.conversations_replies(
                channel=heard.channel, ts=heard.root, latest=heard.ts, limit=200
            )
            found = await attempt(replies)
        return (found.get("messages") or []) if found else []

    async def _ask_anew(self, heard: Heard) -> None:
        kept = await self._services.answered.to_message(heard.asked)
        if kept is None or kept.deleted or not kept.messages:
            return
        locale = await self.locale(heard)
        reply = await self._services.conversation.reply(heard.message(), locale)
        if isinstance(reply, Notice):
            await self._posting.whisper(heard, notice(reply.text))
            return
        identifier = await self._services.answered.keep(reply, heard.message())
        old = [name.rpartition(":")[2] for name in kept.messages]
        times = await self._posting.replace(heard, old, render(reply, identifier))
        await self._services.answered.posted(identifier, *shown(heard.channel, times))
        await self._services.answered.delete(kept.id)

    async def _take_down(self, heard: Heard) -> None:
        answered = self._services.answered
        if kept := await answered.to_message(heard.asked):
            await self._posting.delete(heard.channel, [name.rpartition(":")[2] for name in kept.messages])
            await answered.delete(kept.id)
        if own := await answered.shown_in(heard.asked):
            await answered.delete(own.id)
        await self._governed.pinboard.noticed_deleted(heard.channel, heard.ts)

    async def _say_interrupted(self, heard: Heard) -> None:
        interrupted = word(await self.locale(heard), "slack-interrupted")
        await self._posting.answer_privately(heard.respond, [notice(interrupted)])

    async def _answer_privately(self, heard: Heard) -> None:
        locale = await self.locale(heard)
        try:
            messages = await self._private(heard, locale)
        except RetrievalError as error:
            messages = [notice(explain(error, locale))]
        except StorageError as error:
            messages = [notice(failure(locale, error).text)]
        try:
            await self._posting.answer_privately(heard.respond, messages)
        except SlackRefused as error:  # too late for that address
            _log.warning("%s is answered another way: %s", heard.event, error)
            for message in messages:
                await self._posting.whisper(heard, message)

    async def _private(self, heard: Heard, locale: str) -> Sequence[Message]:
        said = heard.text.casefold()
        if heard.kind is Kind.CHECK:
            if not heard.text:
                return [notice(word(locale, "slack-check-needs-text"))]
            reply = await self._services.conversation.check(heard.message(), locale)
            return await self._shareable(heard, reply, Sharing(heard.root))
        if said in HELP:
            role = await self._governed.gate.role(heard.user)
            subject = await find_subject(self._services.conversation, locale)
            return [Message(word(locale, "slack-how-title"), help_blocks(subject, locale, role))]
        if order := read_order(heard.text):
            return await self._governed.governing.command(visitor_from(heard, locale), order)
        if said in FORGET:
            count = await self._services.answered.forget(heard.message().author)
            return [notice(word(locale, "slack-forgotten", count=count))]
        reply = await self._services.conversation.reply(heard.message(), locale)
        return await self._shareable(heard, reply, Sharing())

    async def _shareable(self, heard: Heard, reply: Reply, sharing: Sharing) -> Sequence[Message]:
        if isinstance(reply, Notice):
            return [notice(reply.text)]
        identifier = await self._services.answered.keep(reply, heard.message())
        return render(reply, identifier, sharing=sharing)

    async def _ask_example(self, heard: Heard, *, again: bool) -> None:
        """Put a question of the App Home into the person's own conversation with the bot, and answer it there."""
        if again:  # where it was put is not known, and clicking once more costs nothing
            return
        question = notice(heard.text)
        put = await call(
            self._client.chat_postMessage(
                channel=heard.user, text=question.text, blocks=list(question.blocks)
            )
        )
        channel, ts = str(put["channel"]), str(put["ts"])
        # Nobody would find an unfinished answer again, so only a whole one is shown.
        asked = replace(heard, kind=Kind.ASKED, channel=channel, ts=ts, thread=ts)
        await self._answer(asked, {}, grows=False)


def _rendered(answer: Answer, identifier: str | None, locale: str) -> Sequence[Message]:
    try:
        return render(answer, identifier)
    except Exception as error:  # noqa: BLE001 - a bug of ours must not be silence to the person
        return [notice(failure(locale, error).text)]


def _places(heard: Heard) -> tuple[str, str]:
    message = heard.message()
    return message.channel, message.place
