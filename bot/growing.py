"""An answer while it is being written: which part of it one message can show, how soon and how often it is shown."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from types import TracebackType
from typing import Self

from bot.underway import pause
from retrieval import Answer

_log = logging.getLogger(__name__)

SOON = 0.7
"""Seconds that an answer has to become whole before a part of it is shown: less would only flicker."""


class Growing:
    """Shows what is verified of one answer, the latest only, until it is whole: `async with`, and `said` told of each."""

    def __init__(self, show: Callable[[Answer], Awaitable[None]], every: float) -> None:
        """`show` is called at most once in so many seconds, and never again after the end."""
        self._show = show
        self._every = every
        self._latest: Answer | None = None
        self._changed = asyncio.Event()
        self._over = asyncio.Event()
        self._showing: asyncio.Task[None] | None = None

    def said(self, answer: Answer) -> None:
        """Take the answer as far as it is verified. To be called from the event loop."""
        if self._over.is_set():
            return
        self._latest = answer
        self._changed.set()
        if self._showing is None:
            self._showing = asyncio.create_task(self._keep_showing())

    async def __aenter__(self) -> Self:
        """Nothing is shown before something is said."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Show nothing more; what is on its way cannot be called back, so it is waited for."""
        self._over.set()
        self._changed.set()
        if self._showing is not None:
            await self._showing

    async def _keep_showing(self) -> None:
        await pause(self._over, SOON)
        shown = None
        while not self._over.is_set():
            self._changed.clear()
            latest = self._latest
            if latest is not None and latest is not shown:
                if not await self._shown(latest):
                    return
                shown = latest
                await pause(self._over, self._every)
            await self._changed.wait()

    async def _shown(self, answer: Answer) -> bool:
        try:
            await self._show(answer)
        except Exception:  # noqa: BLE001 - a bug; the whole answer is still to come
            _log.exception("an answer is not shown while it is being written: unexpected")
            return False
        return True


def beginnings(answer: Answer) -> Iterator[Answer]:
    """Yield an answer's first statements with the citations and checks that are theirs, the longest beginning first."""
    for count in range(len(answer.statements), 0, -1):
        statements = answer.statements[:count]
        carrying = {number for statement in statements for number in statement.citations}
        yield replace(
            answer,
            statements=statements,
            citations=tuple(citation for citation in answer.citations if citation.number in carrying),
            checks=tuple(
                replace(check, citations=tuple(number for number in check.citations if number in carrying))
                for check in answer.checks
                if check.citation in carrying
            ),
        )
