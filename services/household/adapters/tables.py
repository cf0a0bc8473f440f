"""The tables of household."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Sequence,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from libs.chassis.db import new_metadata
from libs.chassis.tables import chassis_tables
from libs.chassis.throttle import throttle_table

metadata = new_metadata()
CHASSIS = chassis_tables(metadata)

# New codes have five digits or more; one that a rolled back transaction took is lost, none is given twice.
FAMILY_CODES = Sequence("family_codes", start=10000, metadata=metadata)

STREETS = Table(
    "streets",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("matching_name", Text, nullable=False),
    Column("postal_code", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("insee", Text, nullable=False),
)
Index("ix_streets_matching_name", STREETS.c.matching_name)

REFUSAL_REASONS = Table(
    "refusal_reasons",
    metadata,
    Column("code", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("applies_to", ARRAY(Text), nullable=False),
    Column("position", Integer, nullable=False),
)

PIECES = Table(
    "pieces",
    metadata,
    Column("kind", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("required", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    Column("health", Boolean, nullable=False, server_default=text("false")),
    Column("each_adult", Boolean, nullable=False, server_default=text("false")),
    Column("instead_of", Text),
    Column("proves", Text),
    PrimaryKeyConstraint("kind", "code"),
    CheckConstraint("kind IN ('family', 'adult', 'child')", name="kind"),
)

DISEASES = Table(
    "diseases",
    metadata,
    Column("code", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("duties", JSONB, nullable=False),  # [{due_months, born_from, born_until}]
    Column("position", Integer, nullable=False),
)

DRAFTS = Table(
    "drafts",
    metadata,
    Column("registration_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("adults", JSONB, nullable=False),
    Column("children", JSONB, nullable=False),
    Column("family_id", Uuid),
    Column("family_code", Text),
    Column("written_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("opened_by", Uuid),  # the agent, for a draft of the counter
    Column("opened_at", DateTime(timezone=True)),
    CheckConstraint("(family_id IS NULL) = (family_code IS NULL)", name="outcome"),
    CheckConstraint("(opened_by IS NULL) = (opened_at IS NULL)", name="opened"),
)
Index("ix_drafts_written_at", DRAFTS.c.written_at)
Index("ix_drafts_opened_at", DRAFTS.c.opened_at, postgresql_where=DRAFTS.c.opened_by.is_not(None))

FAMILIES = Table(
    "families",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("code", Text, nullable=False, unique=True),
    Column("registration_id", Uuid, unique=True),
    Column("registered_at", DateTime(timezone=True), nullable=False),
    Column("activated_at", DateTime(timezone=True)),
    Column("origin", Text, nullable=False, server_default=text("'online'")),
    Column("registered_by", Uuid),
    CheckConstraint("origin IN ('online', 'counter', 'imported')", name="origin"),
    CheckConstraint("(registration_id IS NULL) = (origin = 'imported')", name="registration"),
    CheckConstraint("(registered_by IS NULL) = (origin <> 'counter')", name="registered_by"),
)
Index("ix_families_code_prefix", FAMILIES.c.code, postgresql_ops={"code": "text_pattern_ops"})
Index("ix_families_never_activated", FAMILIES.c.registered_at, postgresql_where=FAMILIES.c.activated_at.is_(None))

PUBLISHED_FAMILIES = Table(
    "published_families",
    metadata,
    Column("family_id", Uuid, ForeignKey("families.id"), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("code", Text),
    Column("address", JSONB(none_as_null=True)),
    Column("complete", Boolean),
    CheckConstraint("(version = 0) = (code IS NULL)", name="told"),
    CheckConstraint("(code IS NULL) = (complete IS NULL)", name="whole"),
)

ADULTS = Table(
    "adults",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("family_id", Uuid, ForeignKey("families.id"), nullable=False),
    Column("position", Integer, nullable=False),
    UniqueConstraint("family_id", "position"),
)

CHILDREN = Table(
    "children",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("last_name", Text, nullable=False),
    Column("first_name", Text, nullable=False),
    Column("sex", Text, nullable=False),
    Column("birth_date", Date, nullable=False),
    Column("birth_place", Text),
    Column("validated", Boolean, nullable=False),
    Column("disagreement_reason", Text),  # for agents alone
    Column("disagreement_by", Uuid),
    Column("disagreement_at", DateTime(timezone=True)),
    CheckConstraint(
        "num_nonnulls(disagreement_reason, disagreement_by, disagreement_at) IN (0, 3)", name="disagreement"
    ),
    CheckConstraint("sex IN ('feminin', 'masculin')", name="sex"),
)

HOMES = Table(
    "homes",
    metadata,
    Column("child_id", Uuid, ForeignKey("children.id"), nullable=False),
    Column("family_id", Uuid, ForeignKey("families.id"), nullable=False),
    Column("since", DateTime(timezone=True), nullable=False, server_default=func.now()),
    PrimaryKeyConstraint("child_id", "family_id"),
)
Index("ix_homes_family_id", HOMES.c.family_id)

LINK_CODES = Table(
    "link_codes",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("child_id", Uuid, ForeignKey("children.id"), nullable=False),
    Column("issued_by", Uuid, nullable=False),
    Column("issued_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
    Column("used_by", Uuid),
    CheckConstraint("(used_at IS NULL) = (used_by IS NULL)", name="used"),
)
Index("ix_link_codes_child_id", LINK_CODES.c.child_id)

THROTTLES = throttle_table(metadata)

GUARDIANSHIPS = Table(
    "guardianships",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=func.gen_random_uuid()),
    Column("child_id", Uuid, ForeignKey("children.id"), nullable=False),
    Column("family_id", Uuid, ForeignKey("families.id"), nullable=False),
    Column("adult_id", Uuid, ForeignKey("adults.id")),
    Column("elsewhere_last_name", Text),
    Column("elsewhere_first_name", Text),
    Column("states", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("elsewhere_link", Text),
    Column("elsewhere_telephone", Text),
    Column("elsewhere_email", Text),
    Column("elsewhere_address", Text),
    CheckConstraint("(adult_id IS NULL) = (elsewhere_last_name IS NOT NULL)", name="person"),
    CheckConstraint("elsewhere_link IN ('mere', 'pere', 'autre')", name="elsewhere_link"),
    CheckConstraint(
        "adult_id IS NULL OR num_nonnulls(elsewhere_link, elsewhere_telephone, elsewhere_email, elsewhere_address) = 0",
        name="elsewhere",
    ),
    CheckConstraint("elsewhere_address IS NULL OR NOT 'protected_address' = ANY (states)", name="protected_address"),
    CheckConstraint(
        "states <@ ARRAY['exclusive_authority', 'delegated', 'placed', 'protected_address']", name="states"
    ),
    UniqueConstraint("child_id", "family_id", "adult_id"),
)
Index("ix_guardianships_family_id", GUARDIANSHIPS.c.family_id)
Index("ix_guardianships_adult_id", GUARDIANSHIPS.c.adult_id)

SUBMISSIONS = Table(
    "submissions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("family_id", Uuid, ForeignKey("families.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("record_names", JSONB, nullable=False),
    Column("declarations", JSONB, nullable=False, server_default=text("'{}'")),  # when each record was declared exact
    Column("concluded_at", DateTime(timezone=True)),
    Column("concluded_by", Uuid),
    Column("opened_at", DateTime(timezone=True)),
    Column("opened_by", Uuid),
    Column("withdrawn_at", DateTime(timezone=True)),
    CheckConstraint("kind IN ('registration', 'change')", name="kind"),
    CheckConstraint("(concluded_at IS NULL) = (concluded_by IS NULL)", name="concluded"),
    CheckConstraint("(opened_at IS NULL) = (opened_by IS NULL)", name="opened"),
    CheckConstraint("withdrawn_at IS NULL OR num_nonnulls(opened_at, concluded_at) = 0", name="withdrawn"),
)
Index("ix_submissions_family_id", SUBMISSIONS.c.family_id)
Index(
    "ix_submissions_open",
    SUBMISSIONS.c.made_at,
    SUBMISSIONS.c.id,
    postgresql_where=text("concluded_at IS NULL AND withdrawn_at IS NULL"),
)
Index(
    "ix_submissions_concluded",
    SUBMISSIONS.c.concluded_at,
    SUBMISSIONS.c.id,
    postgresql_where=text("concluded_at IS NOT NULL"),
)

ITEMS = Table(
    "submission_items",
    metadata,
    Column("submission_id", Uuid, ForeignKey("submissions.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("required", Boolean, nullable=False),
    Column("old", JSONB(none_as_null=True)),
    Column("new", JSONB(none_as_null=True)),
    Column("piece_label", Text),
    Column("old_documents", ARRAY(Uuid), nullable=False),
    Column("paper_date", JSONB(none_as_null=True)),
    Column("decision", Text),
    Column("reason_code", Text),
    Column("reason_label", Text),
    Column("comment", Text),
    Column("decided_by", Uuid),
    Column("decided_at", DateTime(timezone=True)),
    PrimaryKeyConstraint("submission_id", "key"),
    CheckConstraint("decision IN ('accept', 'refuse', 'waive')", name="decision"),
    CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided"),
    CheckConstraint("(decision = 'refuse') = (reason_label IS NOT NULL)", name="refusal_has_a_reason"),
)

DOCUMENTS = Table(
    "submission_documents",
    metadata,
    Column("submission_id", Uuid, nullable=False),
    Column("item_key", Text, nullable=False),
    Column("document_id", Uuid, nullable=False),
    Column("position", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("scan", Text, nullable=False),
    PrimaryKeyConstraint("submission_id", "item_key", "document_id"),
    ForeignKeyConstraint(["submission_id", "item_key"], ["submission_items.submission_id", "submission_items.key"]),
    CheckConstraint("scan IN ('clean', 'pending', 'infected')", name="scan"),
)
Index("ix_submission_documents_document_id", DOCUMENTS.c.document_id)

RECORDS = Table(
    "records",
    metadata,
    Column("family_id", Uuid, ForeignKey("families.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("written", JSONB, nullable=False),
    Column("accepted", JSONB, nullable=False),
    Column("refusals", JSONB, nullable=False),
    Column("pieces", JSONB, nullable=False),
    Column("submission_id", Uuid, ForeignKey("submissions.id")),
    Column("pending_items", ARRAY(Text), nullable=False),
    Column("answered", JSONB, nullable=False, server_default=text("'{}'")),
    Column("replaced", JSONB, nullable=False, server_default=text("'{}'")),
    Column("declared_at", DateTime(timezone=True)),
    Column("said_at", JSONB, nullable=False, server_default=text("'{}'")),
    Column("asked_again", JSONB, nullable=False, server_default=text("'{}'")),
    Column("frozen", Boolean, nullable=False, server_default=text("false")),
    Column("closed_at", DateTime(timezone=True)),
    PrimaryKeyConstraint("family_id", "key"),
    CheckConstraint("kind IN ('family', 'adult', 'child', 'health')", name="kind"),
    CheckConstraint("starts_with(key, kind || '-')", name="key"),
    CheckConstraint("(submission_id IS NULL) = (pending_items = '{}')", name="pending"),
)
Index("ix_records_submission_id", RECORDS.c.submission_id)
