"""How Slack delivers by HTTP: signed, as JSON or as a form."""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp

from tests.slack.workspace import SECRET, Json


def signed(
    body: str | bytes, *, by: str = SECRET, age: float = 0.0, content: str = "application/json"
) -> dict[str, str]:
    """Return the headers with which Slack sends a body."""
    stamp = str(int(time.time() - age))
    words = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    made = hmac.new(by.encode(), f"v0:{stamp}:{words}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={made}", "Content-Type": content}


async def deliver(session: aiohttp.ClientSession, address: str, body: Json, **headers: str) -> int:
    """Send an event by HTTP, signed; return the status."""
    written = json.dumps(body)
    async with session.post(address, data=written, headers={**signed(written), **headers}) as response:
        return response.status


def form(payload: Json) -> str:
    """Write what Slack sends for clicks, shortcuts and views."""
    return urlencode({"payload": json.dumps(payload)})
