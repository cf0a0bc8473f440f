"""The audit is asked by family: rows of files that are still here get theirs, and say which piece it was."""

from alembic import op

from libs.chassis.migration import ask_audit_by_family

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    ask_audit_by_family()
    op.execute("""
        UPDATE audit
           SET family_id = documents.owner_id,
               details = jsonb_build_object('record', record_kind || '-' || record_id, 'piece', piece)
          FROM documents
         WHERE audit.object = 'document:' || documents.id AND documents.owner_kind = 'family'
    """)
