"""How the bytes of a public document are fetched: which addresses may be asked, how far, how much and for how long."""

import logging
import re
import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import httpcore
import httpx
import stamina

from retrieval.errors import FetchError
from retrieval.sources.fetching.dialling import (
    CheckedDialler,
    Deadline,
    Resolve,
    Route,
    Unreachable,
    straight,
    system_resolve,
)
from retrieval.sources.media import MEDIA_TYPES

PORTS = frozenset({80, 443, 8080, 8443})
"""What public sites listen on; whatever else answers there speaks another protocol."""
LONGEST_ADDRESS = 2000
_PASSING = frozenset({429, 502, 503, 504})
_NUMBER = re.compile(r"(0x[0-9a-f]*|\d+)", re.IGNORECASE)
_PLAIN_NUMBERS = re.compile(r"(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}")
_AGENT = "deepseek-bot/0.1 (fetches single documents that its admins ask for)"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a fetch may take: bytes as sent and as unpacked, redirects, seconds for all of it, and attempts."""

    size: int
    redirects: int
    seconds: float
    attempts: int = 3
    pause: float = 0.5


@dataclass(frozen=True, slots=True)
class Download:
    """What an address gave; `media_type` and `charset` are what the server claims."""

    content: bytes
    media_type: str | None
    charset: str | None


class Fetcher:
    """Fetches one document at a time; safe to share between threads."""

    def __init__(
        self,
        limits: Limits,
        resolve: Resolve = system_resolve,
        route: Route = straight,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        """Take the network's doors and, instead of the usual authorities, whom to trust: a test may stand behind them."""
        self._limits = limits
        self._resolve = resolve
        self._route = route
        self._trust = trust

    def fetch(self, address: str) -> Download:
        """Fetch a document, with retries while its server is not to be reached. Raises FetchError."""
        _keep_retries_off_the_terminal()
        url = read_address(address)
        deadline = Deadline(self._limits.seconds, url.host)
        pause = self._limits.pause
        for attempt in stamina.retry_context(
            on=Unreachable,
            attempts=self._limits.attempts,
            timeout=self._limits.seconds,
            wait_initial=pause,
            wait_jitter=pause,
            wait_max=4 * pause,
        ):
            with attempt:
                return self._follow(url, deadline)
        raise deadline.missed()

    def _follow(self, first: httpx.URL, deadline: Deadline) -> Download:
        url = first
        for _ in range(self._limits.redirects + 1):
            found = self._ask(url, deadline)
            if isinstance(found, Download):
                return found
            url = found
        raise FetchError(
            f"{first.host} redirects more than {self._limits.redirects} times: give the address it ends at"
        )

    def _ask(self, url: httpx.URL, deadline: Deadline) -> Download | httpx.URL:
        # No proxy of the environment: it would resolve the name itself, and nothing would have been checked.
        transport = _CheckedTransport(CheckedDialler(deadline, self._resolve, self._route), self._trust)
        with (
            _translated(url.host, deadline),
            httpx.Client(transport=transport, trust_env=False, follow_redirects=False) as client,
            client.stream("GET", url, headers={"User-Agent": _AGENT, "Accept-Encoding": "gzip"}) as response,
        ):
            if response.has_redirect_location:
                return _redirected(url, response.headers["Location"])
            media_type = _accepted(url, response)
            content = self._read(url, response)
            return Download(content, media_type, response.charset_encoding)

    def _read(self, url: httpx.URL, response: httpx.Response) -> bytes:
        size = self._limits.size
        too_large = FetchError(f"{url.host} sends more than {size / 1e6:g} MB: give a smaller document")
        if int(response.headers.get("Content-Length", "0")) > size:
            raise too_large
        unpacker = _unpacker(url, response.headers.get("Content-Encoding", "identity"))
        content, received = bytearray(), 0
        for piece in response.iter_raw():
            received += len(piece)
            content += unpacker.decompress(piece, size + 1 - len(content)) if unpacker else piece
            if received > size or len(content) > size:
                raise too_large
        if unpacker and not unpacker.eof:
            raise Unreachable(f"{url.host} broke off in the middle: try again later")
        return bytes(content)


@cache
def _keep_retries_off_the_terminal() -> None:
    # stamina logs each of them as a warning, which Python prints where no logging is set up.
    logging.getLogger("stamina").addHandler(logging.NullHandler())


def read_address(address: str) -> httpx.URL:
    """Return a fetchable address taken apart, without its fragment. Raises FetchError."""
    shown = repr(address[:100])
    try:
        url = httpx.URL(address.strip())
    except (httpx.InvalidURL, ValueError):
        raise FetchError(f"{shown} is not an address: write one that begins with https://") from None
    host = url.raw_host.decode("ascii")
    if url.scheme not in ("http", "https") or not host or "%" in host:
        raise FetchError(f"{shown}: only addresses that begin with https:// or http:// are fetched")
    if len(address) > LONGEST_ADDRESS:
        raise FetchError(f"{shown} goes on for more than {LONGEST_ADDRESS:,} characters: give a shorter one")
    if url.userinfo:
        raise FetchError(f"{url.host}: a name or password in an address is refused: leave out what ends in @")
    if url.port is not None and url.port not in PORTS:
        raise FetchError(f"{url.host}: port {url.port} is not one of {', '.join(map(str, sorted(PORTS)))}")
    if _NUMBER.fullmatch(host.rstrip(".").split(".")[-1]) and not _PLAIN_NUMBERS.fullmatch(host):
        raise FetchError(f"{host} is a number in disguise: give the host's name")
    return url.copy_with(fragment=None)


class _CheckedTransport(httpx.BaseTransport):
    """Carries requests over connections of our own dialling, each used once."""

    def __init__(self, dialler: CheckedDialler, trust: ssl.SSLContext | None) -> None:
        self._pool = httpcore.ConnectionPool(trust, max_keepalive_connections=0, network_backend=dialler)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        reply = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
            )
        )
        return httpx.Response(reply.status, headers=reply.headers, stream=_Body(reply))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The bytes of a reply as they arrive."""

    def __init__(self, reply: httpcore.Response) -> None:
        self._reply = reply

    def __iter__(self) -> Iterator[bytes]:
        yield from self._reply.iter_stream()

    def close(self) -> None:
        self._reply.close()


def _redirected(url: httpx.URL, location: str) -> httpx.URL:
    try:
        target = read_address(str(url.join(location)))
    except (httpx.InvalidURL, ValueError):
        raise FetchError(f"{url.host} redirects to {location[:100]!r}, which is not an address") from None
    if (url.scheme, target.scheme) == ("https", "http"):
        raise FetchError(
            f"{url.host} redirects from https to http, where anyone could change the text: refused"
        )
    return target


def _accepted(url: httpx.URL, response: httpx.Response) -> str | None:
    if response.status_code in _PASSING:
        raise Unreachable(f"{url.host} answers {response.status_code}: try again later")
    if response.status_code != httpx.codes.OK:
        raise FetchError(f"{url.host} answers {response.status_code}: check the address")
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if media_type and media_type not in MEDIA_TYPES:
        raise FetchError(
            f"{url.host} sends {media_type[:60]!r}: only HTML, plain text, Markdown and PDF are read"
        )
    return media_type or None


def _unpacker(url: httpx.URL, encoding: str) -> "zlib._Decompress | None":
    match encoding.strip().lower():
        case "identity" | "":
            return None
        case "gzip" | "x-gzip":
            return zlib.decompressobj(zlib.MAX_WBITS | 16)
    raise FetchError(f"{url.host} packs what it sends as {encoding[:40]!r}, which we did not ask for")


@contextmanager
def _translated(host: str, deadline: Deadline) -> Iterator[None]:
    try:
        yield
    except (httpcore.TimeoutException, httpx.TimeoutException):
        raise deadline.missed() from None
    except httpcore.ConnectError:
        raise Unreachable(f"{host} does not speak TLS on this port, or broke off: try again later") from None
    except (httpcore.NetworkError, httpcore.RemoteProtocolError):
        raise Unreachable(f"{host} broke off in the middle: try again later") from None
    except (
        httpcore.ProtocolError,
        httpcore.UnsupportedProtocol,
        httpx.HTTPError,
        httpx.InvalidURL,
        ValueError,
    ):
        raise FetchError(f"{host} does not speak HTTP as it should: check the address") from None
    except zlib.error:
        raise FetchError(f"{host} sends packed bytes that cannot be unpacked: try again later") from None
