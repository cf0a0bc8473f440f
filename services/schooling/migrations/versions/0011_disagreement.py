"""Disagreement between a child's homes, and what is enrolled provisionally under it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (
        ("children", "disagreement"),
        ("enrolments", "provisional"),
        ("certificates", "provisional"),
    ):
        op.add_column(table, sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()))
