"""An internet of one machine: names and addresses that a story makes up, behind which local servers stand."""

import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from retrieval.sources.fetching import Fetcher, Limits

PUBLIC = "93.184.215.14"
"""An address of the public internet. Nothing connects to it: it is routed to a server of this machine."""
Reply = Callable[[BaseHTTPRequestHandler], None]


def page(content: bytes, media_type: str | None = "text/plain", status: int = 200, **headers: str) -> Reply:
    """Return a reply with a body; `Content_Encoding` names the header Content-Encoding."""

    def reply(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        if media_type is not None:
            request.send_header("Content-Type", media_type)
        request.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(content)

    return reply


def redirect(location: str, status: int = 302) -> Reply:
    return page(b"", status=status, Location=location)


class Site:
    """A server on 127.0.0.1 that replies as the story says and remembers what it was asked."""

    def __init__(self, pages: dict[str, Reply], secured: ssl.SSLContext | None) -> None:
        self.pages = pages
        self.asked: list[tuple[str | None, str]] = []
        self.headers: list[Any] = []
        site = self

        class Listener(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.headers["Host"], self.path))
                site.headers.append(self.headers)
                try:
                    site.pages.get(self.path, page(b"", status=404))(self)
                except OSError:
                    self.close_connection = True  # the other side has had enough

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a refused handshake is the story
        if secured:
            self.server.socket = secured.wrap_socket(self.server.socket, server_side=True)
        self.port = int(self.server.server_address[1])


@dataclass
class Internet:
    """Names with their addresses, which may differ at each look-up, and the servers behind the addresses."""

    names: dict[str, list[Sequence[str]]] = field(default_factory=dict)
    servers: dict[str, int] = field(default_factory=dict)
    looked_up: list[str] = field(default_factory=list)
    dialled: list[tuple[str, int]] = field(default_factory=list)
    trust: ssl.SSLContext | None = None

    def resolve(self, host: str, port: int) -> Sequence[str]:
        self.looked_up.append(host)
        if host not in self.names:
            # A number in any form is what the machine's own resolver makes of it; no server is asked.
            return [str(found[4][0]) for found in socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST)]
        answers = self.names[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def route(self, address: str, port: int) -> tuple[str, int]:
        self.dialled.append((address, port))
        return "127.0.0.1", self.servers[address]

    def fetcher(self, size: int = 100_000, seconds: float = 5.0, redirects: int = 5) -> Fetcher:
        limits = Limits(size, redirects, seconds, attempts=3, pause=0.001)
        return Fetcher(limits, self.resolve, self.route, self.trust)

    @contextmanager
    def site(
        self,
        pages: dict[str, Reply],
        name: str = "site.example",
        address: str = PUBLIC,
        secured: ssl.SSLContext | None = None,
    ) -> Iterator[Site]:
        site = Site(pages, secured)
        self.names.setdefault(name, [[address]])
        self.servers[address] = site.port
        thread = Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.server.shutdown()
            site.server.server_close()
            thread.join()
