"""The holder corrects a mistyped address, before the account is active."""

from uuid import UUID

from services.identity.application.ports import Throttle, UnitOfWork
from services.identity.application.request_activation import send_link, take_a_mail
from services.identity.application.rules import Rules
from services.identity.domain.account import Stage
from services.identity.domain.errors import UnknownRegistration


async def correct_email(registration_id: UUID, email: str, uow: UnitOfWork, throttle: Throttle, rules: Rules) -> None:
    """Once the code famille is given, every link sent before dies and a new one leaves, to the new address.

    Raises:
        UnknownRegistration, AlreadyActivated, TooManyMails.
    """
    async with uow:
        account = await uow.accounts.find(registration_id)
        if account is None:
            raise UnknownRegistration
        account.correct_email(email)
        if account.stage is Stage.AWAITING_ACTIVATION:
            await take_a_mail(account, throttle, rules)
            await uow.activation_links.drop_all(account.id)
            await send_link(account, uow, rules)
            uow.note(f"registration:{account.id}", "email.corrected", f"account:{account.id}", family=account.family_id)
        await uow.commit()
