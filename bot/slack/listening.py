"""The slack-bolt app: which events, commands and clicks reach which part of the room, and when each is acknowledged."""

import logging
import re
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.actions import Actions
from bot.slack.agent import Agent
from bot.slack.answering import Answering
from bot.slack.deciding import APPROVE_VIEW, CLICKS, Deciding
from bot.slack.hearing import Heard, Kind, hear_check, hear_command, hear_event, hear_example
from bot.slack.intake import Intake
from bot.slack.proposals import CHANGE, CHANGE_VIEW
from bot.slack.rendering import FEEDBACK, PASSAGE, SHARE
from bot.slack.sources import Sources
from bot.slack.views import EXAMPLE, REASONS_VIEW
from bot.storage.errors import StorageError
from bot.underway import Underway

_log = logging.getLogger(__name__)

COMMAND = "/deepseek"
CHECK_SHORTCUT = "check_claim"
DELETE_SHORTCUT = "delete_answer"
THREAD_SHORTCUT = "summarise_thread"
APPROVE_SHORTCUT = "approve_answer"
SOURCE_SHORTCUT = "add_source"

Body = dict[str, Any]
Next = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Ourselves:
    """Who we are on Slack, as auth.test says."""

    token: str
    team: str
    bot: str
    user: str


@dataclass(frozen=True, slots=True)
class Room:
    """The parts that the app calls."""

    intake: Intake
    answering: Answering
    actions: Actions
    agent: Agent
    deciding: Deciding
    sources: Sources
    underway: Underway


def build_app(client: AsyncWebClient, secret: str, ourselves: Ourselves, room: Room) -> AsyncApp:
    """Return the app; what it hears is stored before it is acknowledged, and done afterwards."""
    app = AsyncApp(
        client=client,
        signing_secret=secret,
        authorize=_authorization(ourselves),
        logger=_quiet(),
        ignoring_self_events_enabled=False,  # hearing.py does, and wants to know of our deleted messages
        attaching_function_token_enabled=False,
    )
    _listen_to_events(app, room, ourselves)
    _listen_to_commands(app, room)
    _listen_to_clicks(app, room)
    return app


def _listen_to_events(app: AsyncApp, room: Room, ourselves: Ourselves) -> None:
    async def store(body: Body, next: Next) -> BoltResponse | None:  # noqa: A002 - bolt gives it by this name
        heard = hear_event(body, ourselves.user)
        try:
            if heard and (heard.kind is not Kind.FOLLOWED or await room.answering.is_in(heard)):
                await room.intake.accept(heard)
        except StorageError as error:
            _log.error("an event is left for Slack to send again: %s", error)
            return BoltResponse(status=503, body="")
        await next()
        return None

    async def nothing_more() -> None:
        """Do what is left to do once it is stored: the work has begun already."""

    async def opened(event: Body) -> None:
        room.underway.start(room.agent.opened(event))

    async def thread_started(event: Body) -> None:
        room.underway.start(room.agent.thread_started(event))

    app.event("app_mention", middleware=[store])(nothing_more)
    app.event("message", middleware=[store])(nothing_more)

    async def unpinned(event: Body) -> None:
        room.underway.start(room.answering.unpinned(event, ourselves.user))

    app.event("pin_removed")(unpinned)
    app.event("app_home_opened")(opened)
    app.event("assistant_thread_started")(thread_started)
    app.event(re.compile(".*"))(nothing_more)


def _listen_to_commands(app: AsyncApp, room: Room) -> None:
    async def take(ack: AsyncAck, heard: Heard) -> None:
        try:
            await room.intake.accept(heard)
        except StorageError as error:
            _log.error("a command could not be stored, the person sees that it failed: %s", error)
            return
        await ack()

    async def command(ack: AsyncAck, body: Body) -> None:
        await take(ack, hear_command(body))

    async def check(ack: AsyncAck, body: Body) -> None:
        await take(ack, hear_check(body))

    async def example(ack: AsyncAck, body: Body) -> None:
        await take(ack, hear_example(body))

    app.command(COMMAND)(command)
    app.shortcut(CHECK_SHORTCUT)(check)
    app.action(re.compile(f"^{EXAMPLE}:"))(example)


def _listen_to_clicks(app: AsyncApp, room: Room) -> None:
    def at_once(
        work: Callable[[Body], Coroutine[Any, Any, None]],
    ) -> Callable[[AsyncAck, Body], Awaitable[None]]:
        async def listener(ack: AsyncAck, body: Body) -> None:
            await ack()
            room.underway.start(work(body))

        return listener

    app.action(re.compile(f"^{PASSAGE}:"))(at_once(room.actions.show_passage))
    app.action(FEEDBACK)(at_once(room.actions.rate))
    app.action(SHARE)(at_once(room.actions.share))
    app.view(REASONS_VIEW)(at_once(room.actions.give_reasons))
    for action in CLICKS:
        app.action(action)(at_once(room.deciding.decide))
    app.shortcut(DELETE_SHORTCUT)(at_once(room.deciding.delete))
    app.shortcut(THREAD_SHORTCUT)(at_once(room.deciding.summarise_thread))
    app.shortcut(APPROVE_SHORTCUT)(at_once(room.deciding.ask_to_approve))
    app.view(APPROVE_VIEW)(at_once(room.deciding.approve))
    app.shortcut(SOURCE_SHORTCUT)(at_once(room.sources.propose_file))
    app.action(CHANGE)(at_once(room.sources.ask_change))
    app.view(CHANGE_VIEW)(at_once(room.sources.change))


def _authorization(ourselves: Ourselves) -> Callable[[], Awaitable[AuthorizeResult]]:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=ourselves.team,
            bot_token=ourselves.token,
            bot_id=ourselves.bot,
            bot_user_id=ourselves.user,
        )

    return authorize


def _quiet() -> logging.Logger:
    # What concerns our operators we say ourselves, a line each.
    logger = logging.getLogger("bot.slack.bolt")
    logger.setLevel(max(logger.level, logging.ERROR))
    return logger
