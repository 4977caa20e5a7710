"""What can be done with an answer once it is given: shown again, looked into, shared, rated, deleted."""

import logging
import secrets
from dataclasses import dataclass, replace

from bot.archive import Outdated, read_record, to_record
from bot.channels import Channels
from bot.chat import IncomingMessage
from bot.conversation import Conversation
from bot.identity import Identity
from bot.storage.answers import Answers, KeptAnswer, Rating
from bot.storage.errors import StorageError
from retrieval import Answer, Citation, Library, Span

_log = logging.getLogger(__name__)

REASONS = ("wrong", "unsupported", "incomplete", "unclear", "other")
"""Why an answer was not helpful; "unsupported" is: this quote does not support this sentence."""


@dataclass(frozen=True, slots=True)
class Around:
    """A citation and the paragraph that its quote stands in."""

    citation: Citation
    paragraph: Span

    @property
    def before(self) -> str:
        """The paragraph up to the quote."""
        return self._text(self.paragraph.start, self.citation.quote.start)

    @property
    def after(self) -> str:
        """The paragraph from the end of the quote."""
        return self._text(self.citation.quote.end, self.paragraph.end)

    def _text(self, start: int, end: int) -> str:
        return self.citation.quote.document.text[start:end]


class Answered:
    """Keeps answers for the buttons under them, across restarts."""

    def __init__(
        self, answers: Answers, channels: Channels, conversation: Conversation, identity: Identity
    ) -> None:
        """Texts are looked up through the conversation, the one bridge to retrieval."""
        self._answers = answers
        self._channels = channels
        self._conversation = conversation
        self._identity = identity

    async def keep(self, answer: Answer, message: IncomingMessage) -> str | None:
        """Store an answer and return its id, at most 12 characters; None, logged, if that is not possible now."""
        identifier = secrets.token_urlsafe(8)
        try:
            settings = await self._channels.of(message.channel, message.place)
            kept = answer.question.text if settings.keep_questions else None
            await self._answers.keep(self._row(identifier, answer, message, kept), settings.retention_days)
        except StorageError as error:
            _log.error("an answer is shown without buttons, it could not be kept: %s", error)
            return None
        return identifier

    def _row(
        self, identifier: str, answer: Answer, message: IncomingMessage, question: str | None
    ) -> dict[str, object]:
        bare = replace(answer, question=replace(answer.question, text=question or "", earlier=()))
        return {
            "id": identifier,
            "platform": message.platform,
            "place": message.place,
            "channel": message.channel,
            "thread": message.thread,
            "asked": message.asked,
            "author": self._identity.hash(message.author),
            "messages": [],
            "record": to_record(bare),
            "question": question,
            "status": answer.status.value,
            "language": answer.language,
            "generation": answer.generation,
        }

    async def posted(self, identifier: str | None, *shown: str) -> None:
        """Remember which messages show an answer."""
        if identifier is None:
            return
        try:
            await self._answers.posted(identifier, shown)
        except StorageError as error:
            _log.error("answer %s: its messages could not be kept: %s", identifier, error)

    async def find(self, identifier: str) -> KeptAnswer | None:
        """Return what is kept under an id. Raises StorageError."""
        return await self._answers.find(identifier)

    async def shown_in(self, message: str) -> KeptAnswer | None:
        """Return what is kept of the answer that a message shows. Raises StorageError."""
        return await self._answers.shown_in(message)

    async def to_message(self, asked: str) -> KeptAnswer | None:
        """Return what is kept of the answer to the question that a message holds. Raises StorageError."""
        return await self._answers.to_message(asked)

    async def of_thread(self, thread: str) -> KeptAnswer | None:
        """Return what is kept of a thread's latest answer: tells threads that the bot is in. Raises StorageError."""
        return await self._answers.of_thread(thread)

    async def open(self, identifier: str) -> Answer | None:
        """Return an answer as it was given; None if it is not kept, or its quotes do not stand any more. Raises StorageError."""
        kept = await self._answers.find(identifier)
        if kept is None or kept.deleted is not None:
            return None
        record = kept.record
        try:
            return await self._conversation.consult(lambda library: _read(record, library))
        except Outdated as error:
            _log.info("answer %s cannot be shown again: %s", identifier, error)
            return None

    async def around(self, identifier: str, number: int) -> Around | None:
        """Return a citation of an answer with its paragraph; None as for `open`, or for an unknown number."""
        answer = await self.open(identifier)
        citations = answer.citations if answer else ()
        found = next((citation for citation in citations if citation.number == number), None)
        return Around(found, found.quote.paragraph) if found else None

    async def rate(
        self,
        identifier: str,
        author: str,
        *,
        helpful: bool,
        reason: str | None = None,
        citation: int | None = None,
        comment: str | None = None,
    ) -> bool:
        """Store what a person thinks of an answer; False if it is not kept any more. Raises StorageError."""
        kept = await self._answers.find(identifier)
        if kept is None:
            return False
        settings = await self._channels.of(kept.channel, kept.place)
        words = comment if settings.keep_questions else None
        await self._answers.rate(
            Rating(identifier, self._identity.hash(author), helpful, reason, citation, words)
        )
        return True

    async def delete(self, identifier: str) -> None:
        """Remember that an answer was taken down. Raises StorageError."""
        await self._answers.mark_deleted(identifier)

    async def forget(self, author: str) -> int:
        """Delete all that is kept of a person; return how many rows that was. Raises StorageError."""
        return await self._answers.forget_author(self._identity.hash(author))


def _read(record: dict[str, object], library: Library) -> Answer:
    return read_record(record, Answer, library.document)
