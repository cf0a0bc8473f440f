"""The tables of schooling."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY

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
