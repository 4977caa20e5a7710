"""What is done beside the answering: leases renewed, old rows deleted, pins compared with a new generation."""

import asyncio
import logging

from bot.administration import Administration
from bot.storage.errors import StorageError
from bot.storage.inbox import LEASE_SECONDS
from bot.storage.stores import Stores
from bot.underway import pause
from retrieval import RetrievalError

_log = logging.getLogger(__name__)
_RENEWALS_AN_HOUR = round(3600 / (LEASE_SECONDS / 3))
_WATCH_SECONDS = 5.0


async def keep_house(stores: Stores, event_hours: float, stop: asyncio.Event) -> None:
    """Renew leases three times in their life and delete what is old once an hour, until told to stop."""
    rounds = 0
    while not stop.is_set():
        try:
            await stores.inbox.renew()
            if rounds % _RENEWALS_AN_HOUR == 0:
                await stores.inbox.forget(event_hours * 3600)
                await stores.answers.forget_expired()
                await stores.drafts.forget_expired()
                await stores.tasks.forget_dead()
        except StorageError as error:
            _log.error("housekeeping waits for the database: %s", error)
        rounds += 1
        await pause(stop, LEASE_SECONDS / 3)


async def watch(administration: Administration, stop: asyncio.Event) -> None:
    """Compare pins and approved answers that were not compared with the answering generation yet, until told to stop.

    Whoever built that, and whenever they were made: also of what an earlier one said.
    """
    while not stop.is_set():
        try:
            await administration.recheck()
        except (StorageError, RetrievalError) as error:
            _log.error("pins could not be compared with the new index: %s", error)
        await pause(stop, _WATCH_SECONDS)
