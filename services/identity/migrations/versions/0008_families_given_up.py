"""Families whose account was closed are looked for by identity, which alone knows who opens another one."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_claimable_families_closed_at",
        "claimable_families",
        ["closed_at"],
        postgresql_where=sa.text("closed_at IS NOT NULL"),
    )
