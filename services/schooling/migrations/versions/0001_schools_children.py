"""Schools and the projection of children."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from libs.chassis.migration import create_chassis_tables, grant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_chassis_tables("schooling")
    op.create_table(
        "schools",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("telephone", sa.Text(), nullable=False),
        sa.Column("levels", ARRAY(sa.Text()), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("uai", name="pk_schools"),
        sa.CheckConstraint("kind IN ('maternelle', 'elementaire', 'primaire')", name="ck_schools_kind"),
        sa.CheckConstraint(
            "cardinality(levels) > 0 AND levels <@ ARRAY['TPS','PS','MS','GS','CP','CE1','CE2','CM1','CM2']",
            name="ck_schools_levels",
        ),
    )
    op.create_table(
        "children",
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("family_ids", ARRAY(sa.Uuid()), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("validated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("child_id", name="pk_children"),
        sa.CheckConstraint("sex IN ('feminin', 'masculin')", name="ck_children_sex"),
    )
    op.create_index("ix_children_family_ids", "children", ["family_ids"], postgresql_using="gin")
    grant("schooling", "schools", privileges="SELECT, INSERT, UPDATE")
    grant("schooling", "children")
