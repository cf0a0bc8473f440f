"""The tables of schooling."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    func,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from libs.chassis.db import new_metadata
from libs.chassis.tables import chassis_tables

metadata = new_metadata()
CHASSIS = chassis_tables(metadata)

SCHOOLS = Table(
    "schools",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("telephone", Text, nullable=False),
    Column("levels", ARRAY(Text), nullable=False),
    Column("position", Integer, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("head", Text),
    CheckConstraint("kind IN ('maternelle', 'elementaire', 'primaire')", name="kind"),
    CheckConstraint(
        "cardinality(levels) > 0 AND levels <@ ARRAY['TPS','PS','MS','GS','CP','CE1','CE2','CM1','CM2']", name="levels"
    ),
)

CHILDREN = Table(
    "children",
    metadata,
    Column("child_id", Uuid, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("family_ids", ARRAY(Uuid), nullable=False),
    Column("last_name", Text, nullable=False),
    Column("first_name", Text, nullable=False),
    Column("sex", Text, nullable=False),
    Column("birth_date", Date, nullable=False),
    Column("validated", Boolean, nullable=False),
    CheckConstraint("sex IN ('feminin', 'masculin')", name="sex"),
)
Index("ix_children_family_ids", CHILDREN.c.family_ids, postgresql_using="gin")

ERASED_CHILDREN = Table(
    "erased_children",
    metadata,
    Column("child_id", Uuid, primary_key=True),
    Column("erased_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

FAMILIES = Table(
    "families",
    metadata,
    Column("family_id", Uuid, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("code", Text, nullable=False),
    Column("address", JSONB(none_as_null=True)),
    Column("complete", Boolean, nullable=False),
)
Index("ix_families_code_prefix", FAMILIES.c.code, postgresql_ops={"code": "text_pattern_ops"})

ERASED_FAMILIES = Table(
    "erased_families",
    metadata,
    Column("family_id", Uuid, primary_key=True),
    Column("erased_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

_LEVELS = "ARRAY['TPS','PS','MS','GS','CP','CE1','CE2','CM1','CM2']"

SCHOOL_YEARS = Table(
    "school_years",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("rentree", Date, nullable=False),
    Column("open", Boolean, nullable=False),
    CheckConstraint("extract(year FROM rentree) = year", name="rentree"),
)

SCHOOL_PLACES = Table(
    "school_places",
    metadata,
    Column("uai", Text, ForeignKey("schools.uai"), primary_key=True),
    Column("school_year", Integer, ForeignKey("school_years.year"), primary_key=True, index=True),
    Column("level", Text, primary_key=True),
    Column("places", Integer, nullable=False),
    CheckConstraint(f"level = ANY ({_LEVELS})", name="level"),
    CheckConstraint("places >= 0", name="places"),
)

CAMPAIGNS = Table(
    "campaigns",
    metadata,
    Column("code", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("school_year", Integer, ForeignKey("school_years.year"), nullable=False, index=True),
    Column("levels", ARRAY(Text), nullable=False),
    Column("newcomers", Boolean, nullable=False),
    Column("opens_at", DateTime(timezone=True), nullable=False),
    Column("closes_at", DateTime(timezone=True), nullable=False),
    Column("grace_days", Integer, nullable=False),
    Column("introduction", Text, nullable=False),
    Column("closed_text", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("listed", Boolean, nullable=False),
    CheckConstraint(f"levels <@ {_LEVELS}", name="levels"),
    CheckConstraint("newcomers OR cardinality(levels) > 0", name="takes_somebody"),
    CheckConstraint("closes_at > opens_at", name="dates"),
    CheckConstraint("grace_days >= 0", name="grace_days"),
)

STREETS = Table(
    "streets",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("postal_code", Text, nullable=False),
    Column("insee", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("listed", Boolean, nullable=False),
)

ADDRESSES = Table(
    "addresses",
    metadata,
    Column("id", Text, primary_key=True),
    Column("street_id", Uuid, ForeignKey("streets.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("repetition", Text, nullable=False),
    CheckConstraint("number BETWEEN 0 AND 99999", name="number"),
)

SECTOR_SETS = Table(
    "sector_sets",
    metadata,
    Column("cycle", Text, primary_key=True),
    Column("school_year", Integer, ForeignKey("school_years.year"), primary_key=True, index=True),
    Column("deliberation", Text),
    Column("imported", Boolean, nullable=False),
    CheckConstraint("cycle IN ('maternelle', 'elementaire')", name="cycle"),
)

SECTOR_RULES = Table(
    "sector_rules",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("cycle", Text, nullable=False),
    Column("school_year", Integer, nullable=False),
    Column("street_id", Uuid, ForeignKey("streets.id"), index=True),
    Column("first_number", Integer),
    Column("first_repetition", Text, nullable=False),
    Column("last_number", Integer),
    Column("last_repetition", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("uai", Text, ForeignKey("schools.uai"), nullable=False, index=True),
    Column("line", Integer, nullable=False),
    ForeignKeyConstraint(["cycle", "school_year"], ["sector_sets.cycle", "sector_sets.school_year"]),
    CheckConstraint("side IN ('both', 'even', 'odd')", name="side"),
    Index("ix_sector_rules_cycle_school_year", "cycle", "school_year"),
)

TOWN_STATE = Table(
    "town_state",
    metadata,
    Column("sole", Boolean, primary_key=True, server_default=true()),
    Column("revision", BigInteger, nullable=False),
    Column("streets_imported", Boolean, nullable=False),
    CheckConstraint("sole", name="sole"),
)
