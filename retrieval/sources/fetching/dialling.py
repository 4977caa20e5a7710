"""How a connection reaches only an address that was checked, and ends at its deadline."""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from threading import Thread
from typing import Any

import httpcore

from retrieval.errors import FetchError
from retrieval.reasons import Reason
from retrieval.sources.fetching.public import is_public

Resolve = Callable[[str, int], Sequence[str]]
"""Gives the network addresses of a host; raises OSError."""
Route = Callable[[str, int], tuple[str, int]]
"""Gives where to connect for a checked address and port; in production the very same."""

_PATIENCE = 10.0
"""Seconds that one of a host's addresses may take to accept a connection, so that another gets its turn."""


class Unreachable(FetchError):
    """It may work in a moment."""


class Deadline:
    """The end of all that is done for one document."""

    def __init__(self, seconds: float, subject: str) -> None:
        """Count from now."""
        self._seconds = seconds
        self._subject = subject
        self._end = time.monotonic() + seconds

    def remaining(self) -> float:
        """Return the seconds left. Raises FetchError when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.missed()
        return left

    def missed(self) -> FetchError:
        """Return what to say when it has passed."""
        return FetchError(Reason.TOO_SLOW, host=self._subject, seconds=self._seconds)


def system_resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def straight(address: str, port: int) -> tuple[str, int]:
    """Connect to what was checked."""
    return address, port


class CheckedDialler(httpcore.NetworkBackend):
    """Resolves a name once, refuses it unless all its addresses are public, and connects to one of those very addresses.

    The name is not resolved again on the way, so an answer that changes in between gains nothing. TLS still names and
    verifies the host, because that happens above this.
    """

    def __init__(self, deadline: Deadline, resolve: Resolve, route: Route) -> None:
        """Nothing is resolved before a connection is asked for."""
        self._deadline = deadline
        self._resolve = resolve
        self._route = route
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect. Raises FetchError for an address that is not public, Unreachable if none answers."""
        addresses = self._looked_up(host, port)
        if inner := [address for address in addresses if not is_public(address)]:
            raise FetchError(Reason.NOT_PUBLIC, host=host, address=inner[0])
        for address in addresses:
            try:
                patience = min(self._deadline.remaining(), _PATIENCE)
                stream = self._backend.connect_tcp(
                    *self._route(address, port), patience, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            return _Bounded(stream, self._deadline)
        raise Unreachable(Reason.NOT_REACHED, host=host, port=str(port))

    def _looked_up(self, host: str, port: int) -> Sequence[str]:
        # The system's resolver knows no time limit of ours, so it is waited for from outside.
        answer: list[Sequence[str] | Exception] = []

        def look_up() -> None:
            try:
                answer.append(self._resolve(host, port))
            except (OSError, UnicodeError) as error:
                answer.append(error)

        thread = Thread(target=look_up, daemon=True)
        thread.start()
        thread.join(self._deadline.remaining())
        if not answer:
            raise self._deadline.missed()
        if isinstance(answer[0], Exception) or not answer[0]:
            raise Unreachable(Reason.NO_SUCH_HOST, host=host)
        return answer[0]


class _Bounded(httpcore.NetworkStream):
    """A stream whose every step ends at the deadline, so that dripping bytes win no time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.remaining())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.remaining())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        try:
            secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.remaining())
        except httpcore.ConnectError as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                raise FetchError(Reason.NO_CERTIFICATE, host=str(server_hostname)) from None
            raise
        return _Bounded(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's own signature
        return self._stream.get_extra_info(info)
