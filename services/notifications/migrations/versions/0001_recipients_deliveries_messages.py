"""Recipients, deliveries and messages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from libs.chassis.migration import create_chassis_tables, grant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_chassis_tables("notifications")
    _create_recipients()
    _create_deliveries()
    _create_messages()
    grant("notifications", "recipients", "deliveries")
    grant("notifications", "messages", privileges="SELECT, INSERT, UPDATE")


def _create_recipients() -> None:
    op.create_table(
        "recipients",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_recipients"),
    )
    op.create_index("ix_recipients_family_id", "recipients", ["family_id"])


def _create_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Uuid(), server_default=sa.func.gen_random_uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid()),
        sa.Column("address", sa.Text()),
        sa.Column("params", JSONB(), nullable=False),
        sa.Column("sealed_token", sa.Text()),
        sa.Column("account_version", sa.BigInteger()),
        sa.Column("state", sa.Text(), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column(
            "not_after",
            sa.DateTime(timezone=True),
            server_default=sa.text("now() + interval '3 days'"),
            nullable=False,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("last_error", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("position", name="uq_deliveries_position"),
        sa.UniqueConstraint("purpose", name="uq_deliveries_purpose"),
        sa.CheckConstraint("template IN ('activation', 'address-known', 'decision')", name="ck_deliveries_template"),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'refused', 'superseded', 'expired')", name="ck_deliveries_state"
        ),
        sa.CheckConstraint("address IS NOT NULL OR account_id IS NOT NULL", name="ck_deliveries_addressed"),
        sa.CheckConstraint("state = 'waiting' OR sealed_token IS NULL", name="ck_deliveries_secret_forgotten"),
        sa.CheckConstraint("(state = 'waiting') = (closed_at IS NULL)", name="ck_deliveries_closed"),
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index("ix_deliveries_waiting", "deliveries", ["position"], postgresql_where=waiting)
    op.create_index("ix_deliveries_next_attempt_at", "deliveries", ["next_attempt_at"], postgresql_where=waiting)
    op.create_index("ix_deliveries_account_id", "deliveries", ["account_id", "template"])
    op.create_index(
        "ix_deliveries_refused",
        "deliveries",
        ["closed_at"],
        postgresql_where=sa.text("state IN ('refused', 'expired')"),
    )
    op.create_index("ix_deliveries_closed_at", "deliveries", ["closed_at"])


def _create_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), server_default=sa.func.gen_random_uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.Column("read_by", sa.Uuid()),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("submission_id", "kind", name="uq_messages_submission_id_kind"),
        sa.CheckConstraint("kind IN ('submission-received', 'submission-concluded')", name="ck_messages_kind"),
        sa.CheckConstraint("(read_at IS NULL) = (read_by IS NULL)", name="ck_messages_reading"),
    )
    op.create_index("ix_messages_family_id_posted_at_id", "messages", ["family_id", "posted_at", "id"])
    op.create_index("ix_messages_unread", "messages", ["family_id"], postgresql_where=sa.text("read_at IS NULL"))
