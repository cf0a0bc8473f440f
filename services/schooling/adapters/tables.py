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
    PrimaryKeyConstraint,
    Sequence,
    Table,
    Text,
    Uuid,
    false,
    func,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from libs.chassis.db import new_metadata
from libs.chassis.tables import chassis_tables
from libs.chassis.throttle import throttle_table
from services.schooling.adapters.admission_tables import admission_tables

metadata = new_metadata()
CHASSIS = chassis_tables(metadata)
ADMISSION = admission_tables(metadata)
throttle_table(metadata)

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
    Column("disagreement", Boolean, nullable=False, server_default=false()),
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

_LEVEL = f"level = ANY ({_LEVELS})"
_OPEN = text("state = 'open'")

REQUEST_NUMBERS = Sequence("pre_registration_numbers", metadata=metadata)

DEROGATION_REASONS = Table(
    "derogation_reasons",
    metadata,
    Column("code", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("legal_basis", Text),
    Column("between_communes", Boolean, nullable=False),
    Column("proof", Text),
    Column("position", Integer, nullable=False),
    Column("listed", Boolean, nullable=False),
)

REFUSAL_REASONS = Table(
    "refusal_reasons",
    metadata,
    Column("code", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("applies_to", ARRAY(Text), nullable=False),
    Column("position", Integer, nullable=False),
    Column("listed", Boolean, nullable=False),
)

COMMISSION_SESSIONS = Table(
    "commission_sessions",
    metadata,
    Column("code", Text, primary_key=True),
    Column("school_year", Integer, ForeignKey("school_years.year"), nullable=False, index=True),
    Column("held_on", Date, nullable=False),
    Column("listed", Boolean, nullable=False),
)

PRE_REGISTRATIONS = Table(
    "pre_registrations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("number", Text, nullable=False, unique=True),
    Column("family_id", Uuid, nullable=False),
    Column("child_id", Uuid, nullable=False),
    Column("school_year", Integer, ForeignKey("school_years.year"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("level", Text, nullable=False),
    # Where the child would be placed, or is, by what is decided so far; the aggregate says it, the lists look for it.
    Column("school", Text, ForeignKey("schools.uai"), index=True),
    Column("wanted_school", Text, ForeignKey("schools.uai"), index=True),
    Column("submitted_at", DateTime(timezone=True), nullable=False),
    Column("silence_accepts", Boolean, nullable=False),
    Column("silence_on", Date, nullable=False),
    Column("silence_basis", Text, nullable=False),
    Column("offer", JSONB, nullable=False),
    Column("level_objection", Text),
    Column("former_school", Text),
    Column("derogation", JSONB(none_as_null=True)),
    Column("opened_at", DateTime(timezone=True)),
    Column("opened_by", Uuid),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("settled_level", JSONB(none_as_null=True)),
    Column("determined_school", JSONB(none_as_null=True)),
    Column("decision", JSONB(none_as_null=True)),
    Column("concluded_at", DateTime(timezone=True)),
    Column("concluded_by", Uuid),
    Column("placed_at", Text, ForeignKey("schools.uai"), index=True),
    Column("placed_level", Text),
    Column("waiting_for", Text, ForeignKey("schools.uai")),
    Column("waiting_since", DateTime(timezone=True)),
    Column("proposal", JSONB(none_as_null=True)),
    Column("proposal_until", DateTime(timezone=True)),
    Column("proposal_remind_at", DateTime(timezone=True)),
    Column("address_changed_at", DateTime(timezone=True)),
    CheckConstraint("kind IN ('sector', 'derogation', 'outside')", name="kind"),
    CheckConstraint("state IN ('open', 'withdrawn', 'concluded')", name="state"),
    CheckConstraint(_LEVEL, name="level"),
    CheckConstraint("(kind = 'sector') = (derogation IS NULL)", name="derogation"),
    CheckConstraint("(derogation IS NULL) = (wanted_school IS NULL)", name="wanted_school"),
    CheckConstraint("(opened_at IS NULL) = (opened_by IS NULL)", name="opened"),
    CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn"),
    CheckConstraint("(state = 'concluded') = (concluded_at IS NOT NULL)", name="concluded"),
    CheckConstraint("(placed_at IS NULL) = (placed_level IS NULL)", name="placed"),
    CheckConstraint("(waiting_for IS NULL) = (waiting_since IS NULL)", name="waiting"),
    CheckConstraint("waiting_for IS NULL OR state = 'open'", name="waits_while_open"),
    CheckConstraint("proposal_until IS NULL OR (proposal IS NOT NULL AND state = 'open')", name="proposal"),
    CheckConstraint("proposal_remind_at IS NULL OR proposal_until IS NOT NULL", name="proposal_remind_at"),
)
Index(
    "uq_pre_registrations_open",
    PRE_REGISTRATIONS.c.child_id,
    PRE_REGISTRATIONS.c.school_year,
    unique=True,
    postgresql_where=_OPEN,
)
Index("ix_pre_registrations_child_id_school_year", PRE_REGISTRATIONS.c.child_id, PRE_REGISTRATIONS.c.school_year)
Index("ix_pre_registrations_family_id", PRE_REGISTRATIONS.c.family_id)
Index("ix_pre_registrations_submitted_at_id", PRE_REGISTRATIONS.c.submitted_at, PRE_REGISTRATIONS.c.id)
Index(
    "ix_pre_registrations_open",
    PRE_REGISTRATIONS.c.submitted_at,
    PRE_REGISTRATIONS.c.id,
    postgresql_where=_OPEN,
)
Index(
    "ix_pre_registrations_waiting",
    PRE_REGISTRATIONS.c.waiting_for,
    PRE_REGISTRATIONS.c.school_year,
    PRE_REGISTRATIONS.c.level,
    PRE_REGISTRATIONS.c.waiting_since,
    postgresql_where=text("waiting_for IS NOT NULL"),
)
Index(
    "ix_pre_registrations_proposal_until",
    PRE_REGISTRATIONS.c.proposal_until,
    postgresql_where=text("proposal_until IS NOT NULL"),
)
Index(
    "ix_pre_registrations_proposal_remind_at",
    PRE_REGISTRATIONS.c.proposal_remind_at,
    postgresql_where=text("proposal_remind_at IS NOT NULL"),
)

KEPT_ANSWERS = Table(
    "kept_answers",
    metadata,
    Column("family_id", Uuid, nullable=False),
    Column("child_id", Uuid, nullable=False),
    Column("school_year", Integer, ForeignKey("school_years.year"), nullable=False, index=True),
    Column("answers", JSONB, nullable=False),
    Column("kept_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    PrimaryKeyConstraint("family_id", "child_id", "school_year"),
)

REQUEST_DOCUMENTS = Table(
    "request_documents",
    metadata,
    Column("pre_registration_id", Uuid, ForeignKey("pre_registrations.id"), nullable=False),
    Column("document_id", Uuid, nullable=False),
    Column("piece", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("scan", Text, nullable=False),
    Column("added_at", DateTime(timezone=True)),  # of a file that followed the request
    PrimaryKeyConstraint("pre_registration_id", "document_id"),
    CheckConstraint("scan IN ('clean', 'pending', 'infected')", name="scan"),
)
Index("ix_request_documents_document_id", REQUEST_DOCUMENTS.c.document_id)

SEATS = Table(
    "seats",
    metadata,
    Column("child_id", Uuid, nullable=False),
    Column("school_year", Integer, ForeignKey("school_years.year"), nullable=False, index=True),
    Column("uai", Text, ForeignKey("schools.uai"), nullable=False),
    Column("level", Text, nullable=False),
    Column("pre_registration_id", Uuid, ForeignKey("pre_registrations.id"), unique=True),
    # Held for a proposal that waits for its answer; taken by an enrolment otherwise.
    Column("held", Boolean, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False, server_default=func.now()),
    PrimaryKeyConstraint("child_id", "school_year"),
    CheckConstraint(_LEVEL, name="level"),
    CheckConstraint("NOT held OR pre_registration_id IS NOT NULL", name="held"),
)
Index("ix_seats_uai_school_year_level", SEATS.c.uai, SEATS.c.school_year, SEATS.c.level)

ENROLMENTS = Table(
    "enrolments",
    metadata,
    Column("child_id", Uuid, nullable=False),
    Column("school_year", Integer, ForeignKey("school_years.year"), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("uai", Text, ForeignKey("schools.uai"), nullable=False, index=True),
    Column("level", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("family_id", Uuid),
    Column("pre_registration_id", Uuid, ForeignKey("pre_registrations.id"), index=True),
    Column("provisional", Boolean, nullable=False, server_default=false()),
    PrimaryKeyConstraint("child_id", "school_year"),
    CheckConstraint(_LEVEL, name="level"),
    CheckConstraint("status IN ('inscrit', 'admis', 'radie')", name="status"),
)
