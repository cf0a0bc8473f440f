"""The tables of what comes after a decision: certificates, slots and appointments."""

from dataclasses import dataclass

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    false,
    text,
)


@dataclass(frozen=True)
class AdmissionTables:
    certificate_numbers: Table
    certificates: Table
    slots: Table
    appointments: Table


def admission_tables(metadata: MetaData) -> AdmissionTables:
    """Add them to schooling's metadata."""
    return AdmissionTables(
        _certificate_numbers(metadata), _certificates(metadata), _slots(metadata), _appointments(metadata)
    )


def _certificate_numbers(metadata: MetaData) -> Table:
    """The last one given in each school year. A row is held until the certificate is committed: no gap, no repeat."""
    return Table(
        "certificate_numbers",
        metadata,
        Column("school_year", Integer, ForeignKey("school_years.year"), primary_key=True, autoincrement=False),
        Column("last", Integer, nullable=False),
        CheckConstraint("last > 0", name="last"),
    )


def _certificates(metadata: MetaData) -> Table:
    """The serving role may add and delete rows, and write the columns from `version` on: what is signed stays."""
    table = Table(
        "certificates",
        metadata,
        Column("number", Text, primary_key=True),
        Column("child_id", Uuid, nullable=False),
        Column("school_year", Integer, ForeignKey("school_years.year"), nullable=False, index=True),
        Column("commune", Text, nullable=False),
        Column("uai", Text, ForeignKey("schools.uai"), nullable=False, index=True),
        Column("school", Text, nullable=False),
        Column("level", Text, nullable=False),
        Column("last_name", Text, nullable=False),
        Column("first_name", Text, nullable=False),
        Column("birth_date", Date, nullable=False),
        Column("issued_on", Date, nullable=False),
        Column("newcomer", Boolean, nullable=False),
        Column("meets_head", Boolean, nullable=False),
        Column("provisional", Boolean, nullable=False, server_default=false()),
        Column("token", Text, nullable=False),
        Column("key_id", Text, nullable=False),
        Column("issued_at", DateTime(timezone=True), nullable=False),
        Column("issued_by", Text, nullable=False),
        Column("replaces", Text),
        Column("version", Integer, nullable=False),
        Column("replaced_by", Text),
        Column("revoked_at", DateTime(timezone=True)),
        Column("revoked_by", Uuid),
        Column("revoked_for", Text),
        CheckConstraint("num_nonnulls(revoked_at, revoked_by, revoked_for) IN (0, 3)", name="revoked"),
        CheckConstraint("replaced_by IS NULL OR revoked_at IS NULL", name="replaced_or_revoked"),
    )
    Index(
        "uq_certificates_valid",
        table.c.child_id,
        table.c.school_year,
        unique=True,
        postgresql_where=text("replaced_by IS NULL AND revoked_at IS NULL"),
    )
    Index("ix_certificates_child_id_issued_at", table.c.child_id, table.c.issued_at)
    return table


def _slots(metadata: MetaData) -> Table:
    table = Table(
        "slots",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("uai", Text, ForeignKey("schools.uai"), nullable=False),
        Column("starts_at", DateTime(timezone=True), nullable=False),
        Column("minutes", Integer, nullable=False),
        Column("place", Text, nullable=False),
        Column("published_by", Text, nullable=False),
        Column("published_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
        Column("cancelled_at", DateTime(timezone=True)),
        Column("cancelled_by", Text),
        CheckConstraint("minutes BETWEEN 5 AND 180", name="minutes"),
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_by IS NULL)", name="cancelled"),
    )
    Index("ix_slots_uai_starts_at", table.c.uai, table.c.starts_at)
    Index(
        "uq_slots_standing",
        table.c.uai,
        table.c.starts_at,
        unique=True,
        postgresql_where=text("cancelled_at IS NULL"),
    )
    return table


def _appointments(metadata: MetaData) -> Table:
    table = Table(
        "appointments",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("version", Integer, nullable=False),
        Column("family_id", Uuid, nullable=False, index=True),
        Column("child_id", Uuid, nullable=False),
        Column("school_year", Integer, ForeignKey("school_years.year"), nullable=False, index=True),
        Column("slot_id", Uuid, ForeignKey("slots.id"), nullable=False),
        Column("state", Text, nullable=False),
        Column("sequence", Integer, nullable=False),
        Column("booked_at", DateTime(timezone=True), nullable=False),
        Column("closed_at", DateTime(timezone=True)),
        Column("closed_by", Text),
        Column("word", Text),
        Column("reminded", Boolean, nullable=False),
        CheckConstraint("state IN ('booked', 'cancelled', 'attended', 'missed')", name="state"),
        CheckConstraint("closed_by IN ('family', 'town')", name="closed_by"),
        CheckConstraint("(state = 'booked') = (closed_at IS NULL)", name="closed"),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
    )
    Index(
        "uq_appointments_slot_id",
        table.c.slot_id,
        unique=True,
        postgresql_where=text("state <> 'cancelled'"),
    )
    Index(
        "uq_appointments_current",
        table.c.child_id,
        table.c.school_year,
        unique=True,
        postgresql_where=text("state IN ('booked', 'attended')"),
    )
    Index("ix_appointments_slot_id", table.c.slot_id)
    Index("ix_appointments_child_id_school_year", table.c.child_id, table.c.school_year)
    Index("ix_appointments_to_remind", table.c.slot_id, postgresql_where=text("state = 'booked' AND NOT reminded"))
    return table
