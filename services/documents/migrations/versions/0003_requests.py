"""Requests have dossiers too: their files are those of `derogation-<uuid>`."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint("ck_documents_record_kind", "documents", type_="check")
    op.create_check_constraint(
        "ck_documents_record_kind", "documents", "record_kind IN ('family', 'adult', 'child', 'derogation')"
    )
    op.create_index(
        "ix_documents_requests",
        "documents",
        ["record_id", "received_at"],
        postgresql_where=sa.text("record_kind = 'derogation'"),
    )
