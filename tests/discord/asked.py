"""An answer to press on."""

from typing import Any

from tests.discord.stage import Stage


async def answered(stage: Stage) -> Any:
    """Let Alice ask in the channel, and return the answer."""
    await stage.alice.send(stage.channel, f"{stage.bot} What happened?")
    return stage.ours()[-1]
