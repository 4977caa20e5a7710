"""Slack as a platform: who we are there, Socket Mode or signed HTTP, start, stop, drain."""

import asyncio
import contextlib
import logging
import socket
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.services import Services
from bot.settings import Secrets, Settings, SettingsError, SlackSettings
from bot.slack.actions import Actions
from bot.slack.agent import Agent
from bot.slack.answering import Answering
from bot.slack.client import SlackRefused, SlackUnreachable, build_client, call, open_session
from bot.slack.deciding import Deciding
from bot.slack.files import Files
from bot.slack.gate import Gate
from bot.slack.governing import Governed, Governing
from bot.slack.hearing import PLATFORM
from bot.slack.indexing import Indexing
from bot.slack.intake import Intake
from bot.slack.languages import Languages
from bot.slack.leftovers import Leftovers
from bot.slack.listening import Ourselves, Room, build_app
from bot.slack.people import People
from bot.slack.pins import Pinboard
from bot.slack.posting import Posting
from bot.slack.serving import Door, build_server
from bot.slack.sources import Sources
from bot.slack.summaries import Summaries
from bot.slack.telling import Telling
from bot.slack.vigil import Vigil
from bot.storage.errors import StorageError
from bot.underway import Underway
from retrieval import RetrievalError

_log = logging.getLogger(__name__)

DRAIN_SECONDS = 10.0
_PING_SECONDS = 5.0
_BACKLOG = 2048
_LONGEST_WAIT = 60.0


class SlackEnded(Exception):
    """Slack will not have us; the message is one line: what is wrong and what to do."""


class SlackPlatform:
    """Everybody who chats in one workspace."""

    def __init__(self, settings: SlackSettings, secrets: Secrets, services: Services) -> None:
        """Nothing is opened yet. Raises SettingsError if the tokens do not fit the mode."""
        self._settings = settings
        self._services = services
        self._token = _reveal(secrets.slack_bot_token)
        self._app_token = _reveal(secrets.slack_app_token)
        self._secret = _reveal(secrets.slack_signing_secret)
        self._mode = _mode(settings, app_token=bool(self._app_token), secret=bool(self._secret))

    async def run(self) -> None:
        """Hear and answer until cancelled. Raises SlackEnded if the tokens are refused."""
        async with open_session() as session:
            client = build_client(self._token, self._settings.api, session)
            ourselves = await self._introduce(client)
            closing = asyncio.Event()
            people = People(client)
            posting = Posting(client, session)
            leftovers = Leftovers(client, posting)
            room = self._furnish(client, session, people, leftovers, ourselves, closing)
            vigil = Vigil(self._services, client, posting, people, self._settings.admins, leftovers)
            app = build_app(build_client("", self._settings.api, session), self._secret, ourselves, room)
            watching = asyncio.gather(room.intake.pick_up(), vigil.keep(closing))
            try:
                await (self._hear_socket(app, client) if self._mode == "socket" else self._serve(app))
            finally:
                closing.set()
                await asyncio.gather(
                    watching,
                    room.intake.close(DRAIN_SECONDS),
                    room.underway.finish(DRAIN_SECONDS),
                    return_exceptions=True,
                )

    def _furnish(
        self,
        client: AsyncWebClient,
        session: aiohttp.ClientSession,
        people: People,
        leftovers: Leftovers,
        ourselves: Ourselves,
        closing: asyncio.Event,
    ) -> Room:
        posting = Posting(client, session)
        gate = Gate(client, self._services.deeds, self._settings, ourselves.team)
        summaries = Summaries(self._services, client, posting, gate, leftovers)
        pinboard = Pinboard(self._services, client, posting, gate)
        languages = Languages(self._services.channels, people, ourselves.team)
        telling = Telling(client, posting, languages)
        sources = Sources(self._services, client, Files(client, session), gate, posting, telling)
        indexing = Indexing(self._services.administration, client, people, gate)
        governing = Governing(self._services, gate, summaries, pinboard, indexing, sources)
        governed = Governed(gate, governing, summaries, pinboard, indexing, sources)
        answering = Answering(self._services, client, posting, languages, governed, ourselves.user)
        return Room(
            intake=Intake(self._services.inbox, answering.work, closing=closing),
            answering=answering,
            actions=Actions(self._services, client, posting, languages),
            agent=Agent(self._services, client, languages, gate),
            deciding=Deciding(self._services, client, posting, telling, governed, ourselves.user),
            sources=sources,
            underway=Underway(),
        )

    async def _introduce(self, client: AsyncWebClient) -> Ourselves:
        """Ask Slack who we are, for as long as it takes to reach it."""
        wait = 1.0
        while True:
            try:
                known = await call(client.auth_test())
            except SlackRefused as error:
                raise SlackEnded(f"Slack refuses SLACK_BOT_TOKEN ({error}): set a valid one") from error
            except SlackUnreachable as error:
                _log.warning("Slack cannot be reached, it is tried again: %s", error)
                await asyncio.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT)
            else:
                names = (str(known.get(key, "")) for key in ("team_id", "bot_id", "user_id"))
                return Ourselves(self._token, *names)

    async def _hear_socket(self, app: AsyncApp, client: AsyncWebClient) -> None:
        await self._try_app_token(client)
        handler = AsyncSocketModeHandler(
            app, self._app_token, logger=_short_lines(), web_client=client, ping_interval=_PING_SECONDS
        )
        try:
            async with asyncio.TaskGroup() as together:
                together.create_task(_forget_addresses(handler))
                await handler.connect_async()  # type: ignore[no-untyped-call]  # connects again by itself from now on
                _log.info("Slack: listening by Socket Mode")
        finally:
            with contextlib.suppress(Exception):
                await handler.close_async()  # type: ignore[no-untyped-call]

    async def _try_app_token(self, client: AsyncWebClient) -> None:
        try:
            await call(client.apps_connections_open(app_token=self._app_token))
        except SlackRefused as error:
            raise SlackEnded(
                f"Slack refuses SLACK_APP_TOKEN ({error}): set one with the scope connections:write"
            ) from error
        except SlackUnreachable as error:
            _log.warning("Slack cannot be reached, it is tried again: %s", error)

    async def _serve(self, app: AsyncApp) -> None:
        door = Door(app, self._secret, self._settings.body_bytes, self._missing)
        host, port = self._settings.host, self._settings.port
        try:
            listening = socket.create_server(
                (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=_BACKLOG
            )
        except OSError as error:
            raise SlackEnded(
                f"{host}:{port} cannot be listened on ({error.strerror}): set DEEPSEEK_BOT__SLACK__PORT"
            ) from error
        server = build_server(door.application())
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            await asyncio.shield(serving)
        finally:
            server.should_exit = True
            await serving

    async def _missing(self) -> str | None:
        """Say what keeps us from answering, or None."""
        try:
            await self._services.inbox.unfinished(PLATFORM)
            await self._services.conversation.consult(lambda library: library.probe())
        except (StorageError, RetrievalError) as error:
            return str(error)
        return None


def build_slack(settings: Settings, secrets: Secrets, services: Services) -> SlackPlatform:
    """Return Slack as the settings describe it. Raises SettingsError."""
    return SlackPlatform(settings.slack, secrets, services)


def _mode(settings: SlackSettings, *, app_token: bool, secret: bool) -> str:
    mode = settings.mode
    if mode == "auto":
        if not app_token and not secret:
            raise SettingsError(
                "SLACK_BOT_TOKEN alone is not enough: set SLACK_APP_TOKEN for Socket Mode, "
                "or SLACK_SIGNING_SECRET for HTTP"
            )
        return "socket" if app_token else "http"
    if mode == "socket" and not app_token:
        raise SettingsError("slack.mode = 'socket' needs SLACK_APP_TOKEN: set it")
    if mode == "http" and not secret:
        raise SettingsError("slack.mode = 'http' needs SLACK_SIGNING_SECRET: set it")
    return mode


def _reveal(secret: Any) -> str:  # noqa: ANN401 - pydantic's SecretStr or None
    return secret.get_secret_value() if secret else ""


async def _forget_addresses(handler: AsyncSocketModeHandler) -> None:
    """Have a new address asked for while there is no connection: the client would try a stale one for ever."""
    while True:
        await asyncio.sleep(_PING_SECONDS)
        if not await handler.client.is_connected():
            handler.client.wss_uri = None


class _OneLine(logging.Filter):
    """Takes tracebacks out of what the Socket Mode client says about its connection."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, shortened."""
        record.exc_info = None
        record.exc_text = None
        return True


def _short_lines() -> logging.Logger:
    logger = logging.getLogger("bot.slack.socket")
    if not logger.filters:
        logger.addFilter(_OneLine())
    return logger
