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
from retrieval.reasons import Reason
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
        raise FetchError(Reason.TOO_MANY_REDIRECTS, host=first.host, most=self._limits.redirects)

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
        too_large = FetchError(Reason.DOWNLOAD_TOO_LARGE, host=url.host, megabytes=size / 1e6)
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
            raise Unreachable(Reason.BROKEN_OFF, host=url.host)
        return bytes(content)


@cache
def _keep_retries_off_the_terminal() -> None:
    # stamina logs each of them as a warning, which Python prints where no logging is set up.
    logging.getLogger("stamina").addHandler(logging.NullHandler())


def read_address(address: str) -> httpx.URL:
    """Return a fetchable address taken apart, without its fragment. Raises FetchError."""
    shown = address[:100]
    try:
        url = httpx.URL(address.strip())
    except (httpx.InvalidURL, ValueError):
        raise FetchError(Reason.NOT_AN_ADDRESS, address=shown) from None
    host = url.raw_host.decode("ascii")
    if url.scheme not in ("http", "https") or not host or "%" in host:
        raise FetchError(Reason.NOT_OF_THE_WEB, address=shown)
    if len(address) > LONGEST_ADDRESS:
        raise FetchError(Reason.ADDRESS_TOO_LONG, address=shown, most=LONGEST_ADDRESS)
    if url.userinfo:
        raise FetchError(Reason.ADDRESS_WITH_NAME, host=url.host)
    if url.port is not None and url.port not in PORTS:
        ports = ", ".join(map(str, sorted(PORTS)))
        raise FetchError(Reason.OTHER_PORT, host=url.host, port=str(url.port), ports=ports)
    if _NUMBER.fullmatch(host.rstrip(".").split(".")[-1]) and not _PLAIN_NUMBERS.fullmatch(host):
        raise FetchError(Reason.DISGUISED_NUMBER, host=host)
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
        raise FetchError(Reason.REDIRECTED_NOWHERE, host=url.host, target=location[:100]) from None
    if (url.scheme, target.scheme) == ("https", "http"):
        raise FetchError(Reason.REDIRECTED_UNSAFELY, host=url.host)
    return target


def _accepted(url: httpx.URL, response: httpx.Response) -> str | None:
    if response.status_code in _PASSING:
        raise Unreachable(Reason.PASSING_STATUS, host=url.host, status=str(response.status_code))
    if response.status_code != httpx.codes.OK:
        raise FetchError(Reason.OTHER_STATUS, host=url.host, status=str(response.status_code))
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if media_type and media_type not in MEDIA_TYPES:
        raise FetchError(Reason.OTHER_TYPE, host=url.host, type=media_type[:60])
    return media_type or None


def _unpacker(url: httpx.URL, encoding: str) -> "zlib._Decompress | None":
    match encoding.strip().lower():
        case "identity" | "":
            return None
        case "gzip" | "x-gzip":
            return zlib.decompressobj(zlib.MAX_WBITS | 16)
    raise FetchError(Reason.OTHER_PACKING, host=url.host, packing=encoding[:40])


@contextmanager
def _translated(host: str, deadline: Deadline) -> Iterator[None]:
    try:
        yield
    except (httpcore.TimeoutException, httpx.TimeoutException):
        raise deadline.missed() from None
    except httpcore.ConnectError:
        raise Unreachable(Reason.NO_TLS, host=host) from None
    except (httpcore.NetworkError, httpcore.RemoteProtocolError):
        raise Unreachable(Reason.BROKEN_OFF, host=host) from None
    except (
        httpcore.ProtocolError,
        httpcore.UnsupportedProtocol,
        httpx.HTTPError,
        httpx.InvalidURL,
        ValueError,
    ):
        raise FetchError(Reason.NO_HTTP, host=host) from None
    except zlib.error:
        raise FetchError(Reason.NOT_UNPACKED, host=host) from None
