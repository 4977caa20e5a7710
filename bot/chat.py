"""What every platform hears and says: the nouns between adapters and conversation."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from retrieval import Answer


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """A question as it came in. Names carry their platform, e.g. "discord:42", so that two never share one.

    `thread` is what follow-ups share; `asked` names the message that holds the question, where there is one.
    `earlier` gives the thread's questions as the platform shows them, for a bot that has been restarted since.
    """

    text: str
    thread: str
    author: str = ""
    channel: str = ""
    place: str = ""
    asked: str = ""
    earlier: tuple[str, ...] = ()

    @property
    def platform(self) -> str:
        """The part of the thread's name before the colon."""
        return self.thread.partition(":")[0]


class Trouble(StrEnum):
    """Why there is no answer; platforms show `LIMIT`, `BUSY` and `NOT_ALLOWED` to the asker only."""

    QUESTION = "question"
    LIMIT = "limit"
    BUSY = "busy"
    LATE = "late"
    FAILED = "failed"
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True)
class Notice:
    """One line to the person instead of an answer; `reference` is also in the log."""

    text: str
    trouble: Trouble
    reference: str | None = None


Reply = Answer | Notice


class Platform(Protocol):
    """Where people chat."""

    async def run(self) -> None:
        """Hear and answer until the platform ends or the task is cancelled.

        Cancelled, it hears nothing more, lets the conversation finish what is being answered, and leaves.
        """
