"""Members who come and go, second homes with their codes, children of age, and papers that prove a field."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from libs.chassis.migration import grant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("records", sa.Column("asked_again", JSONB(), nullable=False, server_default=sa.text("'{}'")))
    op.add_column("records", sa.Column("frozen", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.add_column("records", sa.Column("closed_at", sa.DateTime(timezone=True)))
    op.add_column("pieces", sa.Column("proves", sa.Text()))
    _flag_disagreements()
    _create_link_codes()
    op.create_table(
        "throttles",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("empty_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_throttles"),
    )
    op.create_index("ix_throttles_empty_at", "throttles", ["empty_at"])
    grant("household", "link_codes", "throttles")
    grant("household", "adults", "records", "homes", "children", privileges="DELETE")


def _flag_disagreements() -> None:
    op.add_column("children", sa.Column("disagreement_reason", sa.Text()))
    op.add_column("children", sa.Column("disagreement_by", sa.Uuid()))
    op.add_column("children", sa.Column("disagreement_at", sa.DateTime(timezone=True)))
    op.create_check_constraint(
        op.f("ck_children_disagreement"),
        "children",
        "num_nonnulls(disagreement_reason, disagreement_by, disagreement_at) IN (0, 3)",
    )


def _create_link_codes() -> None:
    op.create_table(
        "link_codes",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.Column("used_by", sa.Uuid()),
        sa.CheckConstraint("(used_at IS NULL) = (used_by IS NULL)", name=op.f("ck_link_codes_used")),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name="fk_link_codes_child_id_children"),
        sa.PrimaryKeyConstraint("digest", name="pk_link_codes"),
    )
    op.create_index("ix_link_codes_child_id", "link_codes", ["child_id"])
