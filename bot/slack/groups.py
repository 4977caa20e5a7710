"""Who is in which user group of the workspace, as far as roles need to know it."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import SlackRefused, SlackUnreachable, call

_log = logging.getLogger(__name__)

FRESH_SECONDS = 60.0
"""Slack lets us ask some twenty times a minute; so long a person who was taken out of a group may still act."""
STALE_SECONDS = 600.0
"""So long the last answer holds while Slack gives none."""
_PATIENCE_SECONDS = 3.0


class Groups:
    """The user groups that the settings name. Slack gives all members at once, not by pages."""

    def __init__(
        self,
        client: AsyncWebClient,
        names: Sequence[str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Ask nothing yet."""
        self._client = client
        self._names = tuple(dict.fromkeys(names))
        self._clock = clock
        self._members: dict[str, tuple[frozenset[str], float]] = {}

    async def of(self, user: str) -> list[str]:
        """Return the named groups that somebody is in."""
        return [name for name in self._names if user in await self._in(name)]

    async def _in(self, name: str) -> frozenset[str]:
        members, asked = self._members.get(name, (frozenset(), float("-inf")))
        if self._clock() - asked < FRESH_SECONDS:
            return members
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                found = await call(self._client.usergroups_users_list(usergroup=name))
        except (SlackRefused, SlackUnreachable, TimeoutError) as error:
            _log.warning("who is in the user group %s cannot be told: %s", name, error)
            return members if self._clock() - asked < STALE_SECONDS else frozenset()
        members = frozenset(found.get("users") or ())
        self._members[name] = members, self._clock()
        return members


def is_group(name: str) -> bool:
    """Tell a user group's id from a user's."""
    return name.startswith("S")
