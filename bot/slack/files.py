"""Files that people share on Slack: which one is meant, and its bytes, fetched with our token from Slack and nobody else."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import SlackRefused, SlackUnreachable, call
from retrieval import Upload

MOST_BYTES = 20_000_000
_SECONDS = 60
_PIECE = 65_536
_OK = 200


class Fault(StrEnum):
    """Why there is no file to read."""

    NONE = "none"
    LARGE = "large"
    UNSEEN = "unseen"


class FileFault(Exception):
    """A file that cannot be had, and why."""

    def __init__(self, fault: Fault) -> None:
        """Keep why."""
        super().__init__(fault.value)
        self.fault = fault


class Files:
    """Reads what was shared where the bot may look."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        """Take the Web API and the session for downloads."""
        self._client = client
        self._session = session

    async def of(self, message: Mapping[str, Any]) -> Upload:
        """Return the one file of a message. Raises FileFault, SlackRefused and SlackUnreachable."""
        shared = message.get("files") or []
        if len(shared) != 1:
            raise FileFault(Fault.NONE)
        file = await self._described(str(shared[0].get("id", "")))
        if int(file.get("size") or 0) > MOST_BYTES:
            raise FileFault(Fault.LARGE)
        address = str(file.get("url_private_download") or "")
        if not self._is_slacks(address):  # our token goes to nobody else
            raise FileFault(Fault.UNSEEN)
        return Upload(str(file.get("name") or ""), await self._download(address))

    async def _described(self, identifier: str) -> dict[str, Any]:
        try:
            found = await call(self._client.files_info(file=identifier))
        except SlackRefused as error:
            if error.code in ("file_not_found", "file_deleted", "not_in_channel", "access_denied"):
                raise FileFault(Fault.UNSEEN) from error
            raise
        file: dict[str, Any] = found.get("file") or {}
        return file

    def _is_slacks(self, address: str) -> bool:
        given, own = urlsplit(address), urlsplit(self._client.base_url)
        if (given.scheme, given.netloc) == (own.scheme, own.netloc):
            return True
        host = given.hostname or ""
        return given.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com"))

    async def _download(self, address: str) -> bytes:
        token = {"Authorization": f"Bearer {self._client.token}"}
        limit = aiohttp.ClientTimeout(total=_SECONDS)
        content = bytearray()
        try:
            # Who may not see a file is led to a page to log in.
            async with self._session.get(
                address, headers=token, allow_redirects=False, timeout=limit
            ) as response:
                if response.status != _OK:
                    raise FileFault(Fault.UNSEEN)
                async for piece in response.content.iter_chunked(_PIECE):
                    content += piece
                    if len(content) > MOST_BYTES:
                        raise FileFault(Fault.LARGE)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise SlackUnreachable(f"a file: {type(error).__name__}") from error
        return bytes(content)
