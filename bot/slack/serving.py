"""HTTP mode: one ASGI application that lets nothing in that Slack has not signed, and says how the bot is."""

import contextlib
import json
import logging
import time
from collections.abc import Awaitable, Callable, Iterator

import uvicorn
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

_log = logging.getLogger(__name__)
_READY_SECONDS = 2.0
_SHUTDOWN_SECONDS = 5

IsReady = Callable[[], Awaitable[str | None]]
"""Says what is missing, or None."""


class _TooLarge(Exception):
    """The body goes on beyond what is read."""


class Door:
    """What of a request reaches slack-bolt."""

    def __init__(self, app: AsyncApp, secret: str, body_bytes: int, is_ready: IsReady) -> None:
        """Take the signing secret and the largest body that is read."""
        self._app = app
        self._verifier = SignatureVerifier(secret)
        self._body_bytes = body_bytes
        self._is_ready = is_ready
        self._readiness: tuple[float, str | None] = (0.0, None)

    def application(self) -> Starlette:
        """Return the ASGI application."""
        return Starlette(
            routes=[
                Route("/slack/events", self.receive, methods=["POST"]),
                Route("/healthz", self.tell_health, methods=["GET"]),
                Route("/readyz", self.tell_readiness, methods=["GET"]),
            ]
        )

    async def receive(self, request: Request) -> Response:
        """Hand a signed request to slack-bolt, which acknowledges before any work is done."""
        try:
            body = await self._read(request)
        except _TooLarge:
            _log.warning("a request with more than %d bytes is refused", self._body_bytes)
            return PlainTextResponse("the body is too large", 413)
        except ClientDisconnect:
            return Response(status_code=400)
        if not self._is_signed(body, request):
            _log.warning("a request without a valid signature is refused")
            return PlainTextResponse("the signature is not valid", 401)
        if not _is_readable(body, request):
            _log.warning("a signed request that cannot be read is refused")
            return PlainTextResponse("the body cannot be read", 400)
        response: Response = to_starlette_response(
            await self._app.async_dispatch(to_async_bolt_request(request, body))
        )
        return response

    async def tell_health(self, _request: Request) -> Response:
        """Say that the process is alive."""
        return PlainTextResponse("ok")

    async def tell_readiness(self, _request: Request) -> Response:
        """Say whether questions can be answered: the index answers, the database is there."""
        asked, missing = self._readiness
        if time.monotonic() - asked > _READY_SECONDS:
            missing = await self._is_ready()
            self._readiness = (time.monotonic(), missing)
        return PlainTextResponse(missing or "ready", 503 if missing else 200)

    async def _read(self, request: Request) -> bytes:
        announced = request.headers.get("content-length", "0")
        if announced.isdecimal() and int(announced) > self._body_bytes:
            raise _TooLarge
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self._body_bytes:
                raise _TooLarge
        return bytes(body)

    def _is_signed(self, body: bytes, request: Request) -> bool:
        try:
            return self._verifier.is_valid_request(body, dict(request.headers))
        except (ValueError, TypeError):  # a timestamp that is no number, a body or signature that is no text
            return False


class _Server(uvicorn.Server):
    """Leaves signals to the composition root."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def build_server(application: Starlette) -> uvicorn.Server:
    """Return a server for sockets that are open already; `should_exit` ends it."""
    config = uvicorn.Config(
        application,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
    return _Server(config)


def _is_readable(body: bytes, request: Request) -> bool:
    if "json" not in request.headers.get("content-type", ""):
        return True
    try:
        return isinstance(json.loads(body), dict)
    except ValueError:
        return False
