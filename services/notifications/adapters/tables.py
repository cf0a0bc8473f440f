"""The tables of notifications."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
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
from sqlalchemy.dialects.postgresql import JSONB

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
    CheckConstraint(
        "template IN ('account-closed', 'activation', 'activation-reminder', 'address-known', 'appointment-booked', "
        "'appointment-cancelled', 'appointment-moved', 'appointment-reminder', 'certificate', "
        "'certificate-revoked', 'claim-offer', 'decision', 'email-change', 'email-changed', "
        "'family-codes', 'mail-code', 'password-changed', 'password-reset', "
        "'piece-reminder', 'resumption')",
        name="template",
    ),
    CheckConstraint("state IN ('waiting', 'sent', 'refused', 'superseded', 'expired')", name="state"),
    CheckConstraint("address IS NOT NULL OR account_id IS NOT NULL", name="addressed"),
    CheckConstraint("state = 'waiting' OR sealed_token IS NULL", name="secret_forgotten"),
    CheckConstraint("(state = 'waiting') = (closed_at IS NULL)", name="closed"),
)
Index("ix_deliveries_waiting", DELIVERIES.c.position, postgresql_where=text("state = 'waiting'"))
Index("ix_deliveries_next_attempt_at", DELIVERIES.c.next_attempt_at, postgresql_where=text("state = 'waiting'"))
Index("ix_deliveries_account_id", DELIVERIES.c.account_id, DELIVERIES.c.template)
Index("ix_deliveries_refused", DELIVERIES.c.closed_at, postgresql_where=text("state IN ('refused', 'expired')"))
Index("ix_deliveries_closed_at", DELIVERIES.c.closed_at)

MESSAGES = Table(
    "messages",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=func.gen_random_uuid()),
    Column("family_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("submission_id", Uuid, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("posted_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("read_at", DateTime(timezone=True)),
    Column("read_by", Uuid),
    UniqueConstraint("submission_id", "kind"),
    CheckConstraint("kind IN ('submission-received', 'submission-concluded', 'submission-withdrawn')", name="kind"),
    CheckConstraint("(read_at IS NULL) = (read_by IS NULL)", name="reading"),
)
Index("ix_messages_family_id_posted_at_id", MESSAGES.c.family_id, MESSAGES.c.posted_at, MESSAGES.c.id)
Index("ix_messages_unread", MESSAGES.c.family_id, postgresql_where=MESSAGES.c.read_at.is_(None))
