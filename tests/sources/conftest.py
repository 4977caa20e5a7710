"""An internet whose servers stand on this machine."""

import _socket
import socket
from typing import Any

import pytest

from tests.web import Internet


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> Internet:
    """Names and servers of the story's own; connections to 127.0.0.1 are allowed, and no others."""

    def connect(self: socket.socket, address: Any, /) -> None:
        assert address[0] == "127.0.0.1", f"a test connects to {address}"
        _socket.socket.connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    return Internet()
