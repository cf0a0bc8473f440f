"""Files of messages: theirs is a record of its own, an agent's until the message is posted."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_KINDS = {
    "owner_kind": ("registration", "family", "staff"),
    "record_kind": ("family", "adult", "child", "derogation", "message"),
}


def upgrade() -> None:
    for column, kinds in _KINDS.items():
        op.drop_constraint(f"ck_documents_{column}", "documents", type_="check")
        listed = ", ".join(f"'{kind}'" for kind in kinds)
        op.create_check_constraint(f"ck_documents_{column}", "documents", f"{column} IN ({listed})")
    op.create_index(
        "ix_documents_attached", "documents", ["received_at"], postgresql_where=sa.text("record_kind = 'message'")
    )
