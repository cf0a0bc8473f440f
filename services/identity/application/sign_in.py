"""A family signs in, with its code famille or its address."""

from dataclasses import dataclass

from services.identity.application.check_password import Attempt, check_password
from services.identity.application.open_session import open_session
from services.identity.application.ports import Credentials, Directory, PasswordHasher, Throttle, UnitOfWork
from services.identity.application.request_activation import send_link, take_a_mail
from services.identity.application.rules import Rules
from services.identity.domain.account import Stage
from services.identity.domain.errors import NotActivated, TooManyMails, WrongCredentials
from services.identity.domain.identifier import identifier_key, is_address
from services.identity.domain.session import OpenedSession, SeenAs, SessionKind, digest, new_token


@dataclass(frozen=True)
class SignIn:
    """`identifier` as typed; `client_address` as the gateway saw it; `device_token` from the last sign-in there.

    `seen_as`: what the new session is listed as.
    """

    identifier: str
    password: str
    client_address: str | None
    device_token: str | None = None
    seen_as: SeenAs | None = None


async def sign_in(
    command: SignIn,
    uow: UnitOfWork,
    *,
    directory: Directory,
    throttle: Throttle,
    hasher: PasswordHasher,
    rules: Rules,
) -> tuple[OpenedSession, str]:
    """A session of the family, and the token that the device is known by from now on.

    Raises:
        Throttled: too many attempts.
        WrongCredentials: no such account, or another password.
        NotActivated: the right password of an account whose address is not confirmed yet; it has a living link then.
    """
    device = digest(command.device_token) if command.device_token else None
    identifier = identifier_key(command.identifier)
    found, right = await check_password(
        Attempt("family", identifier, command.password, command.client_address, device),
        directory.account_with_address if is_address(identifier) else directory.account_with_code,
        directory.device_of,
        throttle,
        hasher,
        rules.rates.sign_in,
    )
    async with uow:
        if found is None or not right:
            _note_failure(uow, found)
            await uow.commit()
            raise WrongCredentials
        if not found.ready:
            await _refuse_until_activated(found, uow, throttle, rules)
            await uow.commit()
            raise NotActivated
        session = await open_session(SessionKind.FAMILY, found.id, uow, rules, command.seen_as)
        device_token = await _know_device(device, found, command.seen_as, uow, rules)
        uow.note(f"account:{found.id}", "sign_in.succeeded", f"account:{found.id}")
        await uow.commit()
    return session, device_token


async def _know_device(
    former: bytes | None, found: Credentials, seen_as: SeenAs | None, uow: UnitOfWork, rules: Rules
) -> str:
    """A fresh token each time: a copy of the former is worth nothing then, for any account that knew it.

    The holder's history tells of a device that the account did not know.
    """
    token = new_token()
    known = await uow.known_devices.replace(former, digest(token)) if former else ()
    if found.id not in known:
        details = {"device": seen_as.device.value, "browser": seen_as.browser.value} if seen_as else {}
        reference = f"account:{found.id}"
        uow.note(reference, "device.remembered", reference, family=found.family_id, **details)
    await uow.known_devices.remember(digest(token), found.id, rules.known_device, rules.known_devices)
    return token


def _note_failure(uow: UnitOfWork, found: Credentials | None) -> None:
    """The identifier is left out when it is nobody's: people type their password there."""
    uow.note("visitor", "sign_in.failed", f"account:{found.id if found else 'unknown'}", reason="wrong-credentials")


async def _refuse_until_activated(found: Credentials, uow: UnitOfWork, throttle: Throttle, rules: Rules) -> None:
    """Whoever knows the password and let the link expire gets another one, unless too many were sent."""
    uow.note("visitor", "sign_in.failed", f"account:{found.id}", reason="not-activated")
    account = await uow.accounts.find(found.id)
    if account is None or account.stage is not Stage.AWAITING_ACTIVATION:
        return
    if await uow.activation_links.any_left(account.id):
        return
    try:
        await take_a_mail(account, throttle, rules)
    except TooManyMails:
        return
    await send_link(account, uow, rules)
