"""A message → a reply: limits, how many at once, what a thread remembers, what a person is told when it fails.

The one bridge between the asynchronous bot and synchronous retrieval.
"""

import asyncio
import logging
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import TypeVar

from bot.channels import Channels
from bot.chat import IncomingMessage, Notice, Reply, Trouble
from bot.explaining import explain
from bot.layout import plain_text
from bot.limits import Limits
from bot.locales import word
from bot.settings import ConversationSettings
from bot.storage.errors import StorageError
from retrieval import Answer, Library, QuestionError, RetrievalError, Turn

_log = logging.getLogger(__name__)
Result = TypeVar("Result")
FindApproved = Callable[[IncomingMessage], Awaitable[Answer | None]]
Said = Callable[[Answer], None]
_CONSULTED_AT_ONCE = 32
"""So many fetches, builds and lists may be under way; none of them takes a question's place."""
_Work = Callable[[IncomingMessage, asyncio.Timeout], "asyncio.Future[Answer]"]


class Conversation:
    """Answers messages of every platform."""

    def __init__(
        self,
        library: Library,
        settings: ConversationSettings,
        channels: Channels | None = None,
        approved: FindApproved | None = None,
    ) -> None:
        """Nothing is opened before the first message. Without `channels`, nobody is limited.

        `approved` finds the answer that moderators chose for a question, if they did.
        """
        self._library = library
        self._settings = settings
        self._channels = channels
        self._approved = approved
        self._limits = Limits()
        self._room = asyncio.Semaphore(settings.at_once)
        self._answering = ThreadPoolExecutor(settings.at_once, "answering")
        self._consulting = ThreadPoolExecutor(_CONSULTED_AT_ONCE, "consulting")
        self._waiting = 0
        self._threads: OrderedDict[str, tuple[Turn, ...]] = OrderedDict()

    async def reply(self, message: IncomingMessage, locale: str = "en", said: Said | None = None) -> Reply:
        """Answer, or say in one line why not; never raises for what a person can cause. `locale` words notices.

        `said` is told, on the event loop, of the answer as far as it is verified, each time a language model has added
        a statement; never of an answer that no model wrote.
        """
        return await self._guarded(message, locale, partial(self._ask, said=said))

    async def check(self, message: IncomingMessage, locale: str = "en") -> Reply:
        """Say what the sources hold of what somebody wrote, or in one line why not; raises as `reply`."""
        return await self._guarded(message, locale, self._check)

    def remembers(self, thread: str) -> bool:
        """Tell whether a thread's earlier turns are known, so that `earlier` need not be looked up."""
        return not self._settings.turns or thread in self._threads

    async def consult(self, ask: Callable[[Library], Result]) -> Result:
        """Do what is no question with the library, away from the event loop. Raises what `ask` raises.

        It may take minutes, so it has threads of its own: questions never wait for it.
        """
        return await _apart(self._consulting, partial(ask, self._library))

    async def _guarded(
        self,
        message: IncomingMessage,
        locale: str,
        work: _Work,
    ) -> Reply:
        try:
            if refusal := await self._refusal(message, locale):
                return refusal
            return await self._counted(message, work)
        except TimeoutError:
            return Notice(word(locale, "timed-out", seconds=round(self._settings.seconds)), Trouble.LATE)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person is told and the log knows
            return failure(locale, error)

    async def _refusal(self, message: IncomingMessage, locale: str) -> Notice | None:
        if waits := await self._over_limit(message):
            return Notice(word(locale, "limited", seconds=waits), Trouble.LIMIT)
        if self._waiting >= self._settings.waiting + self._settings.at_once:
            return Notice(word(locale, "busy"), Trouble.BUSY)
        return None

    async def _over_limit(self, message: IncomingMessage) -> int:
        if self._channels is None or not message.author:
            return 0
        settings = await self._channels.of(message.channel, message.place)
        quotas = [(message.author, settings.user_limit), (message.channel, settings.channel_limit)]
        return await self._limits.take([(name, quota) for name, quota in quotas if name])

    async def _counted(self, message: IncomingMessage, work: _Work) -> Answer:
        self._waiting += 1
        try:
            async with asyncio.timeout(self._settings.seconds) as limit:
                await self._room.acquire()
                answering = work(message, limit)
                answering.add_done_callback(self._leave)
                # Shielded: a thread cannot be stopped, so what is given up keeps its place until it is done.
                return await asyncio.shield(answering)
        finally:
            self._waiting -= 1

    def _ask(
        self, message: IncomingMessage, limit: asyncio.Timeout, said: Said | None = None
    ) -> "asyncio.Future[Answer]":
        known = self._threads.get(message.thread)
        turns = self._settings.turns
        earlier = tuple(Turn(text) for text in message.earlier[-turns:] if turns) if known is None else known
        return asyncio.ensure_future(self._remembered(message, earlier, said and self._heard(said, limit)))

    def _heard(self, said: Said, limit: asyncio.Timeout) -> Said:
        """Return what carries statements from the library's thread to the event loop."""
        loop, begun = asyncio.get_running_loop(), False

        def hear(answer: Answer) -> None:
            nonlocal begun
            if not begun:
                # Who reads along is not told that it takes too long: the model has a limit of its own.
                with suppress(RuntimeError):  # nobody waits any more
                    limit.reschedule(loop.time() + self._settings.seconds)
            begun = True
            said(answer)

        def carry(answer: Answer) -> None:
            loop.call_soon_threadsafe(hear, answer)

        return carry

    async def _remembered(
        self, message: IncomingMessage, earlier: tuple[Turn, ...], said: Said | None
    ) -> Answer:
        # A follow-up means what its thread makes of it, so only a question by itself can be an approved one.
        answer = await self._approved(message) if self._approved and not earlier else None
        if answer is None:
            answer = await _apart(self._answering, partial(self._library.ask, message.text, earlier, said))
        self._remember(
            message.thread, earlier, Turn(answer.rewritten or answer.question.text, plain_text(answer))
        )
        return answer

    def _check(self, message: IncomingMessage, _limit: asyncio.Timeout) -> "asyncio.Future[Answer]":
        return asyncio.ensure_future(_apart(self._answering, partial(self._library.check, message.text)))

    def _leave(self, work: "asyncio.Future[Answer]") -> None:
        self._room.release()
        if not work.cancelled():
            work.exception()  # seen here, in case nobody waits for it any more

    def _remember(self, thread: str, earlier: tuple[Turn, ...], turn: Turn) -> None:
        if not self._settings.turns:
            return
        # What was said meanwhile in the same thread counts; `earlier` is for a thread that was forgotten.
        self._threads[thread] = (*self._threads.pop(thread, earlier), turn)[-self._settings.turns :]
        while len(self._threads) > self._settings.threads:
            self._threads.popitem(last=False)


async def _apart(threads: Executor, work: Callable[[], Result]) -> Result:
    """Do what asyncio.to_thread does, the context included, in threads of one's own."""
    context = copy_context()
    return await asyncio.get_running_loop().run_in_executor(threads, context.run, work)


def failure(locale: str, error: Exception) -> Notice:
    """Return the line that a person gets. An error that they cannot mend is logged, once, under the reference told."""
    if isinstance(error, QuestionError):
        return Notice(explain(error, locale), Trouble.QUESTION)
    reference = secrets.token_hex(3)
    if isinstance(error, (RetrievalError, StorageError)):
        _log.error("%s: %s", reference, error)
    else:
        _log.error("%s: unexpected", reference, exc_info=error)
    return Notice(word(locale, "failed", reference=reference), Trouble.FAILED, reference)
