"""What a process that died amid pinning has left in a channel: known by its mark, and taken down so that nothing stands twice."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.moderation import Begun, Moderation
from bot.slack.client import SlackRefused, SlackUnreachable, call
from bot.slack.hearing import PLATFORM, message_name
from bot.slack.posting import Posting

_log = logging.getLogger(__name__)

METADATA = "deepseek_bot_summary"
"""The type of the metadata that tells which draft a message of ours shows."""
LEFT_SECONDS = 15.0
"""After how long a pin that is not stored was left by a dead process, and is not another's work at this moment."""
_SKEW_SECONDS = 300.0
_PAGE = 200
_PAGES = 5

_Page = Callable[[str | None], Awaitable[AsyncSlackResponse]]


class Leftovers:
    """Finds and removes what was posted of a draft and never stored; `deciding` is held while one is decided on."""

    def __init__(self, moderation: Moderation, client: AsyncWebClient, posting: Posting) -> None:
        """Look for nothing yet."""
        self._moderation = moderation
        self._client = client
        self._posting = posting
        self.deciding = asyncio.Lock()

    async def clear(self) -> None:
        """Take down what dead processes have left. Raises StorageError."""
        async with self.deciding:
            for begun in await self._moderation.begun(PLATFORM):
                if begun.at > time.time() - LEFT_SECONDS:
                    continue
                try:
                    await self._take_down(begun)
                except (SlackRefused, SlackUnreachable) as error:
                    _log.warning("what is left of a pin in %s stays for now: %s", begun.channel, error)

    async def clear_of(self, draft: str) -> None:
        """Take down what is left of one draft, `deciding` being held. Raises StorageError and as `call`."""
        for begun in await self._moderation.begun(PLATFORM):
            if begun.id == draft:
                await self._take_down(begun)

    async def _take_down(self, begun: Begun) -> None:
        channel = begun.channel.removeprefix(f"{PLATFORM}:")
        left = await self._left(channel, begun)
        for ts in left:
            if await self._moderation.pinned_in(message_name(channel, ts)):  # died right after it was stored
                await self._moderation.take(begun.id)
                return
        # The first is the pinned one; deleting it unpins it. While it stands, the others are found by it.
        await self._posting.delete(channel, left[::-1])
        await self._moderation.begin_anew(begun.id)

    async def _left(self, channel: str, begun: Begun) -> list[str]:
        """Return the times of the messages that show a draft, the first of them first."""

        def history(cursor: str | None) -> Awaitable[AsyncSlackResponse]:
            oldest = f"{begun.at - _SKEW_SECONDS:.6f}"
            return self._client.conversations_history(
                channel=channel, oldest=oldest, limit=_PAGE, include_all_metadata=True, cursor=cursor
            )

        times = await _marked(history, begun.id)
        for root in tuple(times):

            def replies(cursor: str | None, root: str = root) -> Awaitable[AsyncSlackResponse]:
                return self._client.conversations_replies(
                    channel=channel, ts=root, limit=_PAGE, include_all_metadata=True, cursor=cursor
                )

            times += [ts for ts in await _marked(replies, begun.id) if ts not in times]
        return times


def mark(draft: str) -> dict[str, Any]:
    """Return the metadata of a message that shows a draft."""
    return {"event_type": METADATA, "event_payload": {"draft": draft}}


async def _marked(page: _Page, draft: str) -> list[str]:
    times: list[str] = []
    cursor = None
    for _ in range(_PAGES):
        found = await call(page(cursor))
        times += [
            str(each["ts"])
            for each in found.get("messages") or []
            if (each.get("metadata") or {}).get("event_payload", {}).get("draft") == draft
        ]
        cursor = (found.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
    return times
