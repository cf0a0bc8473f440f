"""The registration that a claim code opened is described: its account receives the family, and the code is spent."""

from services.identity.application.ports import Clock, UnitOfWork
from services.identity.application.request_activation import send_link
from services.identity.application.rules import Rules
from services.identity.domain.account import Account
from services.identity.domain.errors import AlreadyClaimed


async def spend_claim(account: Account, uow: UnitOfWork, rules: Rules, clock: Clock) -> None:
    """Inside the caller's transaction; nothing happens to a registration that no code opened.

    A code that gives an account back ends the one that the family has: its sessions, devices and links go with it.

    The family is locked before its code is looked at, so that of many requests at once exactly one finds it good.
    Before the family the account that it has: everybody locks accounts first and the family last (ADR 0043), so that
    a holder who closes the account meanwhile and whoever spends the code never wait for each other.

    Raises:
        AlreadyClaimed: the code was used, replaced, or has expired since it opened the registration.
    """
    claim = await uow.claims.opened(account.id)
    if claim is None:
        return
    former = await uow.accounts.of_family(claim.family.id)
    await uow.claims.find(claim.family.id)
    good = await uow.claims.good_code(claim.family.id)
    if good is None or good.code_hash != claim.code_hash:
        raise AlreadyClaimed
    actor = f"registration:{account.id}"
    if former is not None:
        if not good.gives_back:
            raise AlreadyClaimed
        former.give_way(claim.family, clock.now())
        await uow.accounts.delete(former.id)
        target = f"account:{former.id}"
        uow.note(actor, "account.closed", target, reason="given-back", family=claim.family.id)
    await uow.claims.spend(claim.family.id)
    account.join(claim.family)
    uow.note(actor, "claim.spent", f"family:{claim.family.id}", family=claim.family.id)
    uow.note(actor, "account.registered", f"account:{account.id}", family=account.family_id)
    await send_link(account, uow, rules)
