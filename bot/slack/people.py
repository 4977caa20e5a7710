"""What Slack knows of a person: name and language, looked up once an hour."""

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
        self._known: OrderedDict[str, tuple[str, str, float]] = OrderedDict()

    async def language(self, user: str) -> str:
        """Return the language of a person's Slack, English if it is none of ours or cannot be told."""
        language, _ = await self._of(user)
        return language

    async def name(self, user: str) -> str:
        """Return what a person is called, their id if that cannot be told."""
        _, name = await self._of(user)
        return name

    async def _of(self, user: str) -> tuple[str, str]:
        language, name, until = self._known.get(user, ("", "", 0.0))
        if language and self._clock() < until:
            return language, name
        locale, name = await self._look_up(user) if user else ("", "")
        language = locale if locale in LANGUAGES else LANGUAGES[0]
        self._known[user] = (language, name, self._clock() + (_SECONDS if locale else _SECONDS / 60))
        self._known.move_to_end(user)
        while len(self._known) > _PEOPLE:
            self._known.popitem(last=False)
        return language, name

    async def _look_up(self, user: str) -> tuple[str, str]:
        found = await attempt(self._client.users_info(user=user, include_locale=True))
        known = (found.get("user") or {}) if found else {}
        shown = (known.get("profile") or {}).get("display_name")
        name = shown or known.get("real_name") or known.get("name") or user
        return str(known.get("locale", ""))[:2].lower(), str(name)
