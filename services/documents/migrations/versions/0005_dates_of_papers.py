"""What the catalogue says of dates, alternatives and reuse; the dates of papers, and who was told of their end."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from libs.chassis.migration import grant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pieces", sa.Column("date", JSONB()))
    op.add_column("pieces", sa.Column("each_adult", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("pieces", sa.Column("instead_of", sa.Text()))
    op.add_column("pieces", sa.Column("alternative", JSONB()))
    op.add_column("pieces", sa.Column("reuses", ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False))
    for name, kind in (
        ("dated", sa.Date()),
        ("expires_on", sa.Date()),
        ("expiring_told_at", sa.DateTime(timezone=True)),
        ("expired_told_at", sa.DateTime(timezone=True)),
    ):
        op.add_column("documents", sa.Column(name, kind))
    op.create_index(
        "ix_documents_expires_on",
        "documents",
        ["expires_on"],
        postgresql_where=sa.text("expires_on IS NOT NULL AND expired_told_at IS NULL"),
    )
    op.create_table(
        "paper_dates",
        sa.Column("owner_kind", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("record_kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("piece", sa.Text(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("owner_kind", "owner_id", "record_kind", "record_id", "piece", name="pk_paper_dates"),
    )
    grant("documents", "paper_dates")
