"""The Web API: one session, Slack's waiting times obeyed, errors as ours, and no message sent twice by a retry."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

_log = logging.getLogger(__name__)

SECONDS = 30
_PATIENCE_SECONDS = 3.0
_RATE_LIMITED_RETRIES = 20
_CONNECTION_RETRIES = 2
_PASSING = {
    "ratelimited",
    "rate_limited",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "accesslimited",
}
"""Errors of Slack that may be gone in a moment."""


class SlackRefused(Exception):
    """Slack has said no, and will again; `code` is its word for why."""

    def __init__(self, code: str, needed: str = "") -> None:
        """Keep Slack's own words."""
        super().__init__(f"{code}, scope needed: {needed}" if needed else code)
        self.code = code


class SlackUnreachable(Exception):
    """Nobody knows whether Slack has done it: it may be tried again after looking."""


class _BeforeSending(AsyncConnectionErrorRetryHandler):
    """Retries what never reached Slack; what may have posted a message is left to those who can look."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if "chat.post" in (request.url or "") and not isinstance(error, aiohttp.ClientConnectorError):
            return False
        return await super()._can_retry_async(state=state, request=request, response=response, error=error)


def retries() -> list[AsyncRetryHandler]:
    """Return what the Web API and response addresses are retried by."""
    limited = AsyncRateLimitErrorRetryHandler(max_retry_count=_RATE_LIMITED_RETRIES)
    return [limited, _BeforeSending(max_retry_count=_CONNECTION_RETRIES)]


def open_session() -> aiohttp.ClientSession:
    """Return the session that all calls of a process share."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS))


def build_client(token: str, api: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Return a Web API client; `api` is another base address than Slack's own, or ""."""
    quiet = logging.getLogger("bot.slack.web")
    quiet.setLevel(quiet.level or logging.INFO)  # without a level of its own it words every call for nobody
    elsewhere: dict[str, Any] = {"base_url": api} if api else {}
    return AsyncWebClient(
        token=token, timeout=SECONDS, session=session, logger=quiet, retry_handlers=retries(), **elsewhere
    )


async def call(calling: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    """Wait for a call of the Web API. Raises SlackRefused and SlackUnreachable."""
    try:
        return await calling
    except SlackApiError as error:
        raise _translated(error) from error
    except (aiohttp.ClientError, TimeoutError, OSError, SlackClientError) as error:
        raise SlackUnreachable(_words(error)) from error


async def every_message(page: Callable[[str | None], Awaitable[AsyncSlackResponse]]) -> list[dict[str, Any]]:
    """Return the messages of all pages; `page` asks for the one that a cursor begins. Raises as `call`."""
    messages: list[dict[str, Any]] = []
    cursor = None
    while True:
        found = await call(page(cursor))
        messages += found.get("messages") or []
        cursor = (found.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return messages


async def attempt(calling: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse | None:
    """Wait a little for a call that may fail without harm, e.g. a sign of progress."""
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await call(calling)
    except (SlackRefused, SlackUnreachable, TimeoutError) as error:
        _log.debug("left out: %s", error)
        return None


async def respond(session: aiohttp.ClientSession, address: str, message: dict[str, Any]) -> None:
    """Send to the response address of a command or a click. Raises SlackRefused and SlackUnreachable."""
    client = AsyncWebhookClient(address, session=session, retry_handlers=retries())
    try:
        sent = await client.send_dict(message)
    except (aiohttp.ClientError, TimeoutError, OSError, SlackClientError) as error:
        raise SlackUnreachable(_words(error)) from error
    if sent.status_code >= 500:  # noqa: PLR2004 - the server's own faults
        raise SlackUnreachable(f"status {sent.status_code}")
    if sent.status_code != 200:  # noqa: PLR2004 - all else but OK
        raise SlackRefused(str(sent.body)[:100] or f"status {sent.status_code}")


def _translated(error: SlackApiError) -> Exception:
    response = error.response
    if not isinstance(response, AsyncSlackResponse):  # not even JSON: a proxy, or half an answer
        return SlackUnreachable(_words(error))
    data = response.data if isinstance(response.data, dict) else {}
    code = str(data.get("error", ""))
    if not code or code in _PASSING or response.status_code >= 500:  # noqa: PLR2004 - the server's own faults
        return SlackUnreachable(code or f"status {response.status_code}")
    return SlackRefused(code, str(data.get("needed", "")))


def _words(error: Exception) -> str:
    first = str(error).strip().splitlines()
    return f"{type(error).__name__}: {first[0]}" if first else type(error).__name__
