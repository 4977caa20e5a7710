"""What happens when somebody clicks: the passage, the feedback and its reasons, sharing."""

import json
import logging
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation import failure
from bot.locales import word
from bot.services import Services
from bot.slack.client import SlackRefused, SlackUnreachable, call
from bot.slack.gate import visitor_of
from bot.slack.hearing import PLATFORM
from bot.slack.languages import Languages
from bot.slack.posting import Posting, shown
from bot.slack.rendering import Message, notice, render
from bot.slack.views import COMMENT, QUOTE, REASON, line, passage, reasons
from bot.storage.errors import StorageError
from retrieval import RetrievalError

_log = logging.getLogger(__name__)
_NOT_HERE = {"not_in_channel", "channel_not_found", "is_archived", "restricted_action"}


class Actions:
    """The buttons under answers. What a button is about is in its value, so all work after a restart."""

    def __init__(
        self, services: Services, client: AsyncWebClient, posting: Posting, languages: Languages
    ) -> None:
        """Do nothing before somebody clicks."""
        self._services = services
        self._client = client
        self._posting = posting
        self._languages = languages
        self._sharing: set[str] = set()

    async def show_passage(self, body: dict[str, Any]) -> None:
        """Open the paragraph that a quote stands in."""
        value = json.loads(_value(body))
        language = await self._languages.of_click(body)
        try:
            around = await self._services.answered.around(value["answer"], value["citation"])
            title = word(language, "slack-passage-title")
            gone = line(title, word(language, "slack-passage-gone"), language)
            view = passage(around, language) if around else gone
        except (StorageError, RetrievalError) as error:
            told = failure(language, error).text
            view = line(word(language, "slack-passage-title"), told, language)
        await self._open(body, view)

    async def rate(self, body: dict[str, Any]) -> None:
        """Note what somebody thinks of an answer, and ask why if it was not helpful."""
        value = _value(body)
        helpful, identifier = value.startswith("+"), value[1:]
        language = await self._languages.of_click(body)
        try:
            known = await self._services.answered.rate(identifier, _author(body), helpful=helpful)
            answer = None if helpful else await self._services.answered.open(identifier)
        except (StorageError, RetrievalError) as error:
            await self._tell(body, failure(language, error).text)
            return
        if not known:
            await self._tell(body, word(language, "slack-gone"))
        elif helpful:
            await self._tell(body, word(language, "slack-thanks"))
        else:
            await self._open(body, reasons(identifier, answer, language))

    async def give_reasons(self, body: dict[str, Any]) -> None:
        """Note why an answer was not helpful."""
        given = body["view"]["state"]["values"]
        reason = _chosen(given, REASON)
        quote = _chosen(given, QUOTE)
        comment = (given.get(COMMENT, {}).get(COMMENT) or {}).get("value")
        try:
            await self._services.answered.rate(
                body["view"]["private_metadata"],
                _author(body),
                helpful=False,
                reason=reason,
                citation=int(quote) if quote else None,
                comment=comment,
            )
        except StorageError as error:
            _log.error("the reasons for a rating could not be kept: %s", error)

    async def share(self, body: dict[str, Any]) -> None:
        """Show a private answer to everybody, once."""
        value = json.loads(_value(body))
        identifier = value["answer"]
        if identifier in self._sharing:
            return
        self._sharing.add(identifier)
        language = await self._languages.of_click(body)
        try:
            await self._share(body, identifier, value["thread"], language)
        except (StorageError, RetrievalError, SlackUnreachable, SlackRefused) as error:
            await self._tell(body, failure(language, error).text)
        finally:
            self._sharing.discard(identifier)

    async def _share(self, body: dict[str, Any], identifier: str, thread: str, language: str) -> None:
        here = visitor_of(body, language).actor
        if not (await self._services.channels.of(here.channel, here.place)).answers:
            await self._tell(body, word(language, "slack-off"))
            return
        kept = await self._services.answered.find(identifier)
        answer = await self._services.answered.open(identifier)
        if kept is None or answer is None:
            await self._tell(body, word(language, "slack-gone"))
            return
        if kept.messages:
            await self._tell(body, word(language, "slack-shared-already"))
            return
        channel = str((body.get("channel") or {}).get("id", ""))
        messages = render(answer, identifier, shared_by=_name(body))
        try:
            times = await self._post(channel, thread, messages)
        except SlackRefused as error:
            if error.code not in _NOT_HERE:
                raise
            await self._tell(body, word(language, "slack-not-shared"))
            return
        await self._services.answered.posted(identifier, *shown(channel, times))
        await self._posting.withdraw(str(body.get("response_url", "")))

    async def _post(self, channel: str, thread: str, messages: tuple[Message, ...]) -> list[str]:
        times: list[str] = []
        for message in messages:
            root = thread or (times[0] if times else None)
            sent = self._client.chat_postMessage(
                channel=channel,
                thread_ts=root,
                text=message.text,
                blocks=list(message.blocks),
                unfurl_links=False,
                unfurl_media=False,
            )
            times.append(str((await call(sent))["ts"]))
        return times

    async def _open(self, body: dict[str, Any], view: dict[str, Any]) -> None:
        try:
            await call(self._client.views_open(trigger_id=str(body.get("trigger_id", "")), view=view))
        except (SlackRefused, SlackUnreachable) as error:
            _log.warning("a window could not be opened: %s", error)

    async def _tell(self, body: dict[str, Any], words: str) -> None:
        address = str(body.get("response_url", ""))
        try:
            if address:
                await self._posting.answer_privately(address, [notice(words)])
        except (SlackRefused, SlackUnreachable) as error:
            _log.warning("a person could not be told about a click: %s", error)


def _value(body: dict[str, Any]) -> str:
    return str(body["actions"][0].get("value", ""))


def _author(body: dict[str, Any]) -> str:
    return f"{PLATFORM}:{body['user']['id']}"


def _name(body: dict[str, Any]) -> str:
    user = body.get("user") or {}
    return str(user.get("username") or user.get("name") or user.get("id", ""))


def _chosen(given: dict[str, Any], name: str) -> str | None:
    answered = given.get(name, {}).get(name) or {}
    return (answered.get("selected_option") or {}).get("value")
