"""A small Slack on 127.0.0.1: Web API, Socket Mode, response addresses. It refuses what Slack refuses, and can misbehave."""

import asyncio
import itertools
import json
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.slack.rules import fault_of_message, fault_of_view

BOT, BOT_ID, TEAM, TOKEN, APP_TOKEN, SECRET = "UBOT", "BBOT", "T1", "xoxb-1", "xapp-1", "signing-secret"
SCOPES = "app_mentions:read,assistant:write,channels:history,chat:write,commands,files:read,groups:history,im:history,mpim:history,pins:read,pins:write,users:read"
Json = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One call of the Web API, or one use of a response address."""

    method: str
    given: Json
    error: str | None = None


@dataclass
class Faults:
    """What goes wrong next, by method: how often 429, refused with an error, done but never answered, late."""

    limited: Counter[str] = field(default_factory=Counter)
    refused: dict[str, str] = field(default_factory=dict)
    unanswered: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Upload:
    """A file that somebody has shared; `size` is what Slack says, `login` that its address shows a page to log in."""

    name: str
    content: bytes
    size: int
    login: bool = False


class Workspace:
    """Channels with messages, people with languages, files, sockets of the app. In `closed` channels the bot is not; `elsewhere` is a server that claims to have its files."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.faults = Faults()
        self.messages: defaultdict[str, list[Json]] = defaultdict(list)
        self.locales: dict[str, str] = {}
        self.scopes = SCOPES
        self.expired = False
        self.admins: set[str] = set()
        self.groups: dict[str, list[str]] = {}
        self.closed: set[str] = set()
        self.files: dict[str, Upload] = {}
        self.pinned: set[tuple[str, str]] = set()
        self.sockets: list[web.WebSocketResponse] = []
        self.opened = asyncio.Event()
        self.acknowledged: dict[str, asyncio.Future[Json]] = {}
        self.address = ""
        self.elsewhere = ""
        self._numbers = itertools.count(1)
        self._changed = asyncio.Condition()

    def time(self) -> str:
        """Return the time of a new message, unlike every other."""
        return f"{time.time():.0f}.{next(self._numbers):06d}"

    def name(self, kind: str) -> str:
        return f"{kind}{next(self._numbers)}"

    def say(self, channel: str, words: str, *, user: str = "U1", thread: str | None = None) -> Json:
        """Put a person's message into a channel."""
        message = {"type": "message", "user": user, "text": words, "ts": self.time(), "channel": channel}
        if thread:
            message["thread_ts"] = thread
        self.messages[channel].append(message)
        return message

    def share(
        self,
        name: str,
        content: bytes,
        channel: str = "C1",
        *,
        user: str = "U1",
        size: int | None = None,
        login: bool = False,
    ) -> Json:
        """Put a message with a file into a channel."""
        identifier = self.name("F")
        self.files[identifier] = Upload(name, content, len(content) if size is None else size, login)
        message = self.say(channel, "", user=user)
        message["files"] = [{"id": identifier, "name": name}]
        return message

    def posted(self, channel: str | None = None) -> list[Json]:
        """Return what the bot has in a channel, or everywhere."""
        chosen = [self.messages[channel]] if channel else self.messages.values()
        return [message for messages in chosen for message in messages if message.get("user") == BOT]

    def made(self, method: str) -> list[Json]:
        """Return what a method was called with, as far as it was done."""
        return [call.given for call in self.calls if call.method == method and call.error is None]

    def refused(self) -> list[Call]:
        return [call for call in self.calls if call.error is not None]

    async def until(self, is_so: Callable[[], object], seconds: float = 10.0) -> None:
        """Wait until something is so. Raises AssertionError with all that was called."""
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(is_so)
        except TimeoutError:
            raise AssertionError(f"it never came to be; called: {self.calls[-20:]}") from None

    # Socket Mode

    async def send(self, kind: str, payload: Json, envelope: str | None = None) -> Json:
        """Send an envelope over the newest socket and wait for its acknowledgement."""
        name = envelope or self.name("envelope-")
        self.acknowledged[name] = asyncio.get_running_loop().create_future()
        await self.opened.wait()
        body = {"envelope_id": name, "type": kind, "payload": payload, "accepts_response_payload": True}
        await self.sockets[-1].send_json(body)
        return await asyncio.wait_for(self.acknowledged[name], 5)

    async def event(self, event: Json, identifier: str | None = None) -> Json:
        """Send an event and return its body, for sending it again."""
        body = self.event_body(event, identifier)
        await self.send("events_api", body)
        return body

    def event_body(self, event: Json, identifier: str | None = None) -> Json:
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": "A1",
            "event_id": identifier or self.name("Ev"),
            "event_time": int(time.time()),
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
            "event": event,
        }

    async def disconnect(self) -> None:
        """Ask the app to connect anew, as Slack does every few hours."""
        self.opened.clear()
        await self.sockets[-1].send_json({"type": "disconnect", "reason": "refresh_requested"})

    async def drop_sockets(self) -> None:
        """Cut the connection without a word."""
        self.opened.clear()
        for socket in self.sockets:
            await socket.close(code=1011)
        self.sockets.clear()

    # The server

    def application(self) -> web.Application:
        application = web.Application(client_max_size=10_000_000)
        application.router.add_route("*", "/api/{method}", self._answer)
        application.router.add_get("/socket", self._connect)
        application.router.add_post("/respond/{name}", self._respond)
        application.router.add_get("/files/{name}", self._download)
        return application

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}})
        self.sockets.append(socket)
        self.opened.set()
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                said = json.loads(frame.data)
                waiting = self.acknowledged.get(said.get("envelope_id"))
                if waiting is not None and not waiting.done():
                    waiting.set_result(said.get("payload") or {})
        return socket

    async def _respond(self, request: web.Request) -> web.Response:
        given = await request.json()
        fault = None if given.get("delete_original") else fault_of_message(given)
        fault = "expired_url" if self.expired else fault
        await self._note(Call("respond", {**given, "to": request.match_info["name"]}, fault))
        return web.Response(text="ok") if fault is None else web.Response(status=400, text=fault)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        upload = self.files[request.match_info["name"]]
        granted = request.headers.get("Authorization") == f"Bearer {TOKEN}"
        await self._note(Call("download", {"name": upload.name}, None if granted else "no_token"))
        if upload.login or not granted:
            return web.Response(status=302, headers={"Location": f"{self.address}/login"})
        return web.Response(body=upload.content, content_type="application/octet-stream")

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        given = await _given(request)
        await asyncio.sleep(self.faults.seconds.get(method, 0))
        if self.faults.limited[method] > 0:
            self.faults.limited[method] -= 1
            await self._note(Call(method, given, "ratelimited"))
            return web.json_response(
                {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "1"}
            )
        wrong_token = request.headers.get("Authorization") not in (f"Bearer {TOKEN}", f"Bearer {APP_TOKEN}")
        error = "invalid_auth" if wrong_token else self.faults.refused.get(method)
        done = {} if error else self._do(method, given)
        error = error or done.get("error")
        await self._note(Call(method, given, error))
        if self.faults.unanswered[method] > 0:
            self.faults.unanswered[method] -= 1
            assert request.transport is not None
            request.transport.close()
        return web.json_response(
            {"ok": error is None, **done, **({"error": error} if error else {})},
            headers={"x-oauth-scopes": self.scopes},
        )

    async def _note(self, call: Call) -> None:
        async with self._changed:
            self.calls.append(call)
            self._changed.notify_all()

    def _do(self, method: str, given: Json) -> Json:
        known = {
            "auth.test": self._auth_test,
            "apps.connections.open": self._open_connection,
            "users.info": self._user,
            "chat.postMessage": self._post,
            "chat.postEphemeral": self._post_ephemeral,
            "chat.update": self._update,
            "chat.delete": self._delete,
            "conversations.replies": self._replies,
            "conversations.history": self._history,
            "pins.add": self._pin,
            "pins.remove": self._unpin,
            "usergroups.users.list": self._group,
            "files.info": self._file,
            "views.open": self._view,
            "views.publish": self._view,
            "assistant.threads.setStatus": self._nothing,
            "assistant.threads.setSuggestedPrompts": self._nothing,
        }
        return known[method](given) if method in known else {"error": "unknown_method"}

    def _nothing(self, _given: Json) -> Json:
        return {}

    def _auth_test(self, _given: Json) -> Json:
        return {
            "user_id": BOT,
            "bot_id": BOT_ID,
            "team_id": TEAM,
            "user": "deepseek",
            "team": "Team",
            "url": "https://team.example/",
        }

    def _open_connection(self, _given: Json) -> Json:
        return {"url": f"{self.address.replace('http', 'ws', 1)}/socket?ticket={next(self._numbers)}"}

    def _user(self, given: Json) -> Json:
        user = given["user"]
        known = {"id": user, "name": user.lower(), "locale": self.locales.get(user, "en-US")}
        return {"user": {**known, "is_admin": user in self.admins}}

    def _group(self, given: Json) -> Json:
        name = given["usergroup"]
        return {"users": self.groups[name]} if name in self.groups else {"error": "no_such_subteam"}

    def _file(self, given: Json) -> Json:
        name = given["file"]
        if name not in self.files:
            return {"error": "file_not_found"}
        upload = self.files[name]
        address = f"{self.elsewhere or self.address}/files/{name}"
        return {
            "file": {"id": name, "name": upload.name, "size": upload.size, "url_private_download": address}
        }

    def _pin(self, given: Json) -> Json:
        place = (given["channel"], given["timestamp"])
        if place in self.pinned:
            return {"error": "already_pinned"}
        self.pinned.add(place)
        return {}

    def _unpin(self, given: Json) -> Json:
        place = (given["channel"], given["timestamp"])
        if place not in self.pinned:
            return {"error": "no_pin"}
        self.pinned.remove(place)
        return {}

    def _post(self, given: Json) -> Json:
        if fault := fault_of_message(given):
            return {"error": fault}
        channel = given["channel"]
        if channel in self.closed:
            return {"error": "not_in_channel"}
        channel = f"D{channel}" if channel.startswith("U") else channel
        message = {
            **given,
            "type": "message",
            "user": BOT,
            "bot_id": BOT_ID,
            "ts": self.time(),
            "channel": channel,
        }
        self.messages[channel].append(message)
        return {"channel": channel, "ts": message["ts"], "message": message}

    def _post_ephemeral(self, given: Json) -> Json:
        fault = fault_of_message(given)
        return {"error": fault} if fault else {"message_ts": self.time()}

    def _update(self, given: Json) -> Json:
        if fault := fault_of_message(given):
            return {"error": fault}
        for message in self.messages[given["channel"]]:
            if message["ts"] == given["ts"] and message.get("user") == BOT:
                message.update(given)
                return {"channel": given["channel"], "ts": given["ts"]}
        return {"error": "message_not_found"}

    def _delete(self, given: Json) -> Json:
        messages = self.messages[given["channel"]]
        left = [message for message in messages if message["ts"] != given["ts"]]
        self.messages[given["channel"]] = left
        return {} if len(left) < len(messages) else {"error": "message_not_found"}

    def _replies(self, given: Json) -> Json:
        root = given["ts"]
        return {
            "messages": list(self._chosen(given, lambda each: root in (each["ts"], each.get("thread_ts"))))
        }

    def _history(self, given: Json) -> Json:
        return {"messages": list(self._chosen(given, lambda each: not each.get("thread_ts")))}

    def _chosen(self, given: Json, is_in: Callable[[Json], bool]) -> Iterator[Json]:
        for message in self.messages[given["channel"]]:
            shown = dict(message)
            if str(given.get("include_all_metadata", "")).lower() not in ("true", "1"):
                shown.pop("metadata", None)
            late = float(message["ts"]) > float(given.get("latest") or "inf")
            if is_in(message) and not late and float(message["ts"]) >= float(given.get("oldest") or 0):
                yield shown

    def _view(self, given: Json) -> Json:
        fault = fault_of_view(given["view"])
        return {"error": f"invalid_arguments: {fault}"} if fault else {"view": {"id": self.name("V")}}


@asynccontextmanager
async def open_workspace() -> AsyncIterator[Workspace]:
    """Open a Slack that nobody has connected to yet."""
    workspace = Workspace()
    runner = web.AppRunner(workspace.application(), shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    workspace.address = f"http://{host}:{port}"
    try:
        yield workspace
    finally:
        await runner.cleanup()


async def _given(request: web.Request) -> Json:
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        given.update(await request.json())
    elif request.method == "POST":
        given.update({key: str(value) for key, value in (await request.post()).items()})
    for key in ("blocks", "view", "metadata", "prompts"):
        if isinstance(given.get(key), str):
            given[key] = json.loads(given[key])
    return given
