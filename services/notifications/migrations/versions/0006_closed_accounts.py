"""A mail confirms that an account is closed."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TEMPLATES = (
    "account-closed",
    "activation",
    "activation-reminder",
    "address-known",
    "claim-offer",
    "decision",
    "email-change",
    "email-changed",
    "family-codes",
    "mail-code",
    "password-changed",
    "password-reset",
    "resumption",
)


def upgrade() -> None:
    op.drop_constraint("ck_deliveries_template", "deliveries", type_="check")
    listed = ", ".join(f"'{template}'" for template in _TEMPLATES)
    op.create_check_constraint("ck_deliveries_template", "deliveries", f"template IN ({listed})")
