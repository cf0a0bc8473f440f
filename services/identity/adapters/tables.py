"""Identity's tables."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Interval,
    LargeBinary,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from libs.chassis.db import new_metadata
from libs.chassis.tables import chassis_tables

metadata = new_metadata()
CHASSIS = chassis_tables(metadata)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("email", Text, nullable=False),
    Column("email_key", Text, nullable=False),
    Column("address_checked", Boolean, nullable=False),
    Column("civility", Text),
    Column("last_name", Text),
    Column("first_name", Text),
    Column("password_hash", Text),
    Column("terms_version", Text),
    Column("consented_at", DateTime(timezone=True)),
    Column("family_id", Uuid, unique=True),
    Column("family_code", Text, unique=True),
    Column("activated_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("version", Integer, nullable=False),
    CheckConstraint("civility IN ('madame', 'monsieur')", name="civility"),
    CheckConstraint(
        "num_nonnulls(civility, last_name, first_name, password_hash, terms_version, consented_at) IN (0, 6)",
        name="described_whole",
    ),
    CheckConstraint("num_nonnulls(family_id, family_code) IN (0, 2)", name="family_whole"),
    CheckConstraint("activated_at IS NULL OR family_id IS NOT NULL", name="active_has_family"),
)
Index("ix_accounts_email_key", accounts.c.email_key)
Index("ix_accounts_address_unchecked", accounts.c.created_at, postgresql_where=text("NOT address_checked"))
Index("ix_accounts_pending", accounts.c.created_at, postgresql_where=accounts.c.family_id.is_(None))

staff = Table(
    "staff",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("totp_secret", Text, nullable=False),
    Column("totp_step", BigInteger),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("version", Integer, nullable=False),
)

# A registration's account is written at commit, after the session that opens with it: the reference is checked then.
sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED")),
    Column("staff_id", Uuid, ForeignKey("staff.id", ondelete="CASCADE")),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("last_seen_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("idle_timeout", Interval, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    CheckConstraint(
        "(kind IN ('registration', 'family') AND account_id IS NOT NULL AND staff_id IS NULL)"
        " OR (kind IN ('second_factor', 'staff') AND staff_id IS NOT NULL AND account_id IS NULL)",
        name="kind",
    ),
)
Index("ix_sessions_account_id", sessions.c.account_id)
Index("ix_sessions_staff_id", sessions.c.staff_id)

activation_links = Table(
    "activation_links",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)
Index("ix_activation_links_account_id", activation_links.c.account_id)

# `empty_at`: when the bucket will have leaked out (GCRA's theoretical arrival time).
throttles = Table(
    "throttles",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("empty_at", DateTime(timezone=True), nullable=False),
)
Index("ix_throttles_empty_at", throttles.c.empty_at)
