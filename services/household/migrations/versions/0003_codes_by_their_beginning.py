"""Agents look for a code famille by its beginning, among a hundred thousand."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_families_code_prefix", "families", ["code"], postgresql_ops={"code": "text_pattern_ops"})
