"""Mails about another address: the link that confirms it, the warning to the former one."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TEMPLATES = (
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
