"""What a family sees and changes of its own account: open sessions told apart, another address to confirm."""

import sqlalchemy as sa
from alembic import op

from libs.chassis.migration import grant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _tell_sessions_apart()
    _create_email_changes()
    grant("identity", "email_changes")


def _tell_sessions_apart() -> None:
    """Sessions that are open already get an id too; what they were opened with stays unknown."""
    op.add_column("sessions", sa.Column("id", sa.Uuid, nullable=False, server_default=sa.func.gen_random_uuid()))
    op.create_unique_constraint("uq_sessions_id", "sessions", ["id"])
    op.add_column("sessions", sa.Column("device", sa.Text))
    op.add_column("sessions", sa.Column("browser", sa.Text))
    op.create_check_constraint(op.f("ck_sessions_device"), "sessions", "device IN ('phone', 'tablet', 'computer')")
    op.create_check_constraint(
        op.f("ck_sessions_browser"),
        "sessions",
        "browser IN ('chrome', 'edge', 'firefox', 'opera', 'safari', 'samsung', 'other')",
    )


def _create_email_changes() -> None:
    op.create_table(
        "email_changes",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("requested_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_email_changes"),
        sa.UniqueConstraint("token_hash", name="uq_email_changes_token_hash"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_email_changes_account_id_accounts", ondelete="CASCADE"
        ),
    )
