"""The tables of notifications."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
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

metadata = new_metadata()
CHASSIS = chassis_tables(metadata)

RECIPIENTS = Table(
    "recipients",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("family_id", Uuid, nullable=False),
    Column("email", Text, nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("version", BigInteger, nullable=False),
)
Index("ix_recipients_family_id", RECIPIENTS.c.family_id)

DELIVERIES = Table(
    "deliveries",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=func.gen_random_uuid()),
    Column("position", BigInteger, Identity(always=True), nullable=False, unique=True),
    Column("template", Text, nullable=False),
    Column("purpose", Text, nullable=False, unique=True),
    Column("account_id", Uuid),
    Column("address", Text),
    Column("params", JSONB, nullable=False),
    Column("sealed_token", Text),
    Column("account_version", BigInteger),
    Column("state", Text, nullable=False, server_default=text("'waiting'")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("next_attempt_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("not_after", DateTime(timezone=True), nullable=False, server_default=text("now() + interval '3 days'")),
    Column("closed_at", DateTime(timezone=True)),
    Column("last_error", Text),
    Column("thread_id", Uuid),
    CheckConstraint(
        "template IN ('account-closed', 'activation', 'activation-reminder', 'address-known', 'appointment-booked', "
        "'appointment-cancelled', 'appointment-moved', 'appointment-reminder', 'certificate', "
        "'certificate-revoked', 'claim-offer', 'decision', 'email-change', 'email-changed', "
        "'family-codes', 'mail-code', 'new-message', 'password-changed', 'password-reset', "
        "'piece-reminder', 'proposal-reminder', 'resumption')",
        name="template",
    ),
    CheckConstraint("state IN ('waiting', 'sent', 'refused', 'superseded', 'expired')", name="state"),
    CheckConstraint("address IS NOT NULL OR account_id IS NOT NULL", name="addressed"),
    CheckConstraint("state = 'waiting' OR sealed_token IS NULL", name="secret_forgotten"),
    CheckConstraint("(state = 'waiting') = (closed_at IS NULL)", name="closed"),
)
Index("ix_deliveries_waiting", DELIVERIES.c.position, postgresql_where=text("state = 'waiting'"))
Index("ix_deliveries_next_attempt_at", DELIVERIES.c.next_attempt_at, postgresql_where=text("state = 'waiting'"))
Index(
    "ix_deliveries_thread_id",
    DELIVERIES.c.thread_id,
    postgresql_where=text("state = 'waiting' AND thread_id IS NOT NULL"),
)
Index("ix_deliveries_account_id", DELIVERIES.c.account_id, DELIVERIES.c.template)
Index("ix_deliveries_refused", DELIVERIES.c.closed_at, postgresql_where=text("state IN ('refused', 'expired')"))
Index("ix_deliveries_closed_at", DELIVERIES.c.closed_at)

# The codes of the families, from whoever tells them: agents look for threads by them.
FAMILIES = Table(
    "families",
    metadata,
    Column("family_id", Uuid, primary_key=True),
    Column("code", Text, nullable=False),
)
Index("ix_families_code_prefix", FAMILIES.c.code, postgresql_ops={"code": "text_pattern_ops"})

THREADS = Table(
    "threads",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("family_id", Uuid, nullable=False),
    Column("desk", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("about_kind", Text),
    Column("about_id", Uuid),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("last_at", DateTime(timezone=True), nullable=False),
    Column("waiting_since", DateTime(timezone=True)),
    Column("closed_at", DateTime(timezone=True)),
    Column("noticed_at", DateTime(timezone=True)),
    UniqueConstraint("about_kind", "about_id"),
    CheckConstraint("state IN ('told', 'to_answer', 'answered', 'closed')", name="state"),
    CheckConstraint("(about_kind IS NULL) = (about_id IS NULL)", name="about"),
    CheckConstraint("(state = 'to_answer') = (waiting_since IS NOT NULL)", name="waiting"),
    CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
)
Index("ix_threads_family_id_last_at_id", THREADS.c.family_id, THREADS.c.last_at, THREADS.c.id)
Index(
    "ix_threads_waiting_since_id", THREADS.c.waiting_since, THREADS.c.id, postgresql_where=text("state = 'to_answer'")
)
Index("ix_threads_state_last_at_id", THREADS.c.state, THREADS.c.last_at, THREADS.c.id)

MESSAGES = Table(
    "messages",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("thread_id", Uuid, ForeignKey("threads.id"), nullable=False),
    Column("position", BigInteger, Identity(always=True), nullable=False, unique=True),
    Column("family_id", Uuid, nullable=False),
    Column("author", Text, nullable=False),
    Column("author_id", Uuid),
    Column("signature", Text),
    Column("kind", Text),
    Column("purpose", Text, unique=True),
    Column("notice", Text),
    Column("subject", Text),
    Column("body", Text, nullable=False),
    Column("document_ids", ARRAY(Uuid), nullable=False, server_default=text("'{}'")),
    Column("posted_at", DateTime(timezone=True), nullable=False),
    Column("read_at", DateTime(timezone=True)),
    Column("read_by", Uuid),
    CheckConstraint("author IN ('family', 'town', 'kiosk')", name="author"),
    CheckConstraint("(author = 'kiosk') = (author_id IS NULL)", name="author_id"),
    CheckConstraint("(author = 'kiosk') = (purpose IS NOT NULL)", name="purpose"),
    CheckConstraint("(read_at IS NULL) = (read_by IS NULL)", name="reading"),
)
Index("ix_messages_thread_id_position", MESSAGES.c.thread_id, MESSAGES.c.position)
Index("ix_messages_unread", MESSAGES.c.family_id, postgresql_where=text("read_at IS NULL AND author <> 'family'"))
Index(
    "ix_messages_written",
    MESSAGES.c.family_id,
    MESSAGES.c.posted_at,
    postgresql_where=text("author = 'family'"),
)

# What was begun and not sent. `thread_id` is empty where a new thread was begun.
DRAFTS = Table(
    "drafts",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=func.gen_random_uuid()),
    Column("writer", Text, nullable=False),
    Column("family_id", Uuid, nullable=False),
    Column("thread_id", Uuid, ForeignKey("threads.id")),
    Column("desk", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("saved_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    UniqueConstraint("writer", "family_id", "thread_id", postgresql_nulls_not_distinct=True),
)
Index("ix_drafts_family_id", DRAFTS.c.family_id)
Index("ix_drafts_thread_id", DRAFTS.c.thread_id)
Index("ix_drafts_saved_at", DRAFTS.c.saved_at)
