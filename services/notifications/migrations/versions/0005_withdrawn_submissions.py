"""A family is told, too, that it took a submission back."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint("ck_messages_kind", "messages", type_="check")
    op.create_check_constraint(
        "ck_messages_kind",
        "messages",
        "kind IN ('submission-received', 'submission-concluded', 'submission-withdrawn')",
    )
