"""In which language somebody on Slack is told things: what an admin chose for the channel or the workspace, else their own."""

import logging
from typing import Any

from bot.channels import Channels
from bot.slack.hearing import PLATFORM
from bot.slack.people import People
from bot.storage.errors import StorageError

_log = logging.getLogger(__name__)


class Languages:
    """The one place where Slack's interface gets its language, whatever was clicked, typed or opened."""

    def __init__(self, channels: Channels, people: People, team: str) -> None:
        """`team` is our own workspace."""
        self._channels = channels
        self._people = people
        self._team = team

    async def of(self, user: str, channel: str = "", team: str = "") -> str:
        """Return the language for somebody in a channel; their own if what was chosen cannot be read."""
        try:
            settings = await self._channels.of(f"{PLATFORM}:{channel}", f"{PLATFORM}:{team or self._team}")
        except StorageError as error:
            _log.error("a channel's settings could not be read: %s", error)
        else:
            if settings.language != "auto":
                return settings.language
        return await self._people.language(user)

    async def of_click(self, body: dict[str, Any]) -> str:
        """Return the language for whoever clicked, used a shortcut or sent a window off."""
        user, channel, team = (
            str((body.get(key) or {}).get("id", "")) for key in ("user", "channel", "team")
        )
        return await self.of(user, channel, team)
