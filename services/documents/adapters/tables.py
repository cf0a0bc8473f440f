"""The tables of documents."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    and_,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from libs.chassis.db import new_metadata
from libs.chassis.tables import chassis_tables

metadata = new_metadata()
CHASSIS = chassis_tables(metadata)

DOSSIERS = Table(
    "dossiers",
    metadata,
    Column("code", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("label", Text, nullable=False),
)

PIECES = Table(
    "pieces",
    metadata,
    Column("dossier", Text, ForeignKey("dossiers.code", ondelete="CASCADE"), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("required", Boolean, nullable=False),
    Column("hint", Text),
    Column("legal_basis", Text),
    Column("max_files", Integer, nullable=False),
    Column("attestations", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("date", JSONB(none_as_null=True)),  # what is asked of the date of the paper
    Column("each_adult", Boolean, nullable=False, server_default=text("false")),
    Column("instead_of", Text),
    Column("alternative", JSONB(none_as_null=True)),
    Column("reuses", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("health", Boolean, nullable=False, server_default=text("false")),
    CheckConstraint("max_files > 0", name="max_files"),
)

# `piece` refers to no row: a commune may withdraw a piece of which files remain.
DOCUMENTS = Table(
    "documents",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("owner_kind", Text, nullable=False),
    Column("owner_id", Uuid, nullable=False),
    Column("record_kind", Text, nullable=False),
    Column("record_id", Uuid, nullable=False),
    Column("piece", Text, nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("object_key", Text, nullable=False, unique=True),
    Column("key_id", Text, nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("scan", Text, nullable=False),
    Column("scanned_late", Boolean, nullable=False),
    Column("scan_attempts", Integer, nullable=False, server_default=text("0")),
    Column("next_scan_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("promised", Boolean, nullable=False),
    Column("position", BigInteger, Identity(always=True), nullable=False, unique=True),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("removed_at", DateTime(timezone=True)),
    Column("kind", Text, nullable=False, server_default=text("'pdf'")),
    Column("remarks", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("place", Integer, nullable=False, server_default=text("0")),
    Column("joined_from", ARRAY(Uuid), nullable=False, server_default=text("'{}'")),
    Column("dated", Date),
    Column("expires_on", Date),
    Column("expiring_told_at", DateTime(timezone=True)),
    Column("expired_told_at", DateTime(timezone=True)),
    CheckConstraint("kind IN ('pdf', 'picture', 'attestation')", name="kind"),
    CheckConstraint("owner_kind IN ('registration', 'family', 'staff')", name="owner_kind"),
    CheckConstraint("record_kind IN ('family', 'adult', 'child', 'derogation', 'message')", name="record_kind"),
    CheckConstraint("scan IN ('pending', 'clean', 'infected')", name="scan"),
    CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
    CheckConstraint("size > 0 AND pages > 0", name="extent"),
)
Index("ix_documents_owner", DOCUMENTS.c.owner_kind, DOCUMENTS.c.owner_id, DOCUMENTS.c.position)
Index("ix_documents_pending", DOCUMENTS.c.next_scan_at, postgresql_where=DOCUMENTS.c.scan == text("'pending'"))
Index("ix_documents_removed_at", DOCUMENTS.c.removed_at, postgresql_where=DOCUMENTS.c.removed_at.is_not(None))
Index("ix_documents_attached", DOCUMENTS.c.received_at, postgresql_where=DOCUMENTS.c.record_kind == text("'message'"))
Index("ix_documents_key_id", DOCUMENTS.c.key_id)
Index(
    "ix_documents_expires_on",
    DOCUMENTS.c.expires_on,
    postgresql_where=and_(DOCUMENTS.c.expires_on.is_not(None), DOCUMENTS.c.expired_told_at.is_(None)),
)
Index(
    "ix_documents_requests",
    DOCUMENTS.c.record_id,
    DOCUMENTS.c.received_at,
    postgresql_where=DOCUMENTS.c.record_kind == text("'derogation'"),
)
Index(
    "ix_documents_joined_from",
    DOCUMENTS.c.joined_from,
    postgresql_using="gin",
    postgresql_where=text("joined_from <> '{}'"),
)

# The small picture of a picture, encrypted under the same data key as the picture itself.
PREVIEWS = Table(
    "previews",
    metadata,
    Column("document_id", Uuid, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# What keeps a file: `submission_id` is a submission's, or a message's.
PINS = Table(
    "pins",
    metadata,
    Column("document_id", Uuid, ForeignKey("documents.id"), primary_key=True),
    Column("submission_id", Uuid, primary_key=True),
    Column("position", BigInteger, Identity(always=True), nullable=False, unique=True),
    Column("pinned_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

# The date of a paper as its owner typed it beside files that are not handed in yet, right or wrong.
PAPER_DATES = Table(
    "paper_dates",
    metadata,
    Column("owner_kind", Text, primary_key=True),
    Column("owner_id", Uuid, primary_key=True),
    Column("record_kind", Text, primary_key=True),
    Column("record_id", Uuid, primary_key=True),
    Column("piece", Text, primary_key=True),
    Column("typed", Text, nullable=False),
)

# Registrations that take no more files: handed in as a family, or abandoned (`family_id` is empty).
CLOSED_REGISTRATIONS = Table(
    "closed_registrations",
    metadata,
    Column("registration_id", Uuid, primary_key=True),
    Column("family_id", Uuid),
    Column("closed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

# Families that are no more: what is still on its way for them is not taken.
ERASED_FAMILIES = Table(
    "erased_families",
    metadata,
    Column("family_id", Uuid, primary_key=True),
    Column("erased_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

# Objects of which the row went; a job deletes them. Without the row's data key they are noise already.
DISPOSALS = Table(
    "disposals",
    metadata,
    Column("object_key", Text, primary_key=True),
    Column("asked_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
