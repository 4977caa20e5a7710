"""Authors as keyed hashes: the same person gets the same one, and nobody without the key can tell who it is."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

_BYTES = 32


class Identity:
    """Hashes names with one key."""

    def __init__(self, key: bytes) -> None:
        """Take the key; it must stay the same for as long as the rows that were hashed with it."""
        self._key = key

    def hash(self, name: str) -> str:
        """Return the keyed hash of a platform's name for a person, e.g. "discord:42"; "" stays ""."""
        return hmac.new(self._key, name.encode(), hashlib.sha256).hexdigest()[:32] if name else ""


def read_key(file: Path) -> bytes:
    """Return the key that a file holds; it is made when it is not there, readable by its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_bytes()
    with os.fdopen(handle, "wb") as opened:
        opened.write(secrets.token_hex(_BYTES).encode())
    return file.read_bytes()
