"""What came of a click, a shortcut or a window is said in private to the one it was, whatever came of it."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation import failure
from bot.explaining import explain
from bot.slack.client import SlackRefused, SlackUnreachable, attempt
from bot.slack.gate import Visitor, visitor_of
from bot.slack.languages import Languages
from bot.slack.outcomes import Outcome
from bot.slack.posting import Posting
from bot.slack.rendering import Message, notice
from bot.storage.errors import StorageError
from retrieval import RetrievalError

_log = logging.getLogger(__name__)

Said = Sequence[Message]


class Telling:
    """Answers those who clicked."""

    def __init__(self, client: AsyncWebClient, posting: Posting, languages: Languages) -> None:
        """Do nothing before somebody clicks."""
        self._client = client
        self._posting = posting
        self._languages = languages

    async def answer(self, body: dict[str, Any], work: Callable[[Visitor], Awaitable[Said]]) -> None:
        """Do what was asked for and say what came of it."""
        locale = await self._languages.of_click(body)
        visitor = visitor_of(body, locale)
        try:
            said = await work(visitor)
        except RetrievalError as error:
            said = [notice(explain(error, locale))]
        except (StorageError, SlackRefused, SlackUnreachable) as error:
            said = [notice(failure(locale, error).text)]
        await self._say(visitor, said)

    async def settle(self, body: dict[str, Any], outcome: Outcome, *, keeps: bool) -> Said:
        """Take away what was clicked on, or let it say how the matter ended; return what is still to be said.

        `keeps` leaves what only the clicker sees.
        """
        if "message" not in body or (body.get("container") or {}).get("is_ephemeral"):
            if not keeps:
                await self._posting.withdraw(str(body.get("response_url", "")))
            return outcome.said
        first, *more = outcome.said
        channel, ts = str(body["channel"]["id"]), str(body["message"]["ts"])
        changed = self._client.chat_update(channel=channel, ts=ts, **first.content)
        return more if await attempt(changed) else outcome.said

    async def _say(self, visitor: Visitor, said: Said) -> None:
        address = visitor.respond
        for message in said:
            try:
                await self._posting.answer_privately(address, [message])
            except (SlackRefused, SlackUnreachable) as error:
                # It may be used five times, for half an hour.
                _log.warning("the address of a click takes no more, the answer goes another way: %s", error)
                address = ""
                whispered = self._client.chat_postEphemeral(
                    channel=visitor.channel, user=visitor.user, **message.content
                )
                await attempt(whispered)
