"""What the sources lack: questions that were refused or whose answer did not help, by meaning."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.channels import Channels
from bot.conversation import Conversation
from bot.deeds import Actor
from bot.storage.answers import SECONDS_A_DAY, Answers

_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """How often something was asked, how often it was refused, and up to three ways of asking it."""

    count: int
    refused: int
    examples: tuple[str, ...]


class Gaps:
    """Only of places where the texts of questions are kept."""

    def __init__(
        self,
        answers: Answers,
        channels: Channels,
        conversation: Conversation,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take the conversation too: grouping needs the embedder."""
        self._answers = answers
        self._channels = channels
        self._conversation = conversation
        self._clock = clock

    async def of(self, actor: Actor, days: int) -> list[Gap] | None:
        """Return the gaps of the actor's place, the most frequent first; None where texts are not kept."""
        since = self._clock() - days * SECONDS_A_DAY
        found = [each for each in await self._answers.wanting(since) if each.place == actor.place]
        if not found and not (await self._channels.of(actor.channel, actor.place)).keep_questions:
            return None
        texts = [each.question or "" for each in found]
        groups = await self._conversation.consult(lambda library: library.group(texts))
        return [
            Gap(
                count=len(places),
                refused=sum(found[place].status == "not_in_sources" for place in places),
                examples=tuple(dict.fromkeys(texts[place] for place in places))[:_EXAMPLES],
            )
            for places in groups
        ]
