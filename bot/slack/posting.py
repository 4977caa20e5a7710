"""Messages into Slack: sent once whatever happens in between, because what is there already is looked at first."""

import logging
import re
import time
from collections.abc import Sequence
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.limits import Limits
from bot.slack.client import SlackRefused, SlackUnreachable, attempt, call, respond
from bot.slack.hearing import Heard, message_name
from bot.slack.rendering import Message

_log = logging.getLogger(__name__)

METADATA = "deepseek_bot_answer"
"""The type of the metadata that tells which event a message of ours answers."""
NOTICE = "deepseek_bot_notice"
"""The type of the metadata of what nobody asked for."""
WRITING = -1
"""The part that a message is while its answer is being written."""
_PAGE = 200
_PAGES = 5
_DAY = 86_400
_DRAFTS_A_MINUTE = 12
_CHANGES_A_MINUTE = 24
"""Of the fifty updates that a workspace allows: each draft needs one more to become its answer."""
_UNCHANGEABLE = {"cant_update_message", "edit_window_closed", "update_failed"}


class Posting:
    """Posts answers to what was heard."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        """Take the Web API and the session for response addresses."""
        self._client = client
        self._session = session
        self._limits = Limits()

    async def reply(
        self, heard: Heard, messages: Sequence[Message], there: dict[int, str] | None = None
    ) -> list[str]:
        """Post messages into the thread but those that are `there`; return the times of all. Raises as `call`.

        What is there of an answer that was being written becomes the first.
        """
        there = there or {}
        times = []
        for part, message in enumerate(messages):
            if part in there:
                times.append(there[part])
                continue
            content = _content(heard, message, part, len(messages))
            draft = there.get(WRITING) if part == 0 else None
            times.append(await (self._become(heard, draft, content) if draft else self._post(heard, content)))
        return times

    async def write(self, heard: Heard, message: Message, ts: str = "") -> str:
        """Show what is written of an answer so far, in the message `ts` if there is one; return its time.

        Does nothing, and returns `ts`, while too many answers are being written. Raises as `call`.
        """
        name, most = ("changes", _CHANGES_A_MINUTE) if ts else ("drafts", _DRAFTS_A_MINUTE)
        if await self._limits.take([(name, most)]):
            return ts
        content = _content(heard, message, WRITING, 0)
        if not ts:
            return await self._post(heard, content)
        await call(self._client.chat_update(channel=heard.channel, ts=ts, **content))
        return ts

    async def _post(self, heard: Heard, content: dict[str, Any]) -> str:
        posted = await call(
            self._client.chat_postMessage(
                channel=heard.channel,
                thread_ts=heard.root or None,
                unfurl_links=False,
                unfurl_media=False,
                **content,
            )
        )
        return str(posted["ts"])

    async def _become(self, heard: Heard, draft: str, content: dict[str, Any]) -> str:
        try:
            await call(self._client.chat_update(channel=heard.channel, ts=draft, **content))
        except SlackRefused as error:
            if error.code not in _UNCHANGEABLE:
                raise
            await self.delete(heard.channel, [draft])
            return await self._post(heard, content)
        return draft

    async def replace(self, heard: Heard, old: Sequence[str], messages: Sequence[Message]) -> list[str]:
        """Let messages say something else; post what is new and delete what is too much. Raises as `call`."""
        kept = dict(enumerate(old[: len(messages)]))
        for part, ts in kept.items():
            content = _content(heard, messages[part], part, len(messages))
            await call(self._client.chat_update(channel=heard.channel, ts=ts, **content))
        there = {**await self.found(heard), **kept} if len(messages) > len(kept) else kept
        await self.delete(heard.channel, old[len(messages) :])
        return await self.reply(heard, messages, there)

    async def delete(self, channel: str, times: Sequence[str]) -> None:
        """Delete messages of ours; those that are gone are gone, those that Slack keeps are left. Raises SlackUnreachable."""
        for ts in times:
            try:
                await self.delete_all(channel, [ts])
            except SlackRefused as error:
                _log.warning("a message in %s could not be deleted: %s", channel, error)

    async def delete_all(self, channel: str, times: Sequence[str]) -> None:
        """Delete messages of ours; those that are gone are gone. Raises SlackRefused if one stays, and SlackUnreachable."""
        refused = None
        for ts in times:
            try:
                await call(self._client.chat_delete(channel=channel, ts=ts))
            except SlackRefused as error:
                if error.code != "message_not_found":  # the others go all the same
                    refused = error
        if refused:
            raise refused

    async def found(self, heard: Heard) -> dict[int, str]:
        """Return which parts of the answer to an event are in its thread already, WRITING among them, with their times.

        Raises SlackUnreachable; where we may not look, nothing is found.
        """
        parts: dict[int, str] = {}
        cursor = None
        for _ in range(_PAGES):
            try:
                page = await call(
                    self._client.conversations_replies(
                        channel=heard.channel,
                        ts=heard.root,
                        oldest=heard.ts,
                        limit=_PAGE,
                        include_all_metadata=True,
                        cursor=cursor,
                    )
                )
            except SlackRefused as error:
                _log.warning("the thread of %s could not be looked at: %s", heard.event, error)
                return parts
            parts.update(_parts(page.get("messages") or [], heard.event))
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
        return parts

    async def announce(self, channel: str, message: Message, key: str) -> None:
        """Post what nobody asked for, unless `key` stands there since a day: then we died right after posting.

        Where we may not look, it is posted. Raises as `call`.
        """
        try:
            if await self._stands(channel, key):
                return
        except SlackRefused as error:
            _log.debug("whether %s was told already cannot be seen: %s", channel, error)
        metadata = {"event_type": NOTICE, "event_payload": {"notice": key}}
        await call(self._client.chat_postMessage(channel=channel, metadata=metadata, **message.content))

    async def _stands(self, channel: str, key: str) -> bool:
        cursor, oldest = None, f"{time.time() - _DAY:.6f}"
        for _ in range(_PAGES):
            page = await call(
                self._client.conversations_history(
                    channel=channel, oldest=oldest, limit=_PAGE, include_all_metadata=True, cursor=cursor
                )
            )
            found = [
                (each.get("metadata") or {}).get("event_payload") or {} for each in page.get("messages") or []
            ]
            if any(each.get("notice") == key for each in found):
                return True
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
        return False

    async def show_status(self, heard: Heard, words: str) -> None:
        """Show that the bot is at work; "" takes it away. A failure harms nobody."""
        await attempt(
            self._client.assistant_threads_setStatus(
                channel_id=heard.channel, thread_ts=heard.root, status=words
            )
        )

    async def whisper(self, heard: Heard, message: Message) -> None:
        """Tell the asker alone: in a direct conversation by a message, else by one that only they see."""
        if heard.direct:
            await self.reply(heard, [message])
            return
        await call(
            self._client.chat_postEphemeral(
                channel=heard.channel,
                user=heard.user,
                thread_ts=None if heard.is_first else heard.root,
                text=message.text,
                blocks=list(message.blocks),
            )
        )

    async def answer_privately(self, address: str, messages: Sequence[Message]) -> None:
        """Send messages that only the person sees who gave the command or clicked. Raises as `respond`."""
        if not address:
            raise SlackRefused("no response address")
        for message in messages:
            content = {"text": message.text, "blocks": list(message.blocks)}
            await respond(
                self._session,
                address,
                {**content, "response_type": "ephemeral", "replace_original": False},
            )

    async def withdraw(self, address: str) -> None:
        """Take away the private message that was clicked on; if that fails, it only stays."""
        try:
            await respond(self._session, address, {"delete_original": True})
        except (SlackRefused, SlackUnreachable) as error:
            _log.debug("a private message stays: %s", error)


def shown(channel: str, times: Sequence[str]) -> list[str]:
    """Return the names of messages, as answers are kept with."""
    return [message_name(channel, ts) for ts in times]


def _content(heard: Heard, message: Message, part: int, count: int) -> dict[str, Any]:
    first, *rest = message.blocks
    # Where metadata is not given back, the first block still tells whom this answers.
    named = {**first, "block_id": _block_id(heard.event, part)}
    return {
        "text": message.text,
        "blocks": [named, *rest],
        "metadata": {
            "event_type": METADATA,
            "event_payload": {"event": heard.event, "part": part, "of": count},
        },
    }


def _block_id(event: str, part: int) -> str:
    return f"answers:{event}:{part}"[:255]


def _parts(messages: Sequence[dict[str, Any]], event: str) -> dict[int, str]:
    parts: dict[int, str] = {}
    for message in messages:
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        if payload.get("event") == event:
            parts[int(payload.get("part", 0))] = str(message["ts"])
        for block in (message.get("blocks") or [])[:1]:
            name, _, part = str(block.get("block_id", "")).rpartition(":")
            if name == f"answers:{event}" and re.fullmatch(r"-?\d+", part):
                parts[int(part)] = str(message["ts"])
    return parts
