"""What people are told unasked, once: by one process at a time, marked when it was shown, tried again when it was not."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from bot.storage.tasks import Tasks

_log = logging.getLogger(__name__)

What = TypeVar("What")


class Announcing:
    """Goes through what waits to be told."""

    def __init__(self, tasks: Tasks) -> None:
        """Take rounds as tasks: who dies in one leaves it to another process a minute later."""
        self._tasks = tasks

    async def tell(
        self,
        name: str,
        waiting: Callable[[], Awaitable[Sequence[What]]],
        show: Callable[[What], Awaitable[None]],
        mark: Callable[[What], Awaitable[object]],
    ) -> None:
        """Show what waits, and mark each as told once `show` has returned. Raises StorageError.

        Whatever `show` raises is logged; it is tried again a minute later, by whichever process comes first. `name`
        tells one kind of round from another.
        """
        if not await waiting() or await self._tasks.begin(name, "announcing") is not None:
            return
        failed = False
        # Looked at again: until a moment ago another process may have been telling.
        for place, each in enumerate(todo := await waiting()):
            try:
                await show(each)
            except Exception as error:  # noqa: BLE001 - whatever it is, the others are told all the same
                failed = True
                _log.warning("%s: not told, it is tried again: %s", name, " ".join(str(error).split()))
            else:
                await mark(each)
            await self._tasks.report(name, place + 1, len(todo))
        if not failed:
            await self._tasks.end(name)
