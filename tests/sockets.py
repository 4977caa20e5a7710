"""Which sockets a test may open: none, or those of this machine where a story needs a server."""

import socket
from typing import Any

import pytest

THIS_MACHINE = "127.0.0.1"
_connect = socket.socket.connect


def keep_to(monkeypatch: pytest.MonkeyPatch, *hosts: str) -> None:
    """Refuse every connection but those to the hosts, and to files of this machine."""

    def within(self: socket.socket, address: Any, /) -> None:
        if self.family != socket.AF_UNIX and address[0] not in hosts:
            raise AssertionError(f"a test connects to {address}")
        _connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", within)
