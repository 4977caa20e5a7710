"""Where pinned summaries stand: held while their messages are changed, and noticed when somebody takes them down."""

import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager

from bot.access import Deed
from bot.alone import alone
from bot.deeds import Actor, Deeds
from bot.storage.pins import Pin
from bot.storage.stores import Stores

_log = logging.getLogger(__name__)

OVER_SECONDS = 3600.0
"""How often pins are looked over, beside once at the start: not everything that becomes of a message is told."""

Stands = Callable[[Pin], Awaitable[Collection[str]]]
"""Returns which of a pin's messages stand, the first only if it is pinned; raises whatever it likes if it cannot tell."""


class Pinned:
    """The messages of pins."""

    def __init__(self, stores: Stores, deeds: Deeds) -> None:
        """Read nothing yet."""
        self._pins = stores.pins
        self._tasks = stores.tasks
        self._deeds = deeds

    def keeping(self, pin: str) -> AbstractAsyncContextManager[None]:
        """Hold a pin while its messages are changed: what is heard of them meanwhile waits. Raises StorageError."""
        return alone(self._tasks, f"keep pin {pin}")

    async def moved(self, pin: Pin, messages: Sequence[str]) -> None:
        """Remember in which messages a pin stands, `keeping` being held."""
        await self._pins.change(pin.id, messages=list(messages))

    async def unpinned(self, actor: Actor, pin: Pin, *, by_hand: bool = False) -> None:
        """Remember that a pin is gone, by the bot's button or by somebody's hand, `keeping` being held."""
        await self._pins.remove(pin.id)
        await self._deeds.done(actor, Deed.UNPIN, pin=pin.id, title=pin.title, by_hand=by_hand)

    async def take_down(
        self, actor: Actor, message: str, delete: Callable[[Sequence[str]], Awaitable[object]]
    ) -> bool:
        """Have the pin that a message belongs to deleted, all its messages; tell whether it belongs to one."""
        found = await self._pins.pinned_in(message)
        if found is None:
            return False
        async with self.keeping(found.id):
            if pin := await self._standing(found.id):
                await delete(pin.messages)
                await self.unpinned(actor, pin, by_hand=True)
        return True

    async def deleted(self, platform: str, messages: Collection[str]) -> None:
        """Notice that messages were deleted: a pin goes with its first, and does without others until it is refreshed."""
        for pin in await self._pins.standing(platform):
            if set(messages) & set(pin.messages):
                await self._lost(pin, messages)

    async def taken_off(self, platform: str, message: str) -> None:
        """Notice that somebody unpinned a message."""
        for pin in await self._pins.standing(platform):
            if pin.messages[0] == message:
                await self._lost(pin, {message})

    async def look_over(self, platform: str, stands: Stands) -> None:
        """Notice what became of pins while nobody listened. Raises StorageError.

        A pin of which `stands` cannot tell stays as it is until next time.
        """
        for pin in await self._pins.standing(platform):
            await self.look_at(pin.id, stands)

    async def look_at(self, pin: str, stands: Stands) -> None:
        """Notice what became of one pin. Raises StorageError."""
        async with self.keeping(pin):
            now = await self._standing(pin)
            if now is None:
                return
            try:
                there = await stands(now)
            except Exception as error:  # noqa: BLE001 - whatever it is, the others are looked at all the same
                _log.info("what became of pin %s is not known: %s", pin, " ".join(str(error).split()))
                return
            await self._keep(now, [each for each in now.messages if each in there])

    async def _lost(self, pin: Pin, messages: Collection[str]) -> None:
        async with self.keeping(pin.id):
            if now := await self._standing(pin.id):
                await self._keep(now, [each for each in now.messages if each not in messages])

    async def _keep(self, pin: Pin, messages: Sequence[str]) -> None:
        """Keep what is left of a pin's messages; without its first, it is gone by somebody's hand."""
        if pin.messages[0] not in messages:
            somebody = Actor(f"{pin.platform}:somebody", pin.place, pin.channel)
            await self.unpinned(somebody, pin, by_hand=True)
        elif len(messages) < len(pin.messages):
            await self.moved(pin, messages)

    async def _standing(self, identifier: str) -> Pin | None:
        found = await self._pins.find(identifier)
        return found if found and found.removed is None else None
