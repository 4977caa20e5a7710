"""How many questions a person and a channel may ask, and how long to wait: the only door to limits."""

import math
import time
from collections.abc import Sequence

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter


class Limits:
    """Counts the questions of the last minute, by name; in memory, so a restart forgives."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def take(self, quotas: Sequence[tuple[str, int]]) -> int:
        """Count a question against every (name, questions a minute), or none and return the seconds to wait."""
        waits = [await self._wait(name, quota) for name, quota in quotas]
        if any(waits):
            return max(waits)
        for name, quota in quotas:
            await self._limiter.hit(RateLimitItemPerMinute(quota), name)
        return 0

    async def _wait(self, name: str, quota: int) -> int:
        item = RateLimitItemPerMinute(quota)
        if await self._limiter.test(item, name):
            return 0
        window = await self._limiter.get_window_stats(item, name)
        return max(1, math.ceil(window.reset_time - time.time()))
