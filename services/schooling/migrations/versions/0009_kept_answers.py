"""What families typed and have not handed in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from libs.chassis.migration import grant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_answers",
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("answers", JSONB(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.ForeignKeyConstraint(
            ["school_year"], ["school_years.year"], name="fk_kept_answers_school_year_school_years"
        ),
        sa.PrimaryKeyConstraint("family_id", "child_id", "school_year", name="pk_kept_answers"),
    )
    op.create_index("ix_kept_answers_school_year", "kept_answers", ["school_year"])
    grant("schooling", "kept_answers")
