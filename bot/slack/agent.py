"""What a person meets when they open the bot: the agent's Messages tab, and the App Home."""

import logging
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.locales import word
from bot.services import Services
from bot.slack.blocks import remark, rich, section, text
from bot.slack.client import SlackRefused, SlackUnreachable, attempt, call
from bot.slack.escaping import neutralise
from bot.slack.gate import Gate
from bot.slack.hearing import PLATFORM
from bot.slack.languages import Languages
from bot.slack.views import QUESTIONS, home
from bot.storage.errors import StorageError
from bot.subject import find_subject
from retrieval import About, Generation, Library, RetrievalError, Source

_log = logging.getLogger(__name__)


class Agent:
    """Greets, suggests and shows what is known."""

    def __init__(self, services: Services, client: AsyncWebClient, languages: Languages, gate: Gate) -> None:
        """Do nothing before somebody comes."""
        self._services = services
        self._client = client
        self._languages = languages
        self._gate = gate

    async def opened(self, event: dict[str, Any]) -> None:
        """Somebody has opened one of the bot's tabs."""
        language = await self._languages.of(str(event.get("user", "")))
        channel, subject = str(event.get("channel", "")), await self._subject(language)
        if event.get("tab") == "messages":
            await self._suggest(channel, subject, language)
            await self._greet(channel, subject, language)
        elif event.get("tab", "home") == "home":
            await self._show_home(str(event.get("user", "")), subject, language)

    async def thread_started(self, event: dict[str, Any]) -> None:
        """Somebody has begun a thread in the older assistant view, which wants prompts for each thread."""
        thread = event.get("assistant_thread") or {}
        channel, ts = str(thread.get("channel_id", "")), str(thread.get("thread_ts", ""))
        language = await self._languages.of(str(thread.get("user_id", "")))
        subject = await self._subject(language)
        await self._suggest(channel, subject, language, ts)
        greeting = _greeting(subject, language)
        await attempt(self._client.chat_postMessage(channel=channel, thread_ts=ts, **greeting))

    async def _subject(self, language: str) -> About:
        return await find_subject(self._services.conversation, language)

    async def _suggest(self, channel: str, subject: About, language: str, ts: str | None = None) -> None:
        prompts = [{"title": each, "message": each} for each in subject.questions[:QUESTIONS]]
        if not prompts:
            return
        title = word(language, "slack-prompts-title")
        # In the agent view a thread's ts would make this call fail without a word.
        await attempt(
            self._client.assistant_threads_setSuggestedPrompts(
                channel_id=channel, thread_ts=ts, title=title, prompts=prompts
            )
        )

    async def _greet(self, channel: str, subject: About, language: str) -> None:
        """Say hello in a conversation that holds nothing yet, once."""
        try:
            history = await call(self._client.conversations_history(channel=channel, limit=1))
            name = f"{PLATFORM}:greeting:{channel}"
            if history.get("messages") or not await self._services.inbox.take(name, PLATFORM, {}):
                return
            await self._services.inbox.finish(name)
            await call(self._client.chat_postMessage(channel=channel, **_greeting(subject, language)))
        except (SlackRefused, SlackUnreachable, StorageError) as error:
            _log.warning("nobody is greeted in %s: %s", channel, error)

    async def _show_home(self, user: str, subject: About, language: str) -> None:
        sources, active = None, None
        try:
            sources, active = await self._services.conversation.consult(_known)
        except RetrievalError as error:
            _log.error("the App Home shows no sources: %s", error)
        view = home(sources, active, subject, language, await self._gate.role(user))
        try:
            await call(self._client.views_publish(user_id=user, view=view))
        except (SlackRefused, SlackUnreachable) as error:
            _log.warning("the App Home could not be shown: %s", error)


def _known(library: Library) -> tuple[list[Source], Generation | None]:
    active, known = library.generations()
    return library.sources(), next((each for each in known if each.id == active), None)


def _greeting(subject: About, language: str) -> dict[str, Any]:
    words = word(language, "slack-greeting", topic=subject.topic)
    blocks = [rich(section(text(words))), remark(word(language, "slack-ai-notice"))]
    return {"text": neutralise(words), "blocks": blocks}
