"""Pieces of each adult, papers that stand in for a piece, and the date of what was handed in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pieces", sa.Column("each_adult", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("pieces", sa.Column("instead_of", sa.Text()))
    op.add_column("submission_items", sa.Column("paper_date", JSONB()))
