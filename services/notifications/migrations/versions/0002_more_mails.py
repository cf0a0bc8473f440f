"""More kinds of mails, secrets that are no links, and messages that leave with their family."""

from alembic import op

from libs.chassis.migration import grant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TEMPLATES = (
    "activation",
    "activation-reminder",
    "address-known",
    "claim-offer",
    "decision",
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
    grant("notifications", "messages", privileges="DELETE")
