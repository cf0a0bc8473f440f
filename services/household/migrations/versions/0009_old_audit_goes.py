"""Audit rows that are older than the town keeps them may go."""

from libs.chassis.migration import let_old_audit_go

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    let_old_audit_go("household")
