"""What only one process at a time may do, whoever asked for it and wherever: who does it, and how far it is."""

import hashlib
import os
import platform
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select, update

from bot.storage.database import Database
from bot.storage.tables import tasks

LEASE_SECONDS = 30.0
"""How long a task is believed to be under way after it last told how far it is."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a task is; `actor` is who started it, as others are told."""

    actor: str
    started: float
    done: int
    total: int


class Tasks:
    """The tasks of one process among several that share a database."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        """Hold nothing yet."""
        self._database = database
        self._clock = clock
        self._owner = f"{_machine()}-{os.getpid()}-{secrets.token_hex(8)}"

    async def begin(self, name: str, actor: str) -> Progress | None:
        """Start a task; if somebody is at it already, return how far they are instead of None."""
        now = self._clock()
        row = {
            "name": name,
            "owner": self._owner,
            "actor": actor,
            "lease": now + LEASE_SECONDS,
            "started": now,
            "done": 0,
            "total": 0,
        }
        async with self._database.begin() as connection:
            held = (await connection.execute(select(tasks).where(tasks.c.name == name))).first()
            if held is not None and (held.lease < now or self._is_dead(held.owner)):
                theirs = (tasks.c.name == name) & (tasks.c.owner == held.owner)
                await connection.execute(delete(tasks).where(theirs))
            inserted = await connection.execute(self._database.insert_once(tasks, row))
            if inserted.rowcount:
                return None
            held = (await connection.execute(select(tasks).where(tasks.c.name == name))).one()
        return Progress(held.actor, held.started, held.done, held.total)

    async def report(self, name: str, done: int, total: int) -> None:
        """Tell how far our task is; also says that we are still at it."""
        values = {"done": done, "total": total, "lease": self._clock() + LEASE_SECONDS}
        mine = (tasks.c.name == name) & (tasks.c.owner == self._owner)
        async with self._database.begin() as connection:
            await connection.execute(update(tasks).where(mine).values(**values))

    async def end(self, name: str) -> None:
        """Let others start it."""
        mine = (tasks.c.name == name) & (tasks.c.owner == self._owner)
        async with self._database.begin() as connection:
            await connection.execute(delete(tasks).where(mine))

    async def forget_dead(self) -> None:
        """Drop what processes held that died; the name of a draft or a pin may never be asked for again."""
        async with self._database.begin() as connection:
            await connection.execute(delete(tasks).where(tasks.c.lease < self._clock()))

    def _is_dead(self, owner: str) -> bool:
        """Tell whether the owner was a process of this machine that runs no more: nobody need wait for its lease."""
        machine, _, rest = owner.partition("-")
        if not machine or machine != self._owner.partition("-")[0]:
            return False
        try:
            os.kill(int(rest.partition("-")[0]), 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return False


def _machine() -> str:
    """Return what tells this machine, since it was started, from others that share a database; "" if that is not known."""
    try:
        started = Path("/proc/sys/kernel/random/boot_id").read_text()
        processes = str(Path("/proc/self/ns/pid").readlink())  # a container numbers its own
    except OSError:
        return ""
    return hashlib.sha256(f"{platform.node()} {started} {processes}".encode()).hexdigest()[:8]
