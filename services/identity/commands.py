"""What an operator does to identity; the `kiosque` command composes it."""

from collections.abc import Sequence

from libs.chassis.db import Database
from libs.domain.aggregate import DomainEvent
from services.identity.adapters.argon2_hasher import Argon2Hasher
from services.identity.adapters.totp_vault import TotpVault
from services.identity.adapters.unit_of_work import IdentityUnitOfWork
from services.identity.adapters.zxcvbn_estimator import ZxcvbnEstimator
from services.identity.application.create_staff_member import CreateStaffMember, create_staff_member


async def create_staff(
    database_url: str,
    totp_keys: str,
    *,
    login: str,
    name: str,
    roles: Sequence[str],
    password: str,
    totp_secret: str | None = None,
) -> str:
    """Give a member of staff a login; one that exists is left as it is.

    Args:
        database_url: of the role that serves, as IDENTITY_DATABASE_URL.
        totp_keys: as IDENTITY_TOTP_KEYS: the secret rests encrypted.
        totp_secret: base32, for a login whose authenticator is set up already.

    Returns:
        the secret of the login's authenticator, base32.

    Raises:
        Invalid: the password has fewer than 12 characters, no letter, no digit, or is a common one.
        ValueError: the keys or the secret are not what they should be.
    """
    database = Database(database_url, application="kiosque-cli", pool_size=1)
    hasher = Argon2Hasher()
    try:
        return await create_staff_member(
            CreateStaffMember(login, name, roles, password, totp_secret),
            IdentityUnitOfWork(database, _nothing_leaves),
            hasher=hasher,
            estimator=ZxcvbnEstimator(),
            second_factor=TotpVault(totp_keys),
        )
    finally:
        await hasher.close()
        await database.close()


def _nothing_leaves(_fact: DomainEvent) -> None:
    """A login is no published fact."""
