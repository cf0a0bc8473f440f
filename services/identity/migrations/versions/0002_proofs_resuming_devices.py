"""Proofs of being a person, links that resume a registration, devices that signed in before."""

import sqlalchemy as sa
from alembic import op

from libs.chassis.migration import grant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("accounts", sa.Column("proven", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_accounts_resumable",
        "accounts",
        ["email_key"],
        postgresql_where=sa.text("family_id IS NULL AND password_hash IS NOT NULL"),
    )
    _create_proofs()
    _create_resumptions()
    _create_known_devices()
    grant("identity", "spent_challenges", "mail_codes", "resumption_requests", "resumption_links", "known_devices")


def _create_proofs() -> None:
    op.create_table(
        "spent_challenges",
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("signature", name="pk_spent_challenges"),
    )
    op.create_index("ix_spent_challenges_expires_at", "spent_challenges", ["expires_at"])
    op.create_table(
        "mail_codes",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_mail_codes"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_mail_codes_account_id_accounts", ondelete="CASCADE"
        ),
    )


def _create_resumptions() -> None:
    op.create_table(
        "resumption_requests",
        sa.Column("id", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("requested_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("id", name="pk_resumption_requests"),
    )
    op.create_table(
        "resumption_links",
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_resumption_links"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_resumption_links_account_id_accounts", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_resumption_links_account_id", "resumption_links", ["account_id"])


def _create_known_devices() -> None:
    op.create_table(
        "known_devices",
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("signed_in_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", "account_id", name="pk_known_devices"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_known_devices_account_id_accounts", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_known_devices_account_id", "known_devices", ["account_id"])
