"""Children that were erased, by their ids alone: a late state must not bring one back."""

import sqlalchemy as sa
from alembic import op

from libs.chassis.migration import grant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erased_children",
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("child_id", name="pk_erased_children"),
    )
    grant("schooling", "erased_children", privileges="SELECT, INSERT")
