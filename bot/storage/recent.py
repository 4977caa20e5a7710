"""What was read from the database a moment ago: given again for some seconds, dropped at once when it is changed here."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

SECONDS = 3.0
"""How long a change that another process made may go unseen."""
_MOST = 10_000

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """Values by name, for what every question asks for and people change a few times a year."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Know nothing yet."""
        self._clock = clock
        self._known: dict[str, tuple[float, Value]] = {}
        self._changes = 0
        self._turn = asyncio.Lock()

    async def read(self, name: str, load: Callable[[], Awaitable[Value]]) -> Value:
        """Return a value; of many who ask for it at once, one loads it. Raises what `load` raises."""
        if (known := self._fresh(name)) is not None:
            return known[1]
        async with self._turn:
            if (known := self._fresh(name)) is not None:
                return known[1]
            changes, until = self._changes, self._clock() + SECONDS
            value = await load()
            if changes == self._changes:  # else it may have been read before the change
                if len(self._known) >= _MOST:
                    self._known.clear()
                self._known[name] = until, value
            return value

    def forget(self) -> None:
        """Drop all: something was changed."""
        self._changes += 1
        self._known.clear()

    def _fresh(self, name: str) -> tuple[float, Value] | None:
        known = self._known.get(name)
        return known if known is not None and known[0] > self._clock() else None
