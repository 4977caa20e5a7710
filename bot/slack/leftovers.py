"""What a process that died amid pinning has left in a channel: known by its mark, and taken down so that nothing stands twice."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.halfway import Begun
from bot.slack.client import every_message
from bot.slack.posting import Posting

METADATA = "deepseek_bot_summary"
"""The type of the metadata that tells which draft a message of ours shows."""
_BEFORE_SECONDS, _AFTER_SECONDS = 300.0, 3600.0
"""How long before and after its posting began a message of it may be dated: clocks differ, and Slack lets us wait."""
_PAGE = 200

_Page = Callable[[str | None], Awaitable[AsyncSlackResponse]]


class Leftovers:
    """Finds and removes what was posted of a draft and never stored."""

    def __init__(self, client: AsyncWebClient, posting: Posting) -> None:
        """Look for nothing yet."""
        self._client = client
        self._posting = posting

    async def take_down(self, begun: Begun) -> None:
        """Take down what stands of a draft. Raises as `call`."""
        # The first is the pinned one; deleting it unpins it. While it stands, the others are found by it.
        await self._posting.delete_all(begun.where, (await self._left(begun.where, begun))[::-1])

    async def _left(self, channel: str, begun: Begun) -> list[str]:
        """Return the times of the messages that show a draft, the first of them first."""

        def history(cursor: str | None) -> Awaitable[AsyncSlackResponse]:
            return self._client.conversations_history(
                channel=channel,
                oldest=f"{begun.at - _BEFORE_SECONDS:.6f}",
                latest=f"{begun.at + _AFTER_SECONDS:.6f}",
                limit=_PAGE,
                include_all_metadata=True,
                cursor=cursor,
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
    return [
        str(each["ts"])
        for each in await every_message(page)
        if (each.get("metadata") or {}).get("event_payload", {}).get("draft") == draft
    ]
