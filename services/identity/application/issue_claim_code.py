"""An agent gives a family that stands at the counter the code that opens its account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.identity.application.ports import UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.claim_code import claim_digest, new_claim_code
from services.identity.domain.claimable_family import ClaimableFamily
from services.identity.domain.errors import AlreadyClaimed, UnknownFamily


@dataclass(frozen=True)
class IssuedCode:
    """The code in clear, once: it is stored nowhere."""

    family_code: str
    claim_code: str
    expires_at: datetime


async def issue_claim_code(family_id: UUID, actor: str, uow: UnitOfWork, rules: Rules) -> IssuedCode:
    """A new code; the one given before ends, and with it the registrations that it opened.

    Raises:
        UnknownFamily, AlreadyClaimed.
    """
    async with uow:
        family = await uow.claims.find(family_id)
        if family is None:
            raise UnknownFamily
        if await uow.claims.is_claimed(family_id):
            raise AlreadyClaimed
        issued = await give_code(family, actor, uow, rules.claim)
        await uow.commit()
    return issued


async def give_code(family: ClaimableFamily, actor: str, uow: UnitOfWork, valid: timedelta) -> IssuedCode:
    """Inside the caller's transaction, which holds the family's lock."""
    claim_code = new_claim_code()
    expires_at = await uow.claims.issue(family.id, claim_digest(family.id, claim_code), valid)
    uow.note(actor, "claim_code.issued", f"family:{family.id}", family=family.id)
    return IssuedCode(family.code, claim_code, expires_at)
