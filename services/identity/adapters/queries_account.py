"""What the holder of an account reads of it: its address, the change that waits, the sessions that are open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import and_, func, select

from libs.chassis.db import Database
from services.identity.adapters.tables import accounts, claim_codes, claimable_families, email_changes, sessions
from services.identity.domain.session import SessionKind, digest


@dataclass(frozen=True)
class OwnAccount:
    """`new_email`, `new_email_until`: the address that waits to be confirmed, and until when; both or none."""

    family_code: str
    email: str
    activated_at: datetime
    new_email: str | None
    new_email_until: datetime | None


@dataclass(frozen=True)
class OpenSession:
    """`device` and `browser` are unknown of sessions that were opened before these were kept.

    `last_seen_at` is up to 45 s late: a session's use is not noted more often.
    """

    id: UUID
    opened_at: datetime
    last_seen_at: datetime
    device: str | None
    browser: str | None


async def own_account(database: Database, account_id: UUID) -> OwnAccount | None:
    """None: it was deleted a moment ago."""
    waits = and_(email_changes.c.account_id == accounts.c.id, email_changes.c.expires_at > func.now())
    query = (
        select(
            accounts.c.family_code,
            accounts.c.email,
            accounts.c.activated_at,
            email_changes.c.email.label("new_email"),
            email_changes.c.expires_at.label("new_email_until"),
        )
        .select_from(accounts.outerjoin(email_changes, waits))
        .where(accounts.c.id == account_id, accounts.c.activated_at.is_not(None))
    )
    async with database.reading() as connection:
        row = (await connection.execute(query)).one_or_none()
    return OwnAccount(*row) if row else None


async def open_sessions(database: Database, account_id: UUID) -> Sequence[OpenSession]:
    """The living ones of the family, the last used first."""
    query = (
        select(
            sessions.c.id,
            sessions.c.created_at.label("opened_at"),
            sessions.c.last_seen_at,
            sessions.c.device,
            sessions.c.browser,
        )
        .where(
            sessions.c.account_id == account_id,
            sessions.c.kind == SessionKind.FAMILY.value,
            sessions.c.expires_at > func.now(),
            sessions.c.last_seen_at + sessions.c.idle_timeout > func.now(),
        )
        .order_by(sessions.c.last_seen_at.desc(), sessions.c.id)
    )
    async with database.reading() as connection:
        return [OpenSession(*row) for row in await connection.execute(query)]


async def address_to_confirm(database: Database, token: str) -> str | None:
    """The address that a link would give to its account, while the link is good."""
    query = select(email_changes.c.email).where(
        email_changes.c.token_hash == digest(token), email_changes.c.expires_at > func.now()
    )
    async with database.reading() as connection:
        email: str | None = (await connection.execute(query)).scalar_one_or_none()
    return email


@dataclass(frozen=True)
class FamilyAccount:
    """How the account of a family stands.

    Attributes:
        closed_at: when its holder closed the last one, or one that came after was never activated.
        erased_from: the family is erased on that day or soon after, unless somebody comes back.
    """

    state: Literal["none", "awaiting_activation", "active", "closed"]
    closed_at: datetime | None = None
    erased_from: datetime | None = None


async def family_account(database: Database, family_id: UUID, kept: timedelta) -> FamilyAccount | None:
    """None: no account was ever heard of, nor a family that may claim one. `kept`: how long after a closing."""
    own = select(accounts.c.activated_at).where(accounts.c.family_id == family_id)
    good_until = select(claim_codes.c.expires_at).where(claim_codes.c.family_id == family_id).scalar_subquery()
    ends = func.greatest(claimable_families.c.closed_at + kept, good_until)
    known = select(claimable_families.c.closed_at, ends.label("ends")).where(
        claimable_families.c.family_id == family_id
    )
    async with database.reading() as connection:
        if account := (await connection.execute(own)).one_or_none():
            return FamilyAccount("active" if account.activated_at else "awaiting_activation")
        family = (await connection.execute(known)).one_or_none()
    if family is None:
        return None
    return FamilyAccount("closed", family.closed_at, family.ends) if family.closed_at else FamilyAccount("none")
