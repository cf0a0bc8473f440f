"""What the pages of a registration show."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Table, func, select

from libs.chassis.db import Database
from services.identity.adapters.tables import (
    accounts,
    activation_links,
    claimable_families,
    claims,
    resumption_links,
)
from services.identity.domain.account import Stage
from services.identity.domain.session import digest


@dataclass(frozen=True)
class RegistrationView:
    """`civility` and the three after it are None before step 3; `claims`: the code of the family that it claims."""

    id: UUID
    email: str
    stage: Stage
    family_code: str | None
    civility: str | None
    last_name: str | None
    first_name: str | None
    terms_version: str | None
    proven: bool
    claims: str | None


async def registration(database: Database, registration_id: UUID) -> RegistrationView | None:
    query = (
        select(accounts, claimable_families.c.family_code.label("claims"))
        .outerjoin(claims, claims.c.account_id == accounts.c.id)
        .outerjoin(claimable_families, claimable_families.c.family_id == claims.c.family_id)
        .where(accounts.c.id == registration_id)
    )
    async with database.reading() as connection:
        row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    if row.activated_at:
        stage = Stage.ACTIVATED
    elif row.family_id:
        stage = Stage.AWAITING_ACTIVATION
    else:
        stage = Stage.ACCOUNT if row.civility else Stage.STARTED
    return RegistrationView(
        row.id,
        row.email,
        stage,
        row.family_code,
        row.civility,
        row.last_name,
        row.first_name,
        row.terms_version,
        row.proven,
        row.claims,
    )


async def address_to_activate(database: Database, token: str) -> str | None:
    """The address that a good activation link would confirm."""
    return await _address_behind(database, token, activation_links)


async def address_to_resume(database: Database, token: str) -> str | None:
    """The address of the registration that a good link would go on with."""
    return await _address_behind(database, token, resumption_links, accounts.c.family_id.is_(None))


async def _address_behind(database: Database, token: str, links: Table, *conditions: ColumnElement[bool]) -> str | None:
    query = (
        select(accounts.c.email)
        .join(links, links.c.account_id == accounts.c.id)
        .where(links.c.token_hash == digest(token), links.c.expires_at > func.now(), *conditions)
    )
    async with database.reading() as connection:
        email: str | None = (await connection.execute(query)).scalar_one_or_none()
    return email
