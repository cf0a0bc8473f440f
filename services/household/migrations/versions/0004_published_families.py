"""What was last told of each family, so that only what differs is told again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from libs.chassis.migration import grant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Families of before have a row at once: inserting one later would wait for whoever erases the family."""
    op.create_table(
        "published_families",
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("address", JSONB(none_as_null=True), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("family_id", name="pk_published_families"),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name="fk_published_families_family_id_families"),
        sa.CheckConstraint("(version = 0) = (code IS NULL)", name=op.f("ck_published_families_told")),
        sa.CheckConstraint("(code IS NULL) = (complete IS NULL)", name=op.f("ck_published_families_whole")),
    )
    op.execute("INSERT INTO published_families (family_id, version) SELECT id, 0 FROM families")
    grant("household", "published_families")
