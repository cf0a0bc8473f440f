"""Families that claim their account, links for a new password, and since when an account waits for its activation."""

import sqlalchemy as sa
from alembic import op

from libs.chassis.migration import grant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _date_activations()
    _create_claimable_families()
    _create_claim_codes()
    _create_claims()
    _create_password_resets()
    _create_recoveries()
    grant("identity", "claimable_families", "claim_codes", "claims", "password_resets", "recoveries")


def _date_activations() -> None:
    """Accounts that wait already get the whole delay from now on."""
    op.add_column("accounts", sa.Column("activation_asked_at", INSTANT))
    op.add_column("accounts", sa.Column("reminded_at", INSTANT))
    op.execute("UPDATE accounts SET activation_asked_at = now() WHERE family_id IS NOT NULL AND activated_at IS NULL")
    op.create_index(
        "ix_accounts_awaiting",
        "accounts",
        ["activation_asked_at"],
        postgresql_where=sa.text("family_id IS NOT NULL AND activated_at IS NULL"),
    )


def _create_claimable_families() -> None:
    op.create_table(
        "claimable_families",
        sa.Column("family_id", sa.Uuid, nullable=False),
        sa.Column("family_code", sa.Text, nullable=False),
        sa.Column("email", sa.Text),
        sa.Column("known_since", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("family_id", name="pk_claimable_families"),
        sa.UniqueConstraint("family_code", name="uq_claimable_families_family_code"),
    )


def _create_claim_codes() -> None:
    op.create_table(
        "claim_codes",
        sa.Column("family_id", sa.Uuid, nullable=False),
        sa.Column("code_hash", sa.LargeBinary, nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("family_id", name="pk_claim_codes"),
        sa.ForeignKeyConstraint(
            ["family_id"],
            ["claimable_families.family_id"],
            name="fk_claim_codes_family_id_claimable_families",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_claim_codes_expires_at", "claim_codes", ["expires_at"])


def _create_claims() -> None:
    op.create_table(
        "claims",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("family_id", sa.Uuid, nullable=False),
        sa.Column("code_hash", sa.LargeBinary, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("account_id", name="pk_claims"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_claims_account_id_accounts",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["family_id"],
            ["claimable_families.family_id"],
            name="fk_claims_family_id_claimable_families",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_claims_family_id", "claims", ["family_id"])


def _create_password_resets() -> None:
    op.create_table(
        "password_resets",
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_password_resets"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_password_resets_account_id_accounts", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_password_resets_account_id", "password_resets", ["account_id"])


def _create_recoveries() -> None:
    op.create_table(
        "recoveries",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("forgotten", sa.Text, nullable=False),
        sa.Column("identifier", sa.Text, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("id", name="pk_recoveries"),
        sa.CheckConstraint("forgotten IN ('password', 'family_code')", name=op.f("ck_recoveries_forgotten")),
    )
    op.create_index("ix_recoveries_asked_at", "recoveries", ["asked_at"])
