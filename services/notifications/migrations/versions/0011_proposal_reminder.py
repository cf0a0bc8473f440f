"""One more mail: the reminder of a proposal that waits for its answer."""

from alembic import op

revision = "0011"
down_revision = "0010"
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
    "new-message",
    "password-changed",
    "password-reset",
    "piece-reminder",
    "proposal-reminder",
    "resumption",
)


def upgrade() -> None:
    op.drop_constraint("ck_deliveries_template", "deliveries", type_="check")
    listed = ", ".join(f"'{template}'" for template in _TEMPLATES)
    op.create_check_constraint("ck_deliveries_template", "deliveries", f"template IN ({listed})")
