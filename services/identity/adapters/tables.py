"""Identity's tables."""

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
    Interval,
    LargeBinary,
    Table,
    Text,
    Uuid,
    false,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from libs.chassis.db import new_metadata
from libs.chassis.tables import chassis_tables
from libs.chassis.throttle import throttle_table

metadata = new_metadata()
CHASSIS = chassis_tables(metadata)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("email", Text, nullable=False),
    Column("email_key", Text, nullable=False),
    Column("address_checked", Boolean, nullable=False),
    Column("proven", Boolean, nullable=False, server_default=false()),
    Column("civility", Text),
    Column("last_name", Text),
    Column("first_name", Text),
    Column("password_hash", Text),
    Column("terms_version", Text),
    Column("consented_at", DateTime(timezone=True)),
    Column("family_id", Uuid, unique=True),
    Column("family_code", Text, unique=True),
    Column("activated_at", DateTime(timezone=True)),
    Column("activation_asked_at", DateTime(timezone=True)),
    Column("reminded_at", DateTime(timezone=True)),
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
Index(
    "ix_accounts_resumable",
    accounts.c.email_key,
    postgresql_where=accounts.c.family_id.is_(None) & accounts.c.password_hash.is_not(None),
)
Index(
    "ix_accounts_awaiting",
    accounts.c.activation_asked_at,
    postgresql_where=text("family_id IS NOT NULL AND activated_at IS NULL"),
)

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
    Column("id", Uuid, nullable=False, unique=True, server_default=func.gen_random_uuid()),
    Column("kind", Text, nullable=False),
    Column("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED")),
    Column("staff_id", Uuid, ForeignKey("staff.id", ondelete="CASCADE")),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("last_seen_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("idle_timeout", Interval, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("device", Text),
    Column("browser", Text),
    CheckConstraint(
        "(kind IN ('registration', 'family') AND account_id IS NOT NULL AND staff_id IS NULL)"
        " OR (kind IN ('second_factor', 'staff') AND staff_id IS NOT NULL AND account_id IS NULL)",
        name="kind",
    ),
    CheckConstraint("device IN ('phone', 'tablet', 'computer')", name="device"),
    CheckConstraint("browser IN ('chrome', 'edge', 'firefox', 'opera', 'safari', 'samsung', 'other')", name="browser"),
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

# Challenges that were solved and used, until they expire by themselves.
spent_challenges = Table(
    "spent_challenges",
    metadata,
    Column("signature", LargeBinary, primary_key=True),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)
Index("ix_spent_challenges_expires_at", spent_challenges.c.expires_at)

# The last code that was mailed for a registration. `digest` is keyed, and covers the address that it went to.
mail_codes = Table(
    "mail_codes",
    metadata,
    Column("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)

# Addresses whose registrations somebody wants to resume, until a job has looked for them.
resumption_requests = Table(
    "resumption_requests",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("email", Text, nullable=False),
    Column("requested_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

resumption_links = Table(
    "resumption_links",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)
Index("ix_resumption_links_account_id", resumption_links.c.account_id)

# One device may know several accounts: two parents with one computer.
known_devices = Table(
    "known_devices",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("signed_in_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)
Index("ix_known_devices_account_id", known_devices.c.account_id)

throttles = throttle_table(metadata)

# Families that the town knew before any account of theirs: imported, or written at the counter.
claimable_families = Table(
    "claimable_families",
    metadata,
    Column("family_id", Uuid, primary_key=True),
    Column("family_code", Text, nullable=False, unique=True),
    Column("email", Text),
    Column("known_since", DateTime(timezone=True), nullable=False),
    Column("closed_at", DateTime(timezone=True)),  # its holder closed its account
)
Index(
    "ix_claimable_families_closed_at",
    claimable_families.c.closed_at,
    postgresql_where=claimable_families.c.closed_at.is_not(None),
)

# One a family: a new code takes the place of the former.
claim_codes = Table(
    "claim_codes",
    metadata,
    Column("family_id", Uuid, ForeignKey("claimable_families.family_id", ondelete="CASCADE"), primary_key=True),
    Column("code_hash", LargeBinary, nullable=False),
    Column("issued_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("gives_back", Boolean, nullable=False, server_default=false()),
)
Index("ix_claim_codes_expires_at", claim_codes.c.expires_at)

# A registration that a claim code opened. Its account is written at commit, after this row.
claims = Table(
    "claims",
    metadata,
    Column(
        "account_id",
        Uuid,
        ForeignKey("accounts.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED"),
        primary_key=True,
    ),
    Column("family_id", Uuid, ForeignKey("claimable_families.family_id", ondelete="CASCADE"), nullable=False),
    Column("code_hash", LargeBinary, nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
Index("ix_claims_family_id", claims.c.family_id)

password_resets = Table(
    "password_resets",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)
Index("ix_password_resets_account_id", password_resets.c.account_id)

# Who forgot what, until a job has looked for them: the same row whether anybody has that identifier or not.
recoveries = Table(
    "recoveries",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("forgotten", Text, nullable=False),
    Column("identifier", Text, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("forgotten IN ('password', 'family_code')", name="forgotten"),
)
Index("ix_recoveries_asked_at", recoveries.c.asked_at)

# The address that an account shall have once its holder confirmed it; a newer request takes the place of the former.
email_changes = Table(
    "email_changes",
    metadata,
    Column("account_id", Uuid, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("email", Text, nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("requested_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)
