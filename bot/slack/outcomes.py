"""What comes of a click: what is said, and whether what was clicked on is done with (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.rendering import Message, notice


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a person is told. If it `settles` what was clicked on, nobody needs its buttons any more."""

    said: Sequence[Message]
    settles: bool = False


def told(words: str) -> Outcome:
    """Return a line for the one who clicked; what was clicked on stays."""
    return Outcome([notice(words)])


def settled(words: str) -> Outcome:
    """Return a line that says how the matter ended."""
    return Outcome([notice(words)], settles=True)
