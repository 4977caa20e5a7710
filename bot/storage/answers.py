"""The answers that were given, where they are shown, and what people thought of them."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from bot.storage.database import Database
from bot.storage.tables import answers, messages, ratings

SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it was kept; `messages` are the platform's ids of what shows it."""

    id: str
    platform: str
    place: str
    channel: str
    thread: str
    asked: str
    author: str
    messages: tuple[str, ...]
    record: dict[str, Any]
    question: str | None
    status: str
    language: str
    generation: str
    created: float
    expires: float
    deleted: float | None


@dataclass(frozen=True, slots=True)
class Rating:
    """What one person thought of one answer; `citation` is the quote that was found wanting."""

    answer: str
    author: str
    helpful: bool
    reason: str | None = None
    citation: int | None = None
    comment: str | None = None


class Answers:
    """Kept answers and their ratings."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        """Read nothing yet."""
        self._database = database
        self._clock = clock

    async def keep(self, row: dict[str, Any], days: float) -> None:
        """Store an answer for some days; `row` names the columns of the table but the times."""
        now = self._clock()
        times = {"created": now, "expires": now + days * SECONDS_A_DAY}
        async with self._database.begin() as connection:
            await connection.execute(insert(answers).values(**row, **times))

    async def posted(self, identifier: str, shown: Sequence[str]) -> None:
        """Remember which messages show an answer, instead of those known before."""
        async with self._database.begin() as connection:
            await connection.execute(delete(messages).where(messages.c.answer == identifier))
            for message in shown:
                row = {"id": message, "answer": identifier}
                await connection.execute(self._database.upsert(messages, row))
            await connection.execute(
                update(answers).where(answers.c.id == identifier).values(messages=list(shown))
            )

    async def find(self, identifier: str) -> KeptAnswer | None:
        """Return an answer by its id."""
        return await self._first(answers.c.id == identifier)

    async def shown_in(self, message: str) -> KeptAnswer | None:
        """Return the answer that a message shows."""
        shown = select(messages.c.answer).where(messages.c.id == message).scalar_subquery()
        return await self._first(answers.c.id == shown)

    async def to_message(self, asked: str) -> KeptAnswer | None:
        """Return the latest answer to the question that a message holds."""
        return await self._first(answers.c.asked == asked)

    async def of_thread(self, thread: str) -> KeptAnswer | None:
        """Return the latest answer of a thread."""
        return await self._first(answers.c.thread == thread)

    async def mark_deleted(self, identifier: str) -> None:
        """Remember that an answer is not shown any more, and drop what it said."""
        gone = {"deleted": self._clock(), "record": {}, "question": None}
        async with self._database.begin() as connection:
            await connection.execute(update(answers).where(answers.c.id == identifier).values(**gone))

    async def rate(self, rating: Rating) -> None:
        """Store what a person thinks of an answer, instead of what they thought before."""
        row = {
            "answer": rating.answer,
            "author": rating.author,
            "helpful": rating.helpful,
            "reason": rating.reason,
            "citation": rating.citation,
            "comment": rating.comment,
            "created": self._clock(),
        }
        async with self._database.begin() as connection:
            await connection.execute(self._database.upsert(ratings, row))

    async def ratings(self, identifier: str) -> list[Rating]:
        """Return what people thought of an answer."""
        chosen = select(ratings).where(ratings.c.answer == identifier).order_by(ratings.c.created)
        async with self._database.read() as connection:
            rows = (await connection.execute(chosen)).all()
        return [
            Rating(row.answer, row.author, row.helpful, row.reason, row.citation, row.comment) for row in rows
        ]

    async def wanting(self, since: float) -> list[KeptAnswer]:
        """Return answers with a kept question that were refused, or rated not helpful, since a time."""
        bad = select(ratings.c.answer).where(ratings.c.helpful.is_(False))
        chosen = (
            select(answers)
            .where(answers.c.question.is_not(None), answers.c.created >= since, answers.c.deleted.is_(None))
            .where((answers.c.status == "not_in_sources") | answers.c.id.in_(bad))
            .order_by(answers.c.created)
        )
        async with self._database.read() as connection:
            return [_kept(row) for row in (await connection.execute(chosen)).all()]

    async def forget_author(self, author: str) -> int:
        """Delete all that a person asked and rated; return how many rows that was."""
        async with self._database.begin() as connection:
            rated = await connection.execute(delete(ratings).where(ratings.c.author == author))
            asked = await connection.execute(delete(answers).where(answers.c.author == author))
            return int(rated.rowcount + asked.rowcount)

    async def keep_for(self, scope: str, chosen: Mapping[str, float], default: float) -> None:
        """Let the answers of a channel or place that are kept already expire after other days too.

        `chosen` are those of scopes: a channel's own go before its place's, and these before the default.
        """
        mine = (answers.c.channel == scope) | (answers.c.place == scope)
        found = select(answers.c.channel, answers.c.place).where(mine).distinct()
        async with self._database.begin() as connection:
            for channel, place in (await connection.execute(found)).all():
                days = chosen.get(channel, chosen.get(place, default))
                own = (answers.c.channel == channel) & (answers.c.place == place)
                expires = answers.c.created + days * SECONDS_A_DAY
                await connection.execute(update(answers).where(own).values(expires=expires))

    async def forget_expired(self) -> None:
        """Delete answers whose time is over, with their ratings."""
        async with self._database.begin() as connection:
            await connection.execute(delete(answers).where(answers.c.expires < self._clock()))

    async def count(self) -> int:
        """Return how many answers are kept."""
        async with self._database.read() as connection:
            return int((await connection.execute(select(func.count()).select_from(answers))).scalar_one())

    async def _first(self, condition: Any) -> KeptAnswer | None:  # noqa: ANN401 - an SQL expression
        chosen = select(answers).where(condition).order_by(answers.c.created.desc()).limit(1)
        async with self._database.read() as connection:
            row = (await connection.execute(chosen)).first()
        return _kept(row) if row else None


def _kept(row: Any) -> KeptAnswer:  # noqa: ANN401 - a row of the table above
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return KeptAnswer(**{**values, "messages": tuple(values["messages"])})
