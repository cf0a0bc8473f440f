"""The registration that a claim code opened is described: its account receives the family, and the code is spent."""

from services.identity.application.ports import UnitOfWork
from services.identity.application.request_activation import send_link
from services.identity.application.rules import Rules
from services.identity.domain.account import Account
from services.identity.domain.errors import AlreadyClaimed


async def spend_claim(account: Account, uow: UnitOfWork, rules: Rules) -> None:
    """Inside the caller's transaction; nothing happens to a registration that no code opened.

    The family is locked first, so that of many requests at once exactly one finds the code good.

    Raises:
        AlreadyClaimed: the code was used, replaced, or has expired since it opened the registration.
    """
    claim = await uow.claims.opened(account.id)
    if claim is None:
        return
    await uow.claims.find(claim.family.id)
    if await uow.claims.is_claimed(claim.family.id) or await uow.claims.good_code(claim.family.id) != claim.code_hash:
        raise AlreadyClaimed
    await uow.claims.spend(claim.family.id)
    account.join(claim.family)
    actor = f"registration:{account.id}"
    uow.note(actor, "claim.spent", f"family:{claim.family.id}", family=claim.family.id)
    uow.note(actor, "account.registered", f"account:{account.id}", family=account.family_id)
    await send_link(account, uow, rules)
