"""The audit is asked by family: rows of accounts that are still here get theirs."""

from alembic import op

from libs.chassis.migration import ask_audit_by_family

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    ask_audit_by_family()
    op.execute("""
        UPDATE audit SET family_id = accounts.family_id FROM accounts
         WHERE audit.object = 'account:' || accounts.id OR audit.actor = 'account:' || accounts.id
    """)
    op.execute("""
        UPDATE audit SET family_id = accounts.family_id FROM accounts
         WHERE audit.object = 'family:' || accounts.family_id
    """)
