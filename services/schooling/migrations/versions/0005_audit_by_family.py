"""The audit is asked by family."""

from libs.chassis.migration import ask_audit_by_family

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    ask_audit_by_family()
