"""Which pieces tell of somebody's health: a mail does not name them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pieces", sa.Column("health", sa.Boolean(), server_default=sa.text("false"), nullable=False))
