"""Accounts that their holders close, and codes that give an account back to whoever lost every way in."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("claimable_families", sa.Column("closed_at", sa.DateTime(timezone=True)))
    op.add_column("claim_codes", sa.Column("gives_back", sa.Boolean(), nullable=False, server_default=sa.false()))
