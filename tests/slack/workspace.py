"""A small Slack on 127.0.0.1: Web API, Socket Mode, response addresses. It refuses what Slack refuses, and can misbehave."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import WSMsgType, web

from tests.slack.methods import Methods
from tests.slack.rules import fault_of_message
from tests.slack.state import APP_TOKEN, BOT, BOT_ID, SCOPES, SECRET, TEAM, TOKEN, Call, Faults, Json

__all__ = [
    "APP_TOKEN",
    "BOT",
    "BOT_ID",
    "SCOPES",
    "SECRET",
    "TEAM",
    "TOKEN",
    "Call",
    "Faults",
    "Json",
    "Workspace",
    "open_workspace",
]


MOST_ANSWERS = 5
"""So often a response address may be used."""


class Workspace(Methods):
    """Somebody at the other end of the line: sockets and HTTP."""

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
        self.answered[request.match_info["name"]] += 1
        fault = "used_url" if self.answered[request.match_info["name"]] > MOST_ANSWERS else fault
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
        done = {} if error else self.do(method, given)
        error = error or done.get("error")
        if self.tells and method == "chat.delete" and not error:
            await self._tell_of_deletion(given)
        await self._note(Call(method, given, error))
        if self.faults.unanswered[method] > 0:
            self.faults.unanswered[method] -= 1
            assert request.transport is not None
            request.transport.close()
        return web.json_response(
            {"ok": error is None, **done, **({"error": error} if error else {})},
            headers={"x-oauth-scopes": self.scopes},
        )

    async def _tell_of_deletion(self, given: Json) -> None:
        """Say that a message is gone, as Slack does, whoever deleted it, and maybe before the call is answered."""
        gone = {"type": "message", "subtype": "message_deleted", "channel": given["channel"], "hidden": True}
        before = {"ts": given["ts"], "user": BOT}
        await self.event({**gone, "deleted_ts": given["ts"], "ts": self.time(), "previous_message": before})
        await asyncio.sleep(0.1)

    async def _note(self, call: Call) -> None:
        async with self._changed:
            self.calls.append(call)
            self._changed.notify_all()


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
