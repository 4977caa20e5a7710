"""The tables. Times are seconds since 1970, authors are keyed hashes, records are JSON."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

events = Table(
    "events",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("platform", String(20), nullable=False),
    Column("payload", JSON, comment="what is needed to answer; gone once that is done"),
    Column("owner", String(40), nullable=False),
    Column("lease", Float, nullable=False, comment="until when the owner is believed to be at work"),
    Column("taken", Float, nullable=False),
    Column("finished", Float),
    Index("events_unfinished", "platform", "finished", "lease"),
)

answers = Table(
    "answers",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("platform", String(20), nullable=False),
    Column("place", String(100), nullable=False),
    Column("channel", String(100), nullable=False),
    Column("thread", String(200), nullable=False),
    Column("asked", String(200), nullable=False, comment="the message that holds the question, if any"),
    Column("author", String(64), nullable=False),
    Column("messages", JSON, nullable=False, comment="the platform's ids of the messages that show it"),
    Column("record", JSON, nullable=False),
    Column("question", Text, comment="only if an admin has turned it on"),
    Column("status", String(20), nullable=False),
    Column("language", String(10), nullable=False),
    Column("generation", String(60), nullable=False),
    Column("created", Float, nullable=False),
    Column("expires", Float, nullable=False),
    Column("deleted", Float),
    Index("answers_asked", "asked"),
    Index("answers_thread", "thread"),
    Index("answers_author", "author"),
    Index("answers_expires", "expires"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", String(200), primary_key=True, comment="a message of the platform that shows an answer"),
    Column("answer", ForeignKey("answers.id", ondelete="CASCADE"), nullable=False),
)

ratings = Table(
    "ratings",
    metadata,
    Column("answer", ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("author", String(64), primary_key=True),
    Column("helpful", Boolean, nullable=False),
    Column("reason", String(40)),
    Column("citation", Integer),
    Column("comment", Text),
    Column("created", Float, nullable=False),
    Index("ratings_author", "author"),
)

choices = Table(
    "choices",
    metadata,
    Column("scope", String(100), primary_key=True, comment="a channel, or the place it is in"),
    Column("chosen", JSON, nullable=False, comment="only what differs from the settings"),
    Column("changed", Float, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False),
    Column("platform", String(20), nullable=False),
    Column("place", String(100), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("deed", String(40), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("details", JSON, nullable=False),
    Index("audit_at", "at"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("author", String(64), nullable=False),
    Column(
        "record", JSON, nullable=False, comment="what waits for its button: a summary, a report, a source"
    ),
    Column("expires", Float, nullable=False),
)

pins = Table(
    "pins",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("platform", String(20), nullable=False),
    Column("place", String(100), nullable=False),
    Column("channel", String(100), nullable=False),
    Column("messages", JSON, nullable=False, comment="the platform's ids; the first is the pinned one"),
    Column("title", Text, nullable=False),
    Column("language", String(10), nullable=False),
    Column("thread", Boolean, nullable=False, comment="whether it sums up a thread, not a topic"),
    Column("record", JSON, nullable=False, comment="the summary with the words it quotes"),
    Column("state", String(20), nullable=False),
    Column("checked", String(60), nullable=False, comment="the generation it was last compared with"),
    Column("told", String(60), comment="the finding of which moderators were told"),
    Column("author", String(64), nullable=False),
    Column("created", Float, nullable=False),
    Column("removed", Float),
    Column("finding", String(60), comment="what was found wrong with it, by a fingerprint"),
    Index("pins_place", "platform", "place"),
)

curated = Table(
    "curated",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("place", String(100), nullable=False),
    Column("question", Text, nullable=False),
    Column("gist", Text, nullable=False, comment="of the generation it was last compared with"),
    Column("record", JSON, nullable=False),
    Column("state", String(20), nullable=False),
    Column("checked", String(60), nullable=False),
    Column("author", String(64), nullable=False),
    Column("created", Float, nullable=False),
    Index("curated_gist", "gist"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("name", String(60), primary_key=True, comment="what one process at a time may do"),
    Column("owner", String(40), nullable=False),
    Column("actor", String(100), nullable=False, comment="who started it, as others are told"),
    Column("lease", Float, nullable=False),
    Column("started", Float, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
)
