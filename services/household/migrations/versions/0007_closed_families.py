"""Families whose account its holder closed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("families", sa.Column("closed_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_families_closed_at", "families", ["closed_at"], postgresql_where=sa.text("closed_at IS NOT NULL")
    )
