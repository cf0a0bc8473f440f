"""A member of staff gives login and password; the session that opens only asks for the second factor."""

from dataclasses import dataclass

from services.identity.application.check_password import Attempt, check_password
from services.identity.application.open_session import open_session
from services.identity.application.ports import Directory, PasswordHasher, Throttle, UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.errors import WrongCredentials
from services.identity.domain.session import OpenedSession, SessionKind
from services.identity.domain.staff_member import login_key


@dataclass(frozen=True)
class SignInStaff:
    login: str
    password: str
    client_address: str | None


async def sign_in_staff(
    command: SignInStaff,
    uow: UnitOfWork,
    *,
    directory: Directory,
    throttle: Throttle,
    hasher: PasswordHasher,
    rules: Rules,
) -> OpenedSession:
    """Raises Throttled, WrongCredentials."""
    found, right = await check_password(
        Attempt("staff", login_key(command.login), command.password, command.client_address),
        directory.staff_with_login,
        directory.device_of,
        throttle,
        hasher,
        rules.rates.sign_in,
    )
    async with uow:
        if found is None or not right:
            uow.note(
                "visitor", "sign_in.failed", f"staff:{found.id if found else 'unknown'}", reason="wrong-credentials"
            )
            await uow.commit()
            raise WrongCredentials
        session = await open_session(SessionKind.SECOND_FACTOR, found.id, uow, rules)
        uow.note(f"staff:{found.id}", "sign_in.password_accepted", f"staff:{found.id}")
        await uow.commit()
    return session
