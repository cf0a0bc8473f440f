"""Accounts, staff, sessions, activation links and throttling counters."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from libs.chassis.migration import create_chassis_tables, grant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_chassis_tables("identity")
    _create_accounts()
    _create_staff()
    _create_sessions()
    _create_activation_links()
    _create_throttles()
    grant("identity", "accounts", "staff", "sessions", "activation_links", "throttles")


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("email_key", sa.Text, nullable=False),
        sa.Column("address_checked", sa.Boolean, nullable=False),
        sa.Column("civility", sa.Text),
        sa.Column("last_name", sa.Text),
        sa.Column("first_name", sa.Text),
        sa.Column("password_hash", sa.Text),
        sa.Column("terms_version", sa.Text),
        sa.Column("consented_at", INSTANT),
        sa.Column("family_id", sa.Uuid),
        sa.Column("family_code", sa.Text),
        sa.Column("activated_at", INSTANT),
        sa.Column("created_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("family_id", name="uq_accounts_family_id"),
        sa.UniqueConstraint("family_code", name="uq_accounts_family_code"),
        sa.CheckConstraint("civility IN ('madame', 'monsieur')", name=op.f("ck_accounts_civility")),
        sa.CheckConstraint(
            "num_nonnulls(civility, last_name, first_name, password_hash, terms_version, consented_at) IN (0, 6)",
            name=op.f("ck_accounts_described_whole"),
        ),
        sa.CheckConstraint("num_nonnulls(family_id, family_code) IN (0, 2)", name=op.f("ck_accounts_family_whole")),
        sa.CheckConstraint("activated_at IS NULL OR family_id IS NOT NULL", name=op.f("ck_accounts_active_has_family")),
    )
    op.create_index("ix_accounts_email_key", "accounts", ["email_key"])
    op.create_index(
        "ix_accounts_address_unchecked", "accounts", ["created_at"], postgresql_where=sa.text("NOT address_checked")
    )
    op.create_index("ix_accounts_pending", "accounts", ["created_at"], postgresql_where=sa.text("family_id IS NULL"))


def _create_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("roles", ARRAY(sa.Text), nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("totp_secret", sa.Text, nullable=False),
        sa.Column("totp_step", sa.BigInteger),
        sa.Column("created_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("login", name="uq_staff_login"),
    )


def _create_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("account_id", sa.Uuid),
        sa.Column("staff_id", sa.Uuid),
        sa.Column("created_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("last_seen_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("idle_timeout", sa.Interval, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_sessions_account_id_accounts",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_sessions_staff_id_staff", ondelete="CASCADE"),
        sa.CheckConstraint(
            "(kind IN ('registration', 'family') AND account_id IS NOT NULL AND staff_id IS NULL)"
            " OR (kind IN ('second_factor', 'staff') AND staff_id IS NOT NULL AND account_id IS NULL)",
            name=op.f("ck_sessions_kind"),
        ),
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"])
    op.create_index("ix_sessions_staff_id", "sessions", ["staff_id"])


def _create_activation_links() -> None:
    op.create_table(
        "activation_links",
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_activation_links"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_activation_links_account_id_accounts", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_activation_links_account_id", "activation_links", ["account_id"])


def _create_throttles() -> None:
    op.create_table(
        "throttles",
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("empty_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_throttles"),
    )
    op.create_index("ix_throttles_empty_at", "throttles", ["empty_at"])
