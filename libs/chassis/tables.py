"""The tables that every service has beside its own: outbox, inbox, idempotency, audit."""

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB


@dataclass(frozen=True)
class ChassisTables:
    """One of each, bound to the service's metadata."""

    outbox: Table
    inbox: Table
    idempotency: Table
    audit: Table


def chassis_tables(metadata: MetaData) -> ChassisTables:
    """Add the chassis' tables to a service's metadata; `libs.chassis.migration` creates them."""
    return ChassisTables(_outbox(metadata), _inbox(metadata), _idempotency(metadata), _audit(metadata))


def _outbox(metadata: MetaData) -> Table:
    """Events to publish, in id order. A row is kept 30 days after it left, for `kiosque bus republish`."""
    table = Table(
        "outbox",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("event_id", Uuid, nullable=False, unique=True),
        Column("type", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("envelope", Text, nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("published_at", DateTime(timezone=True)),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column("next_attempt_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("last_error", Text),
    )
    unsent = table.c.published_at.is_(None)
    Index("ix_outbox_unsent", table.c.id, postgresql_where=unsent)
    Index("ix_outbox_unsent_subject", table.c.subject, table.c.id, postgresql_where=unsent)
    Index("ix_outbox_created_at", table.c.created_at)
    return table


def _inbox(metadata: MetaData) -> Table:
    """Deliveries: stored, committed, acknowledged; then applied in `position` order per source and subject."""
    table = Table(
        "inbox",
        metadata,
        Column("event_id", Uuid, primary_key=True),
        Column("position", BigInteger, Identity(always=True), nullable=False, unique=True),
        Column("type", Text, nullable=False),
        Column("source", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("envelope", Text, nullable=False),
        Column("received_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("state", Text, nullable=False, server_default=text("'pending'")),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column("next_attempt_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("last_error", Text),
        Column("applied_at", DateTime(timezone=True)),
        CheckConstraint("state IN ('pending', 'applied', 'dead')", name="state"),
    )
    pending = table.c.state == text("'pending'")
    Index("ix_inbox_pending", table.c.position, postgresql_where=pending)
    Index("ix_inbox_pending_subject", table.c.source, table.c.subject, table.c.position, postgresql_where=pending)
    Index("ix_inbox_dead", table.c.position, postgresql_where=table.c.state == text("'dead'"))
    Index("ix_inbox_applied_at", table.c.applied_at, postgresql_where=table.c.applied_at.is_not(None))
    return table


def _idempotency(metadata: MetaData) -> Table:
    """Answers to repeat, stored with their effect; kept 24 hours."""
    table = Table(
        "idempotency",
        metadata,
        Column("subject", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("body_hash", Text, nullable=False),
        Column("status", Integer, nullable=False),
        Column("location", Text, nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    )
    Index("ix_idempotency_created_at", table.c.created_at)
    return table


def _audit(metadata: MetaData) -> Table:
    """Who did or saw what, when and why. The serving role may only add and read."""
    table = Table(
        "audit",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("actor", Text, nullable=False),
        Column("action", Text, nullable=False),
        Column("object", Text, nullable=False),
        Column("reason", Text),
        Column("details", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
        Column("correlation_id", Text, nullable=False),
        Column("family_id", Uuid),
    )
    Index("ix_audit_object_at", table.c.object, table.c.at)
    Index("ix_audit_actor_at", table.c.actor, table.c.at)
    Index("ix_audit_family_id_at", table.c.family_id, table.c.at, postgresql_where=table.c.family_id.is_not(None))
    return table
