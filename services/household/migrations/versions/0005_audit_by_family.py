"""The audit is asked by family: rows of submissions and families that are still here get theirs."""

from alembic import op

from libs.chassis.migration import ask_audit_by_family

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    ask_audit_by_family()
    op.execute("""
        UPDATE audit SET family_id = submissions.family_id FROM submissions
         WHERE audit.object = 'submission:' || submissions.id
    """)
    op.execute("UPDATE audit SET family_id = families.id FROM families WHERE audit.object = 'family:' || families.id")
