"""What moderators and admins ask for: allowed or refused in one place, and written to the audit log."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.access import LOOKS, Access, Deed, Person, needed
from bot.chat import Notice, Trouble
from bot.identity import Identity
from bot.locales import word
from bot.storage.audit import Audit, Entry
from bot.storage.errors import StorageError

_log = logging.getLogger(__name__)
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, and where. Names carry their platform, e.g. "discord:42"; `locale` words what they see."""

    name: str
    place: str = ""
    channel: str = ""
    locale: str = "en"

    @property
    def platform(self) -> str:
        """The part of the name before the colon."""
        return self.name.partition(":")[0]


TERMINAL = Actor("terminal:operator", "terminal")
"""Whoever can run the program is an admin."""


class Deeds:
    """The one gate, and the log behind it."""

    def __init__(self, audit: Audit, identity: Identity) -> None:
        """Actors are logged as keyed hashes."""
        self._audit = audit
        self._identity = identity

    async def refuse(
        self, access: Access, person: Person, actor: Actor, deed: Deed, **details: object
    ) -> Notice | None:
        """Return the line for somebody who may not do this, which is logged; None for who may.

        What only looks, and what comes with details, is logged here as done; of all else, whoever does it logs what came
        of it.
        """
        if access.allows(person, deed):
            if details or deed in LOOKS:
                await self.done(actor, deed, **details)
            return None
        role = needed(deed)
        await self._write(actor, deed, "refused", {"needs": role.name.lower()})
        return Notice(
            word(actor.locale, "not-allowed", role=word(actor.locale, f"role-{role.name.lower()}")),
            Trouble.NOT_ALLOWED,
        )

    async def done(self, actor: Actor, deed: Deed, **details: Any) -> None:  # noqa: ANN401 - JSON values
        """Log what was done."""
        await self._write(actor, deed, "done", details)

    async def failed(self, actor: Actor, deed: Deed, **details: Any) -> None:  # noqa: ANN401 - JSON values
        """Log what was tried and did not work."""
        await self._write(actor, deed, "failed", details)

    @asynccontextmanager
    async def attempt(self, actor: Actor, deed: Deed, **details: Any) -> AsyncIterator[None]:  # noqa: ANN401 - likewise
        """Log a deed as failed, and why, if what is done within raises anything."""
        try:
            yield
        except Exception as error:
            await self.failed(actor, deed, **details, reason=str(error))
            raise

    async def log(self, count: int) -> list[Entry]:
        """Return the latest deeds, newest first. Raises StorageError."""
        return await self._audit.read(count)

    async def _write(self, actor: Actor, deed: Deed, outcome: str, details: dict[str, Any]) -> None:
        author = self._identity.hash(actor.name)
        shown = {name: _shown(each) if isinstance(each, str) else each for name, each in details.items()}
        entry = Entry(actor.platform, actor.place, author, deed.value, outcome, shown)
        try:
            await self._audit.write(entry)
        except StorageError as error:
            _log.error("the audit log lacks %s (%s) in %s: %s", deed.value, outcome, actor.place, error)


def _shown(text: str) -> str:
    """Return what a terminal may print of a file's name, an address or a reason: it may come from a stranger."""
    return "".join(each for each in " ".join(text.split()) if each.isprintable())[:_LONGEST]
