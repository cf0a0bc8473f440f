"""What the town sets: school years, heads and places, campaigns, streets and addresses, sectors."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from libs.chassis.migration import grant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LEVELS = "ARRAY['TPS','PS','MS','GS','CP','CE1','CE2','CM1','CM2']"


def upgrade() -> None:
    _school_years()
    _campaigns()
    _streets()
    _sectors()
    _state()


def _school_years() -> None:
    op.create_table(
        "school_years",
        sa.Column("year", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("rentree", sa.Date(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_school_years"),
        sa.CheckConstraint("extract(year FROM rentree) = year", name=op.f("ck_school_years_rentree")),
    )
    op.add_column("schools", sa.Column("head", sa.Text(), nullable=True))
    op.create_table(
        "school_places",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "school_year", "level", name="pk_school_places"),
        sa.ForeignKeyConstraint(["uai"], ["schools.uai"], name="fk_school_places_uai_schools"),
        sa.ForeignKeyConstraint(
            ["school_year"], ["school_years.year"], name="fk_school_places_school_year_school_years"
        ),
        sa.CheckConstraint(f"level = ANY ({LEVELS})", name=op.f("ck_school_places_level")),
        sa.CheckConstraint("places >= 0", name=op.f("ck_school_places_places")),
    )
    op.create_index("ix_school_places_school_year", "school_places", ["school_year"])
    grant("schooling", "school_years", privileges="SELECT, INSERT, UPDATE")
    grant("schooling", "school_places")


def _campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("levels", ARRAY(sa.Text()), nullable=False),
        sa.Column("newcomers", sa.Boolean(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("closed_text", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_campaigns"),
        sa.ForeignKeyConstraint(["school_year"], ["school_years.year"], name="fk_campaigns_school_year_school_years"),
        sa.CheckConstraint(f"levels <@ {LEVELS}", name=op.f("ck_campaigns_levels")),
        sa.CheckConstraint("newcomers OR cardinality(levels) > 0", name=op.f("ck_campaigns_takes_somebody")),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_campaigns_dates")),
        sa.CheckConstraint("grace_days >= 0", name=op.f("ck_campaigns_grace_days")),
    )
    op.create_index("ix_campaigns_school_year", "campaigns", ["school_year"])
    grant("schooling", "campaigns", privileges="SELECT, INSERT, UPDATE")


def _streets() -> None:
    op.create_table(
        "streets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("postal_code", sa.Text(), nullable=False),
        sa.Column("insee", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_streets"),
        sa.UniqueConstraint("key", name="uq_streets_key"),
    )
    op.create_table(
        "addresses",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("street_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("repetition", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_addresses"),
        sa.ForeignKeyConstraint(["street_id"], ["streets.id"], name="fk_addresses_street_id_streets"),
        sa.CheckConstraint("number BETWEEN 0 AND 99999", name=op.f("ck_addresses_number")),
    )
    op.create_index("ix_addresses_street_id", "addresses", ["street_id"])
    grant("schooling", "streets", privileges="SELECT, INSERT, UPDATE")
    grant("schooling", "addresses")


def _sectors() -> None:
    op.create_table(
        "sector_sets",
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("deliberation", sa.Text(), nullable=True),
        sa.Column("imported", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("cycle", "school_year", name="pk_sector_sets"),
        sa.ForeignKeyConstraint(["school_year"], ["school_years.year"], name="fk_sector_sets_school_year_school_years"),
        sa.CheckConstraint("cycle IN ('maternelle', 'elementaire')", name=op.f("ck_sector_sets_cycle")),
    )
    op.create_index("ix_sector_sets_school_year", "sector_sets", ["school_year"])
    op.create_table(
        "sector_rules",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("street_id", sa.Uuid(), nullable=True),
        sa.Column("first_number", sa.Integer(), nullable=True),
        sa.Column("first_repetition", sa.Text(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=True),
        sa.Column("last_repetition", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sector_rules"),
        sa.ForeignKeyConstraint(
            ["cycle", "school_year"],
            ["sector_sets.cycle", "sector_sets.school_year"],
            name="fk_sector_rules_cycle_school_year_sector_sets",
        ),
        sa.ForeignKeyConstraint(["street_id"], ["streets.id"], name="fk_sector_rules_street_id_streets"),
        sa.ForeignKeyConstraint(["uai"], ["schools.uai"], name="fk_sector_rules_uai_schools"),
        sa.CheckConstraint("side IN ('both', 'even', 'odd')", name=op.f("ck_sector_rules_side")),
    )
    op.create_index("ix_sector_rules_cycle_school_year", "sector_rules", ["cycle", "school_year"])
    op.create_index("ix_sector_rules_street_id", "sector_rules", ["street_id"])
    op.create_index("ix_sector_rules_uai", "sector_rules", ["uai"])
    grant("schooling", "sector_sets", privileges="SELECT, INSERT, UPDATE")
    grant("schooling", "sector_rules")


def _state() -> None:
    """One row: `revision` grows with each change, so that a process knows when its copy in memory is old."""
    op.create_table(
        "town_state",
        sa.Column("sole", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("streets_imported", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("sole", name="pk_town_state"),
        sa.CheckConstraint("sole", name=op.f("ck_town_state_only")),
    )
    op.execute("INSERT INTO town_state (revision, streets_imported) VALUES (0, false)")
    grant("schooling", "town_state", privileges="SELECT, UPDATE")
