"""A family that the town knows opens its account: first its code famille and the code that the town gave it."""

import hmac
from dataclasses import dataclass
from uuid import UUID, uuid4

from services.identity.application.check_password import Attempt, buckets
from services.identity.application.open_session import open_session
from services.identity.application.ports import Throttle, UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.account import Account, AccountId, Family
from services.identity.domain.claim_code import claim_digest
from services.identity.domain.claimable_family import Claim
from services.identity.domain.errors import WrongClaim
from services.identity.domain.identifier import identifier_key
from services.identity.domain.session import OpenedSession, SessionKind

_NOBODYS = Claim(Family(UUID(int=0), ""), b"")


@dataclass(frozen=True)
class OpenClaim:
    """`family_code` and `claim_code` as typed; `client_address` as the gateway saw it."""

    family_code: str
    claim_code: str
    client_address: str | None


async def open_claim(
    command: OpenClaim, uow: UnitOfWork, throttle: Throttle, rules: Rules
) -> tuple[AccountId, OpenedSession]:
    """A registration that needs no draft: describing its account spends the code (`spend_claim`).

    Raises:
        Throttled: too many attempts; nothing was looked up.
        WrongClaim: no such family, another code, one that expired or was used; the same work for each.
    """
    family_code = identifier_key(command.family_code)
    counted = buckets(Attempt("claim", family_code, command.claim_code, command.client_address), rules.rates.sign_in)
    await counted.take(throttle)
    async with uow:
        claim = await uow.claims.offered(family_code)
        right = _opens(command.claim_code, claim or _NOBODYS)
        if claim is None or not right:
            uow.note("visitor", "claim.failed", f"family:{claim.family.id if claim else 'unknown'}")
            await uow.commit()
            raise WrongClaim
        account = Account(AccountId(uuid4()), email="", address_checked=True)
        uow.accounts.add(account)
        await uow.claims.open(account.id, claim)
        session = await open_session(SessionKind.REGISTRATION, account.id, uow, rules)
        uow.note("visitor", "claim.opened", f"family:{claim.family.id}", family=claim.family.id)
        await uow.commit()
    await counted.forgive(throttle)
    return account.id, session


def _opens(typed: str, claim: Claim) -> bool:
    return hmac.compare_digest(claim_digest(claim.family.id, typed), claim.code_hash)
