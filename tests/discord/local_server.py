"""A small Discord on the loopback: enough of its REST API and gateway for one bot, with faults to order."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from aiohttp import WSMsgType, web

BOT, APPLICATION, GUILD, CHANNEL = 900, 901, 100, 101
TOKEN = "OTAwMDAwMDAwMDAwMDAwMDAw.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789"  # noqa: S105 - of nobody
_EPOCH = 1420070400000
_NOW = "2026-11-23T12:00:00.000000+00:00"

Record = dict[str, Any]


@dataclass
class Session:
    """A gateway session: its events are numbered, and sent again when it is resumed."""

    id: str
    shard: int = 0
    events: list[Record] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None


@dataclass
class LocalDiscord:
    """What happens is written down; the next faults are set by the story."""

    address: str = ""
    token: str = TOKEN
    heartbeat_ms: int = 40_000
    acknowledge_heartbeats: bool = True
    shards: int = 1
    requests: list[tuple[str, str, Any]] = field(default_factory=list)
    messages: dict[int, Record] = field(default_factory=dict)
    answers: list[Record] = field(default_factory=list)
    nonces: dict[str, int] = field(default_factory=dict)
    shown: dict[str, list[Record]] = field(default_factory=dict)
    """What was shown to who gave a command or pressed, by the token of that, newest last."""
    pinned: list[int] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    commands: list[Record] = field(default_factory=list)
    identified: list[Record] = field(default_factory=list)
    resumed: list[Record] = field(default_factory=list)
    sessions: dict[str, Session] = field(default_factory=dict)
    refuse_next: list[Callable[[str, str], web.Response | None]] = field(default_factory=list)
    slow_seconds: float = 0.0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _next: int = 5000

    def snowflake(self) -> int:
        """Return an id of now."""
        self._next += 1
        return ((1_795_435_200_000 - _EPOCH) << 22) + self._next

    async def ask(self, text: str, author: int = 200, **more: Any) -> int:
        """Let somebody write in the channel; return the message's id."""
        identifier = self.snowflake()
        message = {
            "id": str(identifier),
            "channel_id": str(CHANNEL),
            "guild_id": str(GUILD),
            "author": _user(author, f"user{author}"),
            "member": {"roles": [], "joined_at": _NOW, "deaf": False, "mute": False, "flags": 0},
            "content": text,
            "mentions": [_user(BOT, "bot", bot=True)] if f"<@{BOT}>" in text else [],
            **_blank(),
            **more,
        }
        self.messages[identifier] = message
        await self.dispatch("MESSAGE_CREATE", message)
        return identifier

    async def dispatch(self, name: str, data: Record) -> None:
        """Send an event to every session, or keep it for the resume."""
        for session in self.sessions.values():
            event = {"op": 0, "t": name, "s": len(session.events) + 1, "d": data}
            session.events.append(event)
            if session.socket is not None and not session.socket.closed:
                await session.socket.send_str(json.dumps(event))

    async def drop(self, code: int = 1006) -> None:
        """Let every connection break."""
        for session in self.sessions.values():
            if session.socket is not None:
                await session.socket.close(code=code)

    async def until(self, met: Callable[[], object], seconds: float = 10.0) -> None:
        """Wait for something to have happened here."""
        async with asyncio.timeout(seconds), self.changed:
            await self.changed.wait_for(lambda: bool(met()))

    async def note(self) -> None:
        """Say that something has happened."""
        async with self.changed:
            self.changed.notify_all()

    def answers_to(self, message: int) -> list[Record]:
        """Return the replies to a message."""
        return [each for each in self.answers if _replied(each) == message]

    def count(self, method: str, ending: str) -> int:
        """Count requests."""
        return len([1 for verb, path, _ in self.requests if verb == method and path.endswith(ending)])


@asynccontextmanager
async def open_discord(**settings: Any) -> AsyncIterator[LocalDiscord]:
    """Serve on a free port of the loopback."""
    local = LocalDiscord(**settings)
    app = web.Application()
    app.router.add_get("/gateway/", partial(_gateway, local))
    app.router.add_get("/files/{name}", partial(_file, local))
    app.router.add_route("*", "/api/v10/{path:.*}", partial(_rest, local))
    runner = web.AppRunner(app, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server = site._server
    assert isinstance(server, asyncio.Server)
    port = server.sockets[0].getsockname()[1]
    local.address = f"http://127.0.0.1:{port}/api/v10"
    try:
        yield local
    finally:
        await local.drop(1001)
        await runner.cleanup()


async def _gateway(local: LocalDiscord, request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    await socket.send_str(
        json.dumps({"op": 10, "d": {"heartbeat_interval": local.heartbeat_ms}, "s": None, "t": None})
    )
    async for frame in socket:
        if frame.type is not WSMsgType.TEXT:
            continue
        said = json.loads(frame.data)
        match said["op"]:
            case 1 if local.acknowledge_heartbeats:
                await socket.send_str(json.dumps({"op": 11, "d": None, "s": None, "t": None}))
            case 2:
                await _identify(local, socket, said["d"], request)
            case 6:
                await _resume(local, socket, said["d"])
        await local.note()
    return socket


async def _identify(
    local: LocalDiscord, socket: web.WebSocketResponse, data: Record, request: web.Request
) -> None:
    local.identified.append(data)
    if data["token"] != local.token:
        await socket.close(code=4004)
        return
    shard, _ = data.get("shard", [0, 1])
    session = Session(f"session{len(local.identified)}", shard, socket=socket)
    local.sessions[session.id] = session
    ready = {
        "v": 10,
        "user": _user(BOT, "bot", bot=True),
        "guilds": [{"id": str(GUILD), "unavailable": True}],
        "session_id": session.id,
        "resume_gateway_url": f"ws://{request.host}/gateway/",
        "shard": [shard, local.shards],
        "application": {"id": str(APPLICATION), "flags": 0},
    }
    for number, (name, body) in enumerate((("READY", ready), ("GUILD_CREATE", _guild())), 1):
        event = {"op": 0, "t": name, "s": number, "d": body}
        session.events.append(event)
        await socket.send_str(json.dumps(event))


async def _resume(local: LocalDiscord, socket: web.WebSocketResponse, data: Record) -> None:
    local.resumed.append(data)
    session = local.sessions.get(data["session_id"])
    if session is None:
        await socket.send_str(json.dumps({"op": 9, "d": False, "s": None, "t": None}))
        return
    session.socket = socket
    for event in session.events[data["seq"] :]:
        await socket.send_str(json.dumps(event))
    await socket.send_str(json.dumps({"op": 0, "t": "RESUMED", "s": len(session.events), "d": {}}))


async def _file(local: LocalDiscord, request: web.Request) -> web.Response:
    return web.Response(body=local.files[request.match_info["name"]])


async def _rest(local: LocalDiscord, request: web.Request) -> web.StreamResponse:
    path = "/" + request.match_info["path"]
    body = (
        await request.json() if request.can_read_body and request.content_type == "application/json" else None
    )
    local.requests.append((request.method, path, body))
    try:
        for fault in list(local.refuse_next):
            if (refusal := fault(request.method, path)) is not None:
                local.refuse_next.remove(fault)
                return refusal
        if (
            request.headers.get("Authorization") != f"Bot {local.token}"
            and "/interactions/" not in path
            and "/webhooks/" not in path
        ):
            return json_response({"message": "401: Unauthorized", "code": 0}, 401)
        if local.slow_seconds and request.method == "POST" and path.endswith("/messages"):
            await asyncio.sleep(local.slow_seconds)
        return _answer(local, request, path, body)
    finally:
        await local.note()


def json_response(value: Any, status: int = 200, **headers: str) -> web.Response:
    """Return JSON as Discord labels it; the client reads nothing else as JSON."""
    body = json.dumps(value).encode()
    return web.Response(body=body, status=status, headers={"Content-Type": "application/json", **headers})


def _answer(local: LocalDiscord, request: web.Request, path: str, body: Any) -> web.Response:
    parts = path.strip("/").split("/")
    for room in (_account, _commands, _messages, _rest_of_it):
        if (found := room(local, request, [request.method, *parts], body)) is not None:
            return found
    return json_response({"message": "Unknown", "code": 10008}, 404)


def _account(local: LocalDiscord, request: web.Request, parts: list[str], _body: Any) -> web.Response | None:
    match parts:
        case ["GET", "users", "@me"]:
            return json_response(_user(BOT, "bot", bot=True))
        case ["GET", "users", "@me", "guilds"]:
            guild = {"id": str(GUILD), "name": "The village", "icon": None, "owner": False}
            return json_response([{**guild, "permissions": "0", "features": []}])
        case ["GET", "oauth2", "applications", "@me"]:
            return json_response(_application())
        case ["GET", "gateway", "bot"]:
            limits = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 16}
            address = f"ws://{request.host}/gateway/"
            return json_response({"url": address, "shards": local.shards, "session_start_limit": limits})
    return None


def _commands(local: LocalDiscord, _request: web.Request, parts: list[str], body: Any) -> web.Response | None:
    match parts:
        case ["GET", "applications", _, "commands"]:
            return json_response(local.commands)
        case ["PUT", "applications", _, "commands"]:
            added = {"application_id": str(APPLICATION), "version": "1"}
            local.commands = [
                {"description": "", **command, "id": str(local.snowflake()), **added} for command in body
            ]
            return json_response(local.commands)
    return None


def _messages(local: LocalDiscord, request: web.Request, parts: list[str], body: Any) -> web.Response | None:
    match parts:
        case ["POST", "channels", channel, "messages"]:
            return json_response(_post(local, int(channel), body))
        case ["GET", "channels", channel, "messages"]:
            return json_response(_history(local, request, channel))
        case ["GET", "channels", _, "messages", message] if int(message) in local.messages:
            return json_response({**local.messages[int(message)], "pinned": int(message) in local.pinned})
        case ["PATCH", "channels", _, "messages", message] if int(message) in local.messages:
            local.messages[int(message)].update(body)
            return json_response(local.messages[int(message)])
        case ["DELETE", "channels", _, "messages", message] if int(message) in local.messages:
            del local.messages[int(message)]
            local.pinned = [each for each in local.pinned if each != int(message)]
            return web.Response(status=204)
    return None


def _rest_of_it(
    local: LocalDiscord, _request: web.Request, parts: list[str], body: Any
) -> web.Response | None:
    match parts:
        case ["GET", "channels", channel]:
            return json_response(_channel(int(channel)))
        case ["PATCH", "webhooks", _, token, "messages", _] | ["POST", "webhooks", _, token]:
            local.shown.setdefault(token, []).append(_post(local, CHANNEL, body))
            return json_response(local.shown[token][-1])
        case ["PUT" | "DELETE" as verb, "channels", _, "messages", "pins", message]:
            pinned = {*local.pinned, int(message)} if verb == "PUT" else {*local.pinned} - {int(message)}
            local.pinned = sorted(pinned)
            return web.Response(status=204)
        case ["POST", "interactions", identifier, _, "callback"]:
            done = {"id": identifier, "type": 2, "response_message_loading": True}
            done["response_message_id"] = str(local.snowflake())
            return json_response({"interaction": done, "resource": {"type": body["type"]}})
        case ["POST", "channels", _, "typing"] | ["PUT", "channels", *_]:
            return web.Response(status=204)
    return None


def _post(local: LocalDiscord, channel: int, body: Record) -> Record:
    nonce = body.get("nonce")
    if body.get("enforce_nonce") and nonce in local.nonces:
        return local.messages[local.nonces[nonce]]
    identifier = local.snowflake()
    message = {
        **_blank(),
        "id": str(identifier),
        "channel_id": str(channel),
        "author": _user(BOT, "bot", bot=True),
        "content": body.get("content") or "",
        "components": body.get("components") or [],
        "flags": body.get("flags", 0),
        "mentions": [],
    }
    if reference := body.get("message_reference"):
        message["message_reference"] = {key: str(value) for key, value in reference.items()}
        message["type"] = 19
    local.messages[identifier] = message
    local.answers.append(message)
    if nonce:
        local.nonces[nonce] = identifier
    return message


def _history(local: LocalDiscord, request: web.Request, channel: str) -> list[Record]:
    after, before = int(request.query.get("after", 0)), int(request.query.get("before", 1 << 63))
    here = [each for _, each in sorted(local.messages.items()) if each["channel_id"] == channel]
    found = [each for each in here if after < int(each["id"]) < before]
    return list(reversed(found[: int(request.query.get("limit", 50))]))


def _replied(message: Record) -> int:
    return int(message.get("message_reference", {}).get("message_id", 0))


def _blank() -> Record:
    return {
        "timestamp": _NOW, "edited_timestamp": None, "tts": False, "mention_everyone": False, "mention_roles": [],
        "attachments": [], "embeds": [], "pinned": False, "type": 0, "components": [], "flags": 0,
    }  # fmt: skip


def _user(identifier: int, name: str, *, bot: bool = False) -> Record:
    return {
        "id": str(identifier),
        "username": name,
        "discriminator": "0",
        "global_name": None,
        "avatar": None,
        "bot": bot,
    }


def _channel(identifier: int) -> Record:
    return {
        "id": str(identifier), "guild_id": str(GUILD), "type": 0, "name": "general", "position": 0,
        "permission_overwrites": [], "nsfw": False, "parent_id": None, "topic": None,
    }  # fmt: skip


def _guild() -> Record:
    everyone = {
        "id": str(GUILD),
        "name": "@everyone",
        "permissions": str((1 << 40) - 1 - 8),
        "position": 0,
        "color": 0,
        "hoist": False,
        "managed": False,
        "mentionable": False,
    }
    return {
        "id": str(GUILD), "name": "The village", "owner_id": "1", "roles": [everyone], "emojis": [], "features": [],
        "channels": [_channel(CHANNEL)], "threads": [], "members": [
            {"user": _user(BOT, "bot", bot=True), "roles": [], "joined_at": _NOW, "deaf": False, "mute": False, "flags": 0}
        ], "member_count": 2, "voice_states": [], "presences": [], "stickers": [], "preferred_locale": "en-US",
        "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0,
        "premium_tier": 0, "nsfw_level": 0, "system_channel_flags": 0, "large": False, "unavailable": False,
        "stage_instances": [], "guild_scheduled_events": [], "afk_timeout": 60, "description": None,
    }  # fmt: skip


def _application() -> Record:
    return {
        "id": str(APPLICATION), "name": "bot", "icon": None, "description": "", "bot_public": True,
        "bot_require_code_grant": False, "verify_key": "0" * 64, "owner": _user(1, "owner"), "flags": 0, "team": None,
        "summary": "", "rpc_origins": [], "tags": [], "install_params": None,
    }  # fmt: skip
