"""Somebody without JavaScript has a code mailed, to prove to be a person with it."""

from dataclasses import dataclass
from uuid import UUID

from libs.domain.throttling import address_block, limit
from services.identity.application.ports import CodeDigests, Throttle, UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.email_address import email_key
from services.identity.domain.errors import TooManyMails, UnknownRegistration
from services.identity.domain.proof import new_code


@dataclass(frozen=True)
class RequestMailCode:
    """`email`: as typed in step 3 now; `client_address`: as the gateway saw it."""

    registration_id: UUID
    email: str
    client_address: str | None


async def request_mail_code(
    command: RequestMailCode, uow: UnitOfWork, throttle: Throttle, codes: CodeDigests, rules: Rules
) -> None:
    """The address is looked up by nobody. Codes sent before end.

    Raises:
        UnknownRegistration, AlreadyProven.
        TooManyMails: asked for too often by this registration, from this address block or for this address.
    """
    async with uow:
        account = await uow.accounts.find(command.registration_id)
        if account is None:
            raise UnknownRegistration
        await _take_a_mail(command, throttle, rules)
        code = new_code()
        digest = codes.digest(account.id, command.email, code)
        account.request_mail_code(
            command.email, code, expires_at=await uow.proofs.keep_code(account.id, digest, rules.mail_code)
        )
        await uow.commit()


async def _take_a_mail(command: RequestMailCode, throttle: Throttle, rules: Rules) -> None:
    limits = [
        limit(rules.rates.mail_code, "mail-code", str(command.registration_id)),
        limit(rules.rates.mail_code, "mail-code", email_key(command.email)),
        limit(rules.rates.mail_code_block, "mail-code-block", address_block(command.client_address)),
    ]
    if wait := await throttle.take(limits):
        raise TooManyMails(wait)
