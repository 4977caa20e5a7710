"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table of the first version."""
    op.create_table(
        "answers",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("channel", sa.String(length=100), nullable=False),
        sa.Column("thread", sa.String(length=200), nullable=False),
        sa.Column(
            "asked",
            sa.String(length=200),
            nullable=False,
            comment="the message that holds the question, if any",
        ),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column(
            "messages", sa.JSON(), nullable=False, comment="the platform's ids of the messages that show it"
        ),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True, comment="only if an admin has turned it on"),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("generation", sa.String(length=60), nullable=False),
        sa.Column("created", sa.Float(), nullable=False),
        sa.Column("expires", sa.Float(), nullable=False),
        sa.Column("deleted", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("answers_asked", "answers", ["asked"], unique=False)
    op.create_index("answers_author", "answers", ["author"], unique=False)
    op.create_index("answers_expires", "answers", ["expires"], unique=False)
    op.create_index("answers_thread", "answers", ["thread"], unique=False)
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("deed", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("audit_at", "audit", ["at"], unique=False)
    op.create_table(
        "choices",
        sa.Column("scope", sa.String(length=100), nullable=False, comment="a channel, or the place it is in"),
        sa.Column("chosen", sa.JSON(), nullable=False, comment="only what differs from the settings"),
        sa.Column("changed", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("scope"),
    )
    op.create_table(
        "curated",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("gist", sa.Text(), nullable=False, comment="of the generation it was last compared with"),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("checked", sa.String(length=60), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("created", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("curated_gist", "curated", ["gist"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column(
            "record",
            sa.JSON(),
            nullable=False,
            comment="what waits for its button: a summary, a report, a source",
        ),
        sa.Column("expires", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column(
            "payload", sa.JSON(), nullable=True, comment="what is needed to answer; gone once that is done"
        ),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column(
            "lease", sa.Float(), nullable=False, comment="until when the owner is believed to be at work"
        ),
        sa.Column("taken", sa.Float(), nullable=False),
        sa.Column("finished", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("events_unfinished", "events", ["platform", "finished", "lease"], unique=False)
    op.create_table(
        "pins",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("channel", sa.String(length=100), nullable=False),
        sa.Column(
            "messages", sa.JSON(), nullable=False, comment="the platform's ids; the first is the pinned one"
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("thread", sa.Boolean(), nullable=False, comment="whether it sums up a thread, not a topic"),
        sa.Column("record", sa.JSON(), nullable=False, comment="the summary with the words it quotes"),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column(
            "checked",
            sa.String(length=60),
            nullable=False,
            comment="the generation it was last compared with",
        ),
        sa.Column(
            "told",
            sa.String(length=60),
            nullable=True,
            comment="the generation of which moderators were told",
        ),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("created", sa.Float(), nullable=False),
        sa.Column("removed", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("pins_place", "pins", ["platform", "place"], unique=False)
    op.create_table(
        "tasks",
        sa.Column("name", sa.String(length=60), nullable=False, comment="what one process at a time may do"),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column(
            "actor", sa.String(length=100), nullable=False, comment="who started it, as others are told"
        ),
        sa.Column("lease", sa.Float(), nullable=False),
        sa.Column("started", sa.Float(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "messages",
        sa.Column(
            "id",
            sa.String(length=200),
            nullable=False,
            comment="a message of the platform that shows an answer",
        ),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["answer"], ["answers.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "ratings",
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("citation", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("created", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["answer"], ["answers.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("answer", "author"),
    )
    op.create_index("ratings_author", "ratings", ["author"], unique=False)


def downgrade() -> None:
    """There is nothing before this."""
    raise NotImplementedError
