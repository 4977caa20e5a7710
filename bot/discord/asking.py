"""A message that asks → an answer under it: once, kept up to date with its question, taken down with it."""

import asyncio
import logging
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import takewhile
from weakref import WeakValueDictionary

import discord

from bot.chat import IncomingMessage, Notice, Trouble
from bot.discord import names
from bot.discord.drafting import EVERY_SECONDS, Draft
from bot.discord.hearing import Hearing, earlier_questions
from bot.discord.pages import Page
from bot.discord.rendering import Shown, render
from bot.discord.sending import mark, may_speak, post, replace_pages, take_down, typing
from bot.discord.standing import WRITING, find_standing, numbered
from bot.discord.telling import Telling, locale_of
from bot.discord.threads import answering_place
from bot.discord.troubles import ATTEMPTS, QuestionGone, is_passing, trouble
from bot.growing import Growing
from bot.services import Services
from bot.settings import ChannelSettings
from retrieval import Answer

_log = logging.getLogger(__name__)

EDIT_SECONDS = 120
"""So long after it was asked, a change of a question changes its answer."""
_REMEMBERED = 10_000


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
        """Answer a message that a process left behind, or complete what stands of its answer."""
        async with self._turn(message.id):
            asked = await self._hearing.hear(message, self._me)
            if asked is None:
                await self._services.inbox.finish(event)
            else:
                again = event == names.event(message.id)  # a changed question is answered anew
                await self._finished(event, message, asked, str(message.id), again=again)

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
        self,
        event: str,
        message: discord.Message,
        asked: IncomingMessage,
        nonce: str,
        *,
        again: bool = False,
    ) -> None:
        """Answer, and remember that it is done; what is cut short is left to be taken up again."""
        try:
            there = await self._left_behind(message, asked) if again else {}
            if there is not None:
                await self._answer(message, asked, nonce, there)
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

    async def _answer(
        self, message: discord.Message, asked: IncomingMessage, nonce: str, there: dict[int, str]
    ) -> None:
        """Answer, in place of what is `there` of an answer that a process did not finish."""
        settings = await self._services.channels.of(asked.channel, asked.place)
        locale = locale_of(message) if settings.language == "auto" else settings.language
        if settings.answers and may_speak(message) and asked.text:
            await self._write(message, asked, settings, locale, nonce, there)
            return
        await take_down(self._client, list(there.values()))
        if not settings.answers:
            await mark(message, "🔇")
        elif not may_speak(message):
            await self._telling.cannot_speak(message, locale)
        else:
            await self._telling.hint(message, locale)

    async def _write(
        self,
        message: discord.Message,
        asked: IncomingMessage,
        settings: ChannelSettings,
        locale: str,
        nonce: str,
        there: dict[int, str],
    ) -> None:
        old = await self._services.answered.to_message(asked.asked)
        if old is not None and old.deleted is None:
            there = there or dict(enumerate(old.messages))
        async with typing(message.channel) as stop_typing:
            draft = Draft(self._client, message, asked.text, settings, stop_typing)
            incoming = await self._with_earlier(message, asked)
            async with Growing(draft.show, EVERY_SECONDS) as growing:
                # What stands there already stays until there is a whole answer.
                said = None if there else growing.said
                reply = await self._services.conversation.reply(incoming, locale, said)
            there = there or await draft.stands()
            await self._show(message, asked, reply, settings, nonce, there)
            if old is not None and old.messages and isinstance(reply, Answer):
                await self._services.answered.delete(old.id)

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
        there: dict[int, str],
    ) -> None:
        """Show a reply in place of what is there."""
        standing = [there[part] for part in sorted(there)]
        if isinstance(reply, Notice):
            if WRITING in there and reply.trouble in (Trouble.LIMIT, Trouble.BUSY):
                await take_down(self._client, standing)
            await self._telling.tell(message, reply, standing)
            return
        if message.id in self._gone:
            await take_down(self._client, [there[WRITING]] if WRITING in there else [])
            return
        identifier = await self._services.answered.keep(reply, asked)
        shown: list[str] = []
        async with self._remembering(identifier, shown, message, reply, settings):
            pages = _pages(message, reply, identifier, settings)
            if standing:
                await replace_pages(self._client, standing, pages, shown, nonce)
            else:
                await self._post(message, asked, pages, shown, settings, nonce)
        if message.id in self._gone:
            await self.hear_end(message.channel.id, message.id)

    @asynccontextmanager
    async def _remembering(
        self,
        identifier: str | None,
        shown: list[str],
        message: discord.Message,
        answer: Answer,
        settings: ChannelSettings,
    ) -> AsyncIterator[None]:
        """Remember which messages show an answer, however far they got."""
        try:
            yield
        except discord.Forbidden:
            await self._telling.cannot_speak(message, _language(answer, settings))
        except discord.NotFound:
            _log.info("an answer was deleted while it was being written")
        finally:
            await self._services.answered.posted(identifier, *shown)

    async def _post(
        self,
        message: discord.Message,
        asked: IncomingMessage,
        pages: Sequence[Page],
        shown: list[str],
        settings: ChannelSettings,
        nonce: str,
    ) -> None:
        """Post those pages that are not `shown` yet, where the first stands or belongs."""
        if shown:
            channel, _ = names.find_message(shown[0])
            place: discord.abc.Messageable = self._client.get_partial_messageable(channel)
            question = None
        else:
            opened = await answering_place(message, asked.text, opens=settings.threads)
            place, question = opened, message if opened.id == message.channel.id else None
        await post(place, pages[len(shown) :], shown, nonce=nonce, question=question)

    async def _left_behind(self, message: discord.Message, asked: IncomingMessage) -> dict[int, str] | None:
        """Complete the answer that a process left behind; if that cannot be, return what there is of it to be replaced.

        None if there is nothing left to do.
        """
        answered = self._services.answered
        kept = await answered.to_message(asked.asked)
        if kept is not None and kept.deleted is not None:
            return None
        known = dict(enumerate(kept.messages)) if kept is not None else {}
        there = {**await find_standing(message, self._me), **known}
        # Of what nobody has seen, the texts may have another answer by now.
        answer = await answered.open(kept.id) if kept is not None and there else None
        if kept is None or answer is None:
            # Without a record nobody can tell whether more was to follow: what stands is believed to be whole.
            if 0 not in there:
                return there
            await answered.posted(kept.id if kept else None, *(there[part] for part in sorted(there)))
            return None
        settings = await self._services.channels.of(asked.channel, asked.place)
        pages = _pages(message, answer, kept.id, settings)
        shown = [there[part] for part in takewhile(there.__contains__, range(len(pages)))]
        async with self._remembering(kept.id, shown, message, answer, settings):
            if not shown and WRITING in there:
                await replace_pages(self._client, [there[WRITING]], pages, shown, str(message.id))
            else:
                await self._post(message, asked, pages, shown, settings, str(message.id))
        return None

    def _may_retry(self, event: str) -> bool:
        self._attempts[event] += 1
        return self._attempts[event] < ATTEMPTS

    def _turn(self, identifier: int) -> asyncio.Lock:
        return self._turns.setdefault(identifier, asyncio.Lock())

    @property
    def _me(self) -> discord.ClientUser:
        user = self._client.user
        if user is None:
            raise RuntimeError("a message came in before the login")
        return user


def _pages(
    message: discord.Message, answer: Answer, identifier: str | None, settings: ChannelSettings
) -> list[Page]:
    return numbered(render(answer, Shown(identifier, _language(answer, settings))), message.id)


def _language(answer: Answer, settings: ChannelSettings) -> str:
    return answer.language if settings.language == "auto" else settings.language
