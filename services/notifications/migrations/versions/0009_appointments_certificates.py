"""Mails about certificates and appointments with heads of school."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TEMPLATES = (
    "account-closed",
    "activation",
    "activation-reminder",
    "address-known",
    "appointment-booked",
    "appointment-cancelled",
    "appointment-moved",
    "appointment-reminder",
    "certificate",
    "certificate-revoked",
    "claim-offer",
    "decision",
    "email-change",
    "email-changed",
    "family-codes",
    "mail-code",
    "password-changed",
    "password-reset",
    "piece-reminder",
    "resumption",
)


def upgrade() -> None:
    op.drop_constraint("ck_deliveries_template", "deliveries", type_="check")
    listed = ", ".join(f"'{template}'" for template in _TEMPLATES)
    op.create_check_constraint("ck_deliveries_template", "deliveries", f"template IN ({listed})")
