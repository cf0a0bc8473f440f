"""The audit is asked by family: rows of mails that are still here get theirs."""

from alembic import op

from libs.chassis.migration import ask_audit_by_family

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    ask_audit_by_family()
    op.execute("""
        UPDATE audit SET family_id = recipients.family_id FROM deliveries JOIN recipients USING (account_id)
         WHERE audit.object = 'delivery:' || deliveries.id
    """)
