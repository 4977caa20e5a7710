"""What every platform hears and says: the nouns between adapters and conversation."""

from dataclasses import dataclass
from typing import Protocol

from retrieval import Answer


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """A question as it came in; `thread` names what follow-ups share."""

    text: str
    thread: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One line to the person instead of an answer."""

    text: str


Reply = Answer | Notice


class Platform(Protocol):
    """Where people chat."""

    async def run(self) -> None:
        """Hear and answer until the platform ends or the task is cancelled."""
