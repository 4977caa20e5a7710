"""What was found wrong with a pin, so that moderators are told of it once."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Take the generation that a false pin was compared with for what was found: who was told of it, was told."""
    comment = "what was found wrong with it, by a fingerprint"
    op.add_column("pins", sa.Column("finding", sa.String(length=60), nullable=True, comment=comment))
    op.execute("UPDATE pins SET finding = checked WHERE state != 'stands'")
    if op.get_bind().dialect.name == "postgresql":
        told = "the finding of which moderators were told"
        op.alter_column("pins", "told", existing_type=sa.String(length=60), comment=told)
