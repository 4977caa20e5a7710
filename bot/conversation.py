"""A message → a reply: how many at once, what a thread remembers, and what a person is told when it fails.

The one bridge between the asynchronous bot and synchronous retrieval.
"""

import asyncio
import logging
import secrets
from collections import OrderedDict
from functools import partial

from bot.chat import IncomingMessage, Notice, Reply
from bot.layout import plain_text
from bot.locales import word
from bot.settings import ConversationSettings
from retrieval import Answer, Library, QuestionError, RetrievalError, Turn

_log = logging.getLogger(__name__)


class Conversation:
    """Answers messages of every platform."""

    def __init__(self, library: Library, settings: ConversationSettings) -> None:
        """Nothing is opened before the first message."""
        self._library = library
        self._settings = settings
        self._room = asyncio.Semaphore(settings.at_once)
        self._waiting = 0
        self._threads: OrderedDict[str, tuple[Turn, ...]] = OrderedDict()

    async def reply(self, message: IncomingMessage, locale: str = "en") -> Reply:
        """Answer, or say in one line why not; never raises for what a person can cause. `locale` words notices."""
        if self._waiting >= self._settings.waiting + self._settings.at_once:
            return Notice(word(locale, "busy"))
        self._waiting += 1
        try:
            async with asyncio.timeout(self._settings.seconds):
                return await self._ask(message)
        except TimeoutError:
            return Notice(word(locale, "timed-out", seconds=round(self._settings.seconds)))
        except QuestionError as error:
            return Notice(str(error))
        except RetrievalError as error:
            reference = secrets.token_hex(3)
            _log.error("%s: %s", reference, error)
            return Notice(word(locale, "failed", reference=reference))
        except Exception:  # noqa: BLE001 - a bug: the person gets a reference, the log the traceback
            reference = secrets.token_hex(3)
            _log.exception("%s: unexpected", reference)
            return Notice(word(locale, "failed", reference=reference))
        finally:
            self._waiting -= 1

    async def _ask(self, message: IncomingMessage) -> Answer:
        earlier = self._threads.get(message.thread, ())
        await self._room.acquire()
        work = asyncio.ensure_future(asyncio.to_thread(partial(self._library.ask, message.text, earlier)))
        work.add_done_callback(self._leave)
        # Shielded: a thread cannot be stopped, so what is given up keeps its place until it is done.
        answer = await asyncio.shield(work)
        self._remember(message.thread, Turn(answer.question.text, plain_text(answer)))
        return answer

    def _leave(self, work: asyncio.Future[Answer]) -> None:
        self._room.release()
        if not work.cancelled():
            work.exception()  # seen here, in case nobody waits for it any more

    def _remember(self, thread: str, turn: Turn) -> None:
        if not self._settings.turns:
            return
        self._threads[thread] = (*self._threads.pop(thread, ()), turn)[-self._settings.turns :]
        while len(self._threads) > self._settings.threads:
            self._threads.popitem(last=False)
