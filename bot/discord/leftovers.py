"""What a process that died amid pinning has left in a channel: known by its number, and deleted so that nothing stands twice."""

from datetime import timedelta

import discord

from bot.discord import names
from bot.discord.standing import shows
from bot.halfway import Begun

_POSTING = timedelta(hours=1)
"""How long after it was pressed for, a message is looked for: Discord may let us wait."""


class Leftovers:
    """Finds and deletes what was posted of a draft and never stored."""

    def __init__(self, client: discord.Client) -> None:
        """Look for nothing yet."""
        self._client = client

    async def take_down(self, begun: Begun) -> None:
        """Delete what stands of a draft. Raises discord.HTTPException."""
        # The first is the pinned one: while it stands, somebody can see that there is something left.
        for message in reversed(await self._left(begun)):
            try:
                await message.delete()
            except discord.NotFound:
                continue

    async def _left(self, begun: Begun) -> list[discord.Message]:
        """Return the messages that show a draft, the first of them first; none where the channel is gone."""
        where, press = names.find_message(begun.where)
        channel = self._client.get_partial_messageable(where)
        after = discord.Object(press)  # ids grow with the time, by Discord's own clock
        before = after.created_at + _POSTING
        try:
            return [
                message
                async for message in channel.history(
                    limit=None, after=after, before=before, oldest_first=True
                )
                if message.author == self._client.user and shows(message, begun.id)
            ]
        except discord.NotFound:
            return []
