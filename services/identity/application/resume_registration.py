"""The holder goes on with a registration: by the mailed link, or at a screen that was left alone.

Both ask the password of step 3: the address may have been mistyped, and the computer may be everybody's.
"""

from uuid import UUID

from libs.domain.errors import Throttled
from libs.domain.throttling import Limit, limit
from services.identity.application.open_session import open_session
from services.identity.application.ports import Credentials, Directory, PasswordHasher, Throttle, UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.account import Stage
from services.identity.domain.errors import UnknownLink, UnknownRegistration, WrongCredentials
from services.identity.domain.session import OpenedSession, SessionKind, digest


async def resume_by_link(
    token: str,
    password: str,
    uow: UnitOfWork,
    *,
    directory: Directory,
    throttle: Throttle,
    hasher: PasswordHasher,
    rules: Rules,
) -> tuple[UUID, OpenedSession]:
    """The registration and a session of it. Only now is the link spent, and every other one with it.

    Raises:
        UnknownLink: unknown, expired or used; or the family was handed in meanwhile.
        WrongCredentials: not the password of step 3; the link stays good.
        Throttled: too many attempts with this link.
    """
    spent = digest(token)
    found = await directory.registration_behind(spent)
    if found is None or not found.ready:
        raise UnknownLink
    bucket = limit(rules.rates.registration_unlock, "resumption-password", spent.hex())
    await _check(found, password, bucket, "resumption.failed", uow, throttle, hasher)
    async with uow:
        account = await uow.accounts.find(found.id)
        if account is None or account.stage is not Stage.ACCOUNT or not await uow.resumption_links.spend(spent):
            raise UnknownLink
        await uow.resumption_links.drop_all(account.id)
        session = await open_session(SessionKind.REGISTRATION, account.id, uow, rules)
        uow.note(f"registration:{account.id}", "resumption.succeeded", f"account:{account.id}")
        await uow.commit()
    return account.id, session


async def unlock_registration(
    registration_id: UUID,
    locked_token: str,
    password: str,
    uow: UnitOfWork,
    *,
    directory: Directory,
    throttle: Throttle,
    hasher: PasswordHasher,
    rules: Rules,
) -> OpenedSession:
    """A session with a fresh token in place of the locked one; other devices' sessions stay as they are.

    Raises:
        UnknownRegistration, WrongCredentials.
        Throttled: too many attempts at this registration's screens; a mailed link is counted apart from them.
    """
    found = await directory.registration(registration_id)
    if found is None:
        raise UnknownRegistration
    bucket = limit(rules.rates.registration_unlock, "unlocking", str(registration_id))
    await _check(found, password, bucket, "unlocking.failed", uow, throttle, hasher)
    async with uow:
        account = await uow.accounts.find(registration_id)
        if account is None:
            raise UnknownRegistration
        await uow.sessions.revoke_of(account.id, digest(locked_token))
        session = await open_session(SessionKind.REGISTRATION, account.id, uow, rules)
        if account.stage is Stage.ACTIVATED:
            await uow.sessions.end_registration(account.id, rules.registration_after_activation)
        uow.note(f"registration:{account.id}", "unlocking.succeeded", f"account:{account.id}")
        await uow.commit()
    return session


async def _check(
    found: Credentials,
    password: str,
    bucket: Limit,
    failure: str,
    uow: UnitOfWork,
    throttle: Throttle,
    hasher: PasswordHasher,
) -> None:
    """Raises Throttled, WrongCredentials."""
    if wait := await throttle.take([bucket]):
        raise Throttled(wait)
    if not await hasher.verify(found.password_hash, password):
        async with uow:
            uow.note("visitor", failure, f"account:{found.id}", reason="wrong-credentials")
            await uow.commit()
        raise WrongCredentials
    await throttle.empty([bucket])
