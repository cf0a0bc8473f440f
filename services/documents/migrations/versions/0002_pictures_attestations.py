"""Pictures beside PDFs: kinds, remarks, order, previews, what was joined from what; attestations; erased families."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from libs.chassis.migration import grant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _empty_array("pieces", "attestations", sa.Text())
    op.add_column("documents", sa.Column("kind", sa.Text(), server_default=sa.text("'pdf'"), nullable=False))
    _empty_array("documents", "remarks", sa.Text())
    op.add_column("documents", sa.Column("place", sa.Integer(), server_default=sa.text("0"), nullable=False))
    _empty_array("documents", "joined_from", sa.Uuid())
    op.create_check_constraint("ck_documents_kind", "documents", "kind IN ('pdf', 'picture', 'attestation')")
    op.create_index(
        "ix_documents_joined_from",
        "documents",
        ["joined_from"],
        postgresql_using="gin",
        postgresql_where=sa.text("joined_from <> '{}'"),
    )
    op.create_table(
        "previews",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_previews"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_previews_document_id_documents", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "erased_families",
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("family_id", name="pk_erased_families"),
    )
    grant("documents", "previews", "erased_families")


def _empty_array(table: str, name: str, of: sa.types.TypeEngine[Any]) -> None:
    op.add_column(table, sa.Column(name, ARRAY(of), server_default=sa.text("'{}'"), nullable=False))
