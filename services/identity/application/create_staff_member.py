"""An operator gives a member of staff a login."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from libs.domain.errors import Invalid
from services.identity.application.ports import PasswordEstimator, PasswordHasher, SecondFactor, UnitOfWork
from services.identity.domain.password_policy import PasswordPolicy
from services.identity.domain.staff_member import StaffId, StaffMember, login_key

STAFF_PASSWORDS = PasswordPolicy(minimum=12, maximum=128)


@dataclass(frozen=True)
class CreateStaffMember:
    """`totp_secret`: base32; None has one made."""

    login: str
    name: str
    roles: Sequence[str]
    password: str
    totp_secret: str | None = None


async def create_staff_member(
    command: CreateStaffMember,
    uow: UnitOfWork,
    *,
    hasher: PasswordHasher,
    estimator: PasswordEstimator,
    second_factor: SecondFactor,
) -> str:
    """The secret for the authenticator application; a login that exists is left alone and gives its own.

    Raises:
        Invalid: the password is too weak for staff.
    """
    async with uow:
        if known := await uow.staff.with_login(command.login):
            return second_factor.reveal(known.totp_secret, known.id)
        estimate = estimator.estimate(command.password, (command.login, command.name))
        if refusals := STAFF_PASSWORDS.judge(command.password, estimate).refusals:
            raise Invalid(errors=refusals)
        staff_id = StaffId(uuid4())
        secret = command.totp_secret or second_factor.new_secret()
        member = StaffMember(
            staff_id,
            login_key(command.login),
            command.name,
            tuple(command.roles),
            await hasher.hash(command.password),
            second_factor.protect(secret, staff_id),
        )
        uow.staff.add(member)
        uow.note("operator", "staff.created", f"staff:{staff_id}", roles=" ".join(command.roles))
        await uow.commit()
    return secret
