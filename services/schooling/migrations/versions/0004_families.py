"""The projection of families, and those that were erased."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from libs.chassis.migration import grant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "families",
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("address", JSONB(none_as_null=True), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("family_id", name="pk_families"),
    )
    op.create_index("ix_families_code_prefix", "families", ["code"], postgresql_ops={"code": "text_pattern_ops"})
    op.create_table(
        "erased_families",
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("family_id", name="pk_erased_families"),
    )
    grant("schooling", "families")
    grant("schooling", "erased_families", privileges="SELECT, INSERT")
