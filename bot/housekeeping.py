"""What is done beside the answering: leases renewed, old rows deleted, pins compared with a new generation."""

import asyncio
import logging

from bot.administration import Administration
from bot.storage.errors import StorageError
from bot.storage.inbox import LEASE_SECONDS
from bot.storage.stores import Stores
from retrieval import RetrievalError

_log = logging.getLogger(__name__)
_RENEWALS_AN_HOUR = round(3600 / (LEASE_SECONDS / 3))
_WATCH_SECONDS = 5.0


async def keep_house(stores: Stores, event_hours: float) -> None:
    """Renew leases three times in their life and delete what is old once an hour, until cancelled."""
    rounds = 0
    while True:
        try:
            await stores.inbox.renew()
            if rounds % _RENEWALS_AN_HOUR == 0:
                await stores.inbox.forget(event_hours * 3600)
                await stores.answers.forget_expired()
                await stores.drafts.forget_expired()
        except StorageError as error:
            _log.error("housekeeping waits for the database: %s", error)
        rounds += 1
        await asyncio.sleep(LEASE_SECONDS / 3)


async def watch(administration: Administration) -> None:
    """Compare pins and approved answers whenever another generation answers, whoever built it, until cancelled."""
    compared = None
    while True:
        try:
            active, _ = await administration.generations()
            if active != compared:
                await administration.recheck()
                compared = active
        except (StorageError, RetrievalError) as error:
            _log.error("pins could not be compared with the new index: %s", error)
        await asyncio.sleep(_WATCH_SECONDS)
