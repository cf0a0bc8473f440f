"""An agent gives a family that stands at the counter the code that opens its account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.identity.application.ports import Clock, UnitOfWork
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


async def give_account_back(family_id: UUID, actor: str, uow: UnitOfWork, rules: Rules, clock: Clock) -> IssuedCode:
    """A code for a holder who lost both password and address, and whose identity the agent has checked.

    The account that is there goes on until the code is used; the one that the code opens then takes its place.

    Raises:
        UnknownFamily: it has no account.
    """
    async with uow:
        account = await uow.accounts.of_family(family_id)
        if account is None or account.family is None:
            raise UnknownFamily
        await uow.claims.know(ClaimableFamily(family_id, account.family.code, None), clock.now())
        family = await uow.claims.find(family_id)
        if family is None:
            raise UnknownFamily
        issued = await give_code(family, actor, uow, rules.claim, gives_back=True)
        await uow.commit()
    return issued


async def give_code(
    family: ClaimableFamily, actor: str, uow: UnitOfWork, valid: timedelta, *, gives_back: bool = False
) -> IssuedCode:
    """Inside the caller's transaction, which holds the family's lock."""
    claim_code = new_claim_code()
    digest = claim_digest(family.id, claim_code)
    expires_at = await uow.claims.issue(family.id, digest, valid, gives_back=gives_back)
    reason = "gives-account-back" if gives_back else None
    uow.note(actor, "claim_code.issued", f"family:{family.id}", reason=reason, family=family.id)
    return IssuedCode(family.code, claim_code, expires_at)
