"""A question that came as a command: kept until it is answered, so that a restart does not lose it."""

import asyncio
import logging
from collections import Counter
from collections.abc import Coroutine, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import discord

from bot.chat import IncomingMessage, Notice, Reply, Trouble
from bot.discord import names
from bot.discord.announced import Announced, without_line
from bot.discord.asides import notice_page
from bot.discord.drafting import EVERY_SECONDS
from bot.discord.pages import Page
from bot.discord.rendering import Shown, asked_line, render, render_unfinished
from bot.discord.sending import NOBODY, find, post
from bot.discord.troubles import ATTEMPTS, is_passing, trouble
from bot.discord.views import to_view
from bot.growing import Growing
from bot.locales import word
from bot.services import Services
from bot.storage.errors import StorageError
from bot.storage.inbox import Event
from retrieval import Answer

_log = logging.getLogger(__name__)

_TOKEN_SECONDS = 14 * 60
"""How long a command's token is trusted; Discord takes it for a minute more."""


@dataclass(frozen=True, slots=True)
class Order:
    """All that answering takes. `response` is the message that was announced; `checks` asks what the sources hold of it."""

    identifier: int
    application: int
    token: str
    channel: int
    response: int
    name: str
    locale: str
    private: bool
    opens: bool
    checks: bool
    text: str
    thread: str
    author: str
    scope: str
    place: str

    @property
    def event(self) -> str:
        """The name under which it is kept."""
        return names.interaction(self.identifier)

    def message(self) -> IncomingMessage:
        """Return it as every platform's conversation understands it."""
        return IncomingMessage(
            text=self.text,
            thread=self.thread,
            author=self.author,
            channel=self.scope,
            place=self.place,
            asked=self.event,
        )

    def shown(self, identifier: str | None) -> Shown:
        """Return how its answer is shown."""
        return Shown(identifier, self.locale, self.private, asked_line(self.name, self.text, self.locale))


class Orders:
    """Answers orders, each once."""

    def __init__(self, services: Services) -> None:
        """Nothing is under way."""
        self._services = services
        self._attempts: Counter[str] = Counter()

    async def answer(self, client: discord.Client, order: Order) -> None:
        """Answer an order that was just acknowledged; what is cut short is left to be taken up again."""
        try:
            await self._services.inbox.take(order.event, names.PLATFORM, {"order": asdict(order)})
        except StorageError as error:
            _log.error("%s is not kept, a restart would lose it: %s", order.event, error)
        await self._finished(client, order, self._serve(client, order))

    async def resume(self, client: discord.Client, event: Event) -> None:
        """Answer an order that a process left behind, or complete its answer. Raises what it cannot read."""
        order = Order(**event.payload["order"])
        shown = [str(name) for name in event.payload.get("shown", [])]
        age = discord.utils.utcnow() - discord.utils.snowflake_time(order.identifier)
        late = age.total_seconds() > _TOKEN_SECONDS
        work = self._give_up(client, order) if late else self._serve(client, order, shown, again=True)
        await self._finished(client, order, work)

    async def _finished(self, client: discord.Client, order: Order, work: Coroutine[Any, Any, None]) -> None:
        """Wait for the work, and remember that it is done; what is cut short is left to be taken up again."""
        try:
            await work
        except asyncio.CancelledError:
            await asyncio.shield(self._services.inbox.release(order.event))
            raise
        except discord.NotFound as error:
            _log.warning("%s is not answered, its message or its token is gone: %s", order.event, error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person is told and the log knows
            if is_passing(error) and self._may_retry(order):
                _log.warning("Discord did not take an answer, it is tried again: %s", error)
                await self._services.inbox.release(order.event)
                return
            await _apologise(client, order, error)
        self._attempts.pop(order.event, None)
        await self._finish(order)

    def _may_retry(self, order: Order) -> bool:
        self._attempts[order.event] += 1
        return self._attempts[order.event] < ATTEMPTS

    async def _finish(self, order: Order) -> None:
        try:
            await self._services.inbox.finish(order.event)
        except StorageError as error:
            _log.error("%s is answered, but that could not be kept: %s", order.event, error)

    async def _serve(
        self, client: discord.Client, order: Order, shown: Sequence[str] = (), *, again: bool = False
    ) -> None:
        announced = _announced(client, order)
        kept = await self._services.answered.to_message(order.event) if again else None
        if kept is not None and kept.deleted is not None:
            return
        answer = await self._services.answered.open(kept.id) if kept else None
        if kept is not None and answer is not None:
            identifier: str | None = kept.id
        else:
            reply = await self._reply(announced, order, grows=not again)
            if isinstance(reply, Notice):
                await _tell(announced, order, reply)
                return
            answer, identifier = reply, await self._services.answered.keep(reply, order.message())
        pages = render(answer, order.shown(identifier))
        names_shown = await self._deliver(announced, order, pages, list(shown))
        await self._services.answered.posted(identifier, *([] if order.private else names_shown))

    async def _reply(self, announced: Announced, order: Order, *, grows: bool) -> Reply:
        if order.checks:
            return await self._services.conversation.check(order.message(), order.locale)
        async with Growing(partial(_show_part, announced, order), EVERY_SECONDS) as growing:
            # In a thread the answer stands in another message; what a process has shown stays until there is more.
            said = growing.said if grows and not order.opens else None
            return await self._services.conversation.reply(order.message(), order.locale, said)

    async def _deliver(
        self, announced: Announced, order: Order, pages: Sequence[Page], shown: list[str]
    ) -> list[str]:
        """Show pages; return the names of their messages. `shown` names those after the first that are there already."""
        head = names.message(order.channel, order.response)
        line, below = without_line(pages)
        thread = None
        if order.opens:
            await announced.show(line)
            thread = await announced.open_thread(order.text)
        if thread is None:
            await announced.show(pages[0])
            below = list(pages[1:])
        for number, page in enumerate(below):
            if number < len(shown):
                continue
            if thread is not None:
                posted: list[str] = []
                await post(thread, [page], posted, nonce=f"{order.response}.{number}")
                shown += posted
            else:
                followed = await announced.follow(page, private=order.private)
                shown.append(names.message(order.channel, followed))
            await self._note(order, shown)
        return [head, *shown]

    async def _note(self, order: Order, shown: list[str]) -> None:
        try:
            await self._services.inbox.note(order.event, {"order": asdict(order), "shown": shown})
        except StorageError as error:
            _log.error("%s: how far its answer has got could not be kept: %s", order.event, error)

    async def _give_up(self, client: discord.Client, order: Order) -> None:
        """Show in place of an unfinished answer what is kept of it, or that it will not come; a private one stays."""
        kept = await self._services.answered.to_message(order.event)
        if order.private or (kept is not None and (kept.messages or kept.deleted or order.opens)):
            return
        _log.warning("%s was cut off too long ago to be answered", order.event)
        answer = await self._services.answered.open(kept.id) if kept else None
        page = notice_page(word(order.locale, "discord-cut-off"))
        if kept is not None and answer is not None:
            page, *_ = render(answer, order.shown(kept.id))
        message = find(client, names.message(order.channel, order.response))
        await message.edit(view=to_view(page), allowed_mentions=NOBODY)


def _announced(client: discord.Client, order: Order) -> Announced:
    return Announced(client, order.application, order.token, order.channel, order.response)


async def _show_part(announced: Announced, order: Order, answer: Answer) -> None:
    page = render_unfinished(answer, order.shown(None))
    if page is None:
        return
    try:
        await announced.show(page)
    except (discord.DiscordException, OSError) as error:
        _log.warning("an answer is not shown while it is written: %s", " ".join(str(error).split()))


async def _apologise(client: discord.Client, order: Order, error: Exception) -> None:
    notice = trouble(order.locale, error)
    try:
        await _announced(client, order).say(notice.text)
    except (discord.DiscordException, OSError) as refusal:
        _log.error("%s: nobody could be told: %s", notice.reference, " ".join(str(refusal).split()))


async def _tell(announced: Announced, order: Order, notice: Notice) -> None:
    if notice.trouble in (Trouble.LIMIT, Trouble.BUSY):
        await announced.whisper(notice.text, private=order.private)
    else:
        await announced.say(notice.text)
