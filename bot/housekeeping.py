"""What is done beside the answering: leases renewed, old rows deleted."""

import asyncio
import logging

from bot.storage.answers import Answers
from bot.storage.database import StorageError
from bot.storage.inbox import LEASE_SECONDS, Inbox

_log = logging.getLogger(__name__)
_RENEWALS_AN_HOUR = round(3600 / (LEASE_SECONDS / 3))


async def keep_house(inbox: Inbox, answers: Answers, event_hours: float) -> None:
    """Renew leases three times in their life and delete what is old once an hour, until cancelled."""
    rounds = 0
    while True:
        try:
            await inbox.renew()
            if rounds % _RENEWALS_AN_HOUR == 0:
                await inbox.forget(event_hours * 3600)
                await answers.forget_expired()
        except StorageError as error:
            _log.error("housekeeping waits for the database: %s", error)
        rounds += 1
        await asyncio.sleep(LEASE_SECONDS / 3)
