"""A member of the town's staff: a login with roles, a password and a second factor."""

from dataclasses import dataclass
from typing import NewType
from uuid import UUID

from libs.domain.aggregate import Aggregate
from services.identity.domain.errors import WrongCode

StaffId = NewType("StaffId", UUID)


@dataclass
class StaffMember(Aggregate):
    """Signs in with a password, then with a time-based code (RFC 6238).

    Attributes:
        totp_secret: encrypted.
        totp_step: the 30-second step of the last accepted code; a code of that step or before is refused.
    """

    id: StaffId
    login: str
    name: str
    roles: tuple[str, ...]
    password_hash: str
    totp_secret: str
    totp_step: int | None = None

    def use_code(self, step: int | None) -> None:
        """Spend the code of a step; None stands for a code that matches no current step.

        Raises:
            WrongCode: no step, or one that was spent.
        """
        if step is None or (self.totp_step is not None and step <= self.totp_step):
            raise WrongCode
        self.totp_step = step


def login_key(login: str) -> str:
    """Logins are compared without regard to case."""
    return login.strip().casefold()
