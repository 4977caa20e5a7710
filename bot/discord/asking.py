"""A message that asks → an answer under it: once, kept up to date with its question, taken down with it."""

import asyncio
import logging
from collections import Counter, OrderedDict
from dataclasses import replace
from weakref import WeakValueDictionary

import discord

from bot.chat import IncomingMessage, Notice
from bot.discord import names
from bot.discord.hearing import Hearing, earlier_questions
from bot.discord.rendering import Shown, render
from bot.discord.sending import mark, may_speak, post, replace_pages, take_down, typing
from bot.discord.telling import Telling, locale_of
from bot.discord.threads import answering_place
from bot.discord.troubles import QuestionGone, is_passing, trouble
from bot.services import Services
from bot.settings import ChannelSettings
from retrieval import Answer

_log = logging.getLogger(__name__)

EDIT_SECONDS = 120
"""So long after it was asked, a change of a question changes its answer."""
_REMEMBERED = 10_000
_ATTEMPTS = 3
_LATER = 200
"""Among how many later messages of a channel an answer is looked for that a process could not store."""


class Asking:
    """What happens to messages."""

    def __init__(self, client: discord.Client, services: Services) -> None:
        """Nothing is under way."""
        self._client = client
        self._services = services
        self._hearing = Hearing(services.answered, services.channels)
        self._telling = Telling(client)
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._gone: OrderedDict[int, None] = OrderedDict()
        self._attempts: Counter[str] = Counter()

    async def hear(self, message: discord.Message) -> None:
        """Answer a new message, if it asks us and nobody has answered it yet."""
        async with self._turn(message.id):
            asked = await self._hearing.hear(message, self._me)
            if asked is not None and await self._take(names.event(message.id), message):
                await self._finished(names.event(message.id), message, asked, str(message.id))

    async def hear_again(self, message: discord.Message, event: str) -> None:
        """Answer a message that a process left behind, unless its answer is there already."""
        async with self._turn(message.id):
            asked = await self._hearing.hear(message, self._me)
            is_new = event == names.event(message.id)
            if asked is None or (is_new and await self._is_answered(message)):
                await self._services.inbox.finish(event)
            else:
                await self._finished(event, message, asked, str(message.id))

    async def hear_change(self, message: discord.Message) -> None:
        """Let an answer follow its question, for two minutes after it was asked."""
        changed = message.edited_at
        if changed is None or (changed - message.created_at).total_seconds() > EDIT_SECONDS:
            return
        async with self._turn(message.id):
            asked = await self._hearing.hear(message, self._me)
            change = str(int(changed.timestamp() * 1000))
            event = names.event(message.id, change)
            if asked is not None and asked.text and await self._take(event, message):
                await self._finished(event, message, asked, f"{message.id}.{change[-4:]}")

    async def hear_end(self, channel: int, identifier: int) -> None:
        """Take down the answer to a message that was deleted; forget one of ours that was."""
        self._gone[identifier] = None
        while len(self._gone) > _REMEMBERED:
            self._gone.popitem(last=False)
        name = names.message(channel, identifier)
        answered = self._services.answered
        kept = await answered.to_message(name)
        if kept is not None and kept.deleted is None:
            await take_down(self._client, kept.messages)
            await answered.delete(kept.id)
        elif (shown := await answered.shown_in(name)) is not None and shown.messages == (name,):
            await answered.delete(shown.id)

    async def _take(self, event: str, message: discord.Message) -> bool:
        payload = {"channel": message.channel.id, "message": message.id}
        try:
            return await self._services.inbox.take(event, names.PLATFORM, payload)
        except Exception as error:  # noqa: BLE001 - the person is told whatever it is
            await self._telling.tell(message, trouble(locale_of(message), error))
            return False

    async def _finished(
        self, event: str, message: discord.Message, asked: IncomingMessage, nonce: str
    ) -> None:
        """Answer, and remember that it is done; what is cut short is left to be taken up again."""
        try:
            await self._answer(message, asked, nonce)
        except asyncio.CancelledError:
            await asyncio.shield(self._services.inbox.release(event))
            raise
        except QuestionGone:
            _log.info("a question was deleted before its answer was there")
        except Exception as error:  # noqa: BLE001 - the person is told whatever it is
            if is_passing(error) and self._may_retry(event):
                _log.warning("Discord did not take an answer, it is tried again: %s", error)
                await self._services.inbox.release(event)
                return
            await self._telling.tell(message, trouble(locale_of(message), error))
        self._attempts.pop(event, None)
        await self._services.inbox.finish(event)

    async def _answer(self, message: discord.Message, asked: IncomingMessage, nonce: str) -> None:
        settings = await self._services.channels.of(asked.channel, asked.place)
        locale = locale_of(message) if settings.language == "auto" else settings.language
        if not settings.answers:
            await mark(message, "🔇")
        elif not may_speak(message):
            await self._telling.cannot_speak(message, locale)
        elif not asked.text:
            await self._telling.hint(message, locale)
        else:
            async with typing(message.channel):
                reply = await self._services.conversation.reply(
                    await self._with_earlier(message, asked), locale
                )
                await self._show(message, asked, reply, settings, nonce)

    async def _with_earlier(self, message: discord.Message, asked: IncomingMessage) -> IncomingMessage:
        if self._services.conversation.remembers(asked.thread):
            return asked
        return replace(asked, earlier=await earlier_questions(message, self._me))

    async def _show(
        self,
        message: discord.Message,
        asked: IncomingMessage,
        reply: Answer | Notice,
        settings: ChannelSettings,
        nonce: str,
    ) -> None:
        answered = self._services.answered
        old = await answered.to_message(asked.asked)
        standing = old.messages if old is not None and old.deleted is None else ()
        if isinstance(reply, Notice):
            await self._telling.tell(message, reply, standing)
            return
        if message.id in self._gone:
            return
        identifier = await answered.keep(reply, asked)
        language = reply.language if settings.language == "auto" else settings.language
        pages = render(reply, Shown(identifier, language))
        shown: list[str] = []
        try:
            if old is not None and standing:
                await replace_pages(self._client, standing, pages, shown, nonce)
                await answered.delete(old.id)
            else:
                place = await answering_place(message, asked.text, opens=settings.threads)
                question = message if place.id == message.channel.id else None
                await post(place, pages, shown, nonce=nonce, question=question)
        except discord.Forbidden:
            await self._telling.cannot_speak(message, language)
        finally:
            await answered.posted(identifier, *shown)
        if message.id in self._gone:
            await self.hear_end(message.channel.id, message.id)

    async def _is_answered(self, message: discord.Message) -> bool:
        """Tell whether a message is answered.

        A reply whose process died before it could store that it stands may be the first of several: it is stored now,
        so that the answer takes its place and what is missing follows.
        """
        answered = self._services.answered
        kept = await answered.to_message(names.message(message.channel.id, message.id))
        if kept is not None and (kept.messages or kept.deleted):
            return True
        try:
            async for later in message.channel.history(limit=_LATER, after=message):
                reference = later.reference
                if later.author.id == self._me.id and reference and reference.message_id == message.id:
                    await answered.posted(
                        kept.id if kept else None, names.message(later.channel.id, later.id)
                    )
                    return kept is None
        except (discord.HTTPException, OSError) as error:
            _log.info("whether message %s is answered is not known: %s", message.id, error)
        return False

    def _may_retry(self, event: str) -> bool:
        self._attempts[event] += 1
        return self._attempts[event] < _ATTEMPTS

    def _turn(self, identifier: int) -> asyncio.Lock:
        return self._turns.setdefault(identifier, asyncio.Lock())

    @property
    def _me(self) -> discord.ClientUser:
        user = self._client.user
        if user is None:
            raise RuntimeError("a message came in before the login")
        return user
