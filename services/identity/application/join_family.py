"""A pending account receives the family and the code famille that household gave, and its activation is asked for."""

from uuid import UUID

from services.identity.application.ports import UnitOfWork
from services.identity.application.request_activation import send_link
from services.identity.application.rules import Rules
from services.identity.domain.account import Family
from services.identity.domain.errors import UnknownRegistration


async def join_family(registration_id: UUID, family: Family, uow: UnitOfWork, rules: Rules) -> None:
    """Inside the transaction of whoever applies the event; told again, it changes nothing.

    Raises:
        UnknownRegistration: no such pending account. Waiting does not mend it: the event ends dead, where an operator
            sees a family without an account, and can replay it.
        AnotherFamily: the registration gave an account to another family already.
    """
    account = await uow.accounts.find(registration_id)
    if account is None:
        raise UnknownRegistration
    if account.join(family):
        uow.note("service:household", "account.registered", f"account:{account.id}", family=account.family_id)
        await send_link(account, uow, rules)
