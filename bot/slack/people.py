"""What Slack knows of a person: the language of their Slack, looked up once an hour."""

import time
from collections import OrderedDict
from collections.abc import Callable

from slack_sdk.web.async_client import AsyncWebClient

from bot.locales import LANGUAGES
from bot.slack.client import attempt

_SECONDS = 3600.0
_PEOPLE = 5000


class People:
    """Those whom this process has met."""

    def __init__(self, client: AsyncWebClient, clock: Callable[[], float] = time.monotonic) -> None:
        """Know nobody yet."""
        self._client = client
        self._clock = clock
        self._known: OrderedDict[str, tuple[str, float]] = OrderedDict()

    async def language(self, user: str) -> str:
        """Return the language of a person's Slack, English if it is none of ours or cannot be told."""
        known, until = self._known.get(user, ("", 0.0))
        if known and self._clock() < until:
            return known
        locale = await self._look_up(user) if user else ""
        language = locale if locale in LANGUAGES else LANGUAGES[0]
        self._known[user] = (language, self._clock() + (_SECONDS if locale else _SECONDS / 60))
        self._known.move_to_end(user)
        while len(self._known) > _PEOPLE:
            self._known.popitem(last=False)
        return language

    async def _look_up(self, user: str) -> str:
        found = await attempt(self._client.users_info(user=user, include_locale=True))
        return str((found.get("user") or {}).get("locale", ""))[:2].lower() if found else ""
