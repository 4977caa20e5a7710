"""A server on this machine that speaks OpenAI's language and plays a model: an honest one, a liar, a broken one."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Request = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Play:
    """How a request is met: the text that streams out in pieces, and what happens after so many characters."""

    text: str = ""
    status: int = 200
    piece: int = 40
    dies_after: int | None = None
    stalls_after: int | None = None
    counts: bool = True
    pause: float = 0.0
    thoughts: str = ""


Part = Callable[[Request], Play]


@dataclass(slots=True)
class ModelServer:
    """Plays a part and remembers what it was asked. Stalling ends when the server does."""

    part: Part
    address: str = ""
    requests: list[Request] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    over: Event = field(default_factory=Event)


def material(request: Request) -> dict[str, Any]:
    """Return question and passages as the model is given them."""
    return dict(json.loads(request["messages"][1]["content"]))


def instructions(request: Request) -> str:
    return str(request["messages"][0]["content"])


def is_rewriting(request: Request) -> bool:
    return "last question" in material(request)


class Wire(BaseHTTPRequestHandler):
    """Meets requests as the part of its `model` says, in OpenAI's language; other providers' are children."""

    protocol_version = "HTTP/1.1"
    path_asked = "/v1/chat/completions"
    path_told = "/v1"
    content_type = "text/event-stream"
    model: ModelServer

    def do_POST(self) -> None:
        request = self.heard(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.model.requests.append(request)
        self.model.keys.append(self.headers.get("Authorization", ""))
        with suppress(BrokenPipeError, ConnectionResetError):
            play = self.model.part(request) if self.path == self.path_asked else Play(status=404)
            if play.status == 200:
                self._stream(play, calling=bool(request.get("tools")))
            else:
                self._refuse(play.status)
        self.close_connection = True

    def heard(self, request: Request) -> Request:
        """Return a request with what a model is told first, and what it is given second, as its messages."""
        return request

    def begin(self, play: Play, *, calling: bool) -> None:
        """Send what comes before the first piece."""
        if play.thoughts:
            self._event({"choices": [_choice({"role": "assistant", "reasoning_content": play.thoughts})]})

    def say(self, piece: str, *, calling: bool, begins: bool) -> None:
        delta = _called(piece, begins=begins) if calling else {"content": piece}
        self._event({"choices": [_choice({**({"role": "assistant"} if begins else {}), **delta})]})

    def end(self, play: Play) -> None:
        """Send what comes after the last piece, with the tokens that were counted."""
        self._event({"choices": [{**_choice({}), "finish_reason": "stop"}]})
        if play.counts:
            counted = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
            self._event({"choices": [], "usage": counted})
        self.wfile.write(b"data: [DONE]\n\n")

    def _stream(self, play: Play, *, calling: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", self.content_type)
        self.send_header("Connection", "close")
        self.end_headers()
        self.begin(play, calling=calling)
        for start in range(0, len(play.text), play.piece):
            self.say(play.text[start : start + play.piece], calling=calling, begins=not start)
            sent = start + play.piece
            time.sleep(play.pause)
            if play.dies_after is not None and sent >= play.dies_after:
                return
            if play.stalls_after is not None and sent >= play.stalls_after:
                self.model.over.wait(30)
                return
        self.end(play)

    def _refuse(self, status: int) -> None:
        body = json.dumps({"error": {"message": "no", "type": "none", "code": None}}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _event(self, event: dict[str, Any]) -> None:
        whole = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "played", **event}
        self.wfile.write(f"data: {json.dumps(whole)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serve(part: Part, wire: type[Wire] = Wire) -> Iterator[ModelServer]:
    """Play a part on a free port of this machine until the block ends."""
    server = ModelServer(part)
    handler = type("_OneWire", (wire,), {"model": server})
    listening = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    listening.daemon_threads = True
    server.address = f"http://127.0.0.1:{listening.server_address[1]}{wire.path_told}"
    thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        listening.shutdown()
        listening.server_close()
        thread.join()


def _called(piece: str, *, begins: bool) -> dict[str, Any]:
    """Return a piece of the arguments of the one call that a model's structure asks for."""
    named = {"id": "call", "type": "function", "function": {"name": "Draft", "arguments": piece}}
    return {"tool_calls": [{"index": 0, **(named if begins else {"function": {"arguments": piece}})}]}


def _choice(delta: dict[str, Any]) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "finish_reason": None}


def drafted(*statements: tuple[str, list[tuple[int, str]]]) -> str:
    """Return a draft in JSON: statements, each with the passages and the quotes it claims."""
    listed = [
        {"text": text, "quotes": [{"passage": number, "quote": quote} for number, quote in quotes]}
        for text, quotes in statements
    ]
    return json.dumps({"statements": listed}, ensure_ascii=False)


def always(text: str, **how: Any) -> Part:
    """Answer every request with one text."""
    return lambda _request: Play(text, **how)


def quoting(*statements: tuple[str, str], **how: Any) -> Part:
    """Make statements, each with a quote in the passage that has its first words, in the first passage if none has."""

    def part(request: Request) -> Play:
        passages = material(request)["passages"]
        return Play(
            drafted(*((text, [(_number(quote, passages), quote)]) for text, quote in statements)), **how
        )

    return part


def _number(quote: str, passages: list[dict[str, Any]]) -> int:
    return next((int(each["number"]) for each in passages if quote[:16] in each["text"]), 1)
