"""What an operator does to identity; the `kiosque` command composes it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from libs.chassis.correlation import new_correlation, set_correlation
from libs.chassis.db import Database
from libs.chassis.sealing import Sealer
from libs.domain.aggregate import DomainEvent
from services.identity.adapters.argon2_hasher import Argon2Hasher
from services.identity.adapters.invented_accounts import InventedAccount, InventedAccounts
from services.identity.adapters.published import publisher
from services.identity.adapters.queries_retention import kept
from services.identity.adapters.totp_vault import TotpVault
from services.identity.adapters.unit_of_work import IdentityUnitOfWork
from services.identity.adapters.zxcvbn_estimator import ZxcvbnEstimator
from services.identity.application.create_staff_member import CreateStaffMember, create_staff_member
from services.identity.application.issue_claim_codes import IssueClaimCodes, IssuedClaim
from services.identity.application.issue_claim_codes import issue_claim_codes as issue

__all__ = [
    "InventedAccount",
    "InventedAccounts",
    "IssuedClaim",
    "create_staff",
    "issue_claim_codes",
    "kept",
    "load_invented",
]


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


async def issue_claim_codes(
    database_url: str,
    sealing_public_key: str,
    *,
    days: int,
    family_codes: Sequence[str] | None,
    by_mail: bool,
    on_paper: bool = True,
) -> list[IssuedClaim]:
    """Give the families that the town knows the code that opens their account; a code given before ends.

    Args:
        database_url: of the role that serves, as IDENTITY_DATABASE_URL.
        sealing_public_key: as IDENTITY_NOTIFICATIONS_SEALING_PUBLIC_KEY: a mailed code travels sealed.
        days: how long a code is good, its last day whole.
        family_codes: None for every family that has no account.
        by_mail: mail the code to the families whose address is known.
        on_paper: give a code to the others too, and return it for a letter.

    Returns:
        the families that have no account, in the order of their codes; others that were named are left out.
    """
    database = Database(database_url, application="kiosque-cli", pool_size=1)
    try:
        return await issue(
            IssueClaimCodes(family_codes, timedelta(days=days), by_mail=by_mail, on_paper=on_paper),
            IdentityUnitOfWork(database, publisher(Sealer(sealing_public_key))),
        )
    finally:
        await database.close()


@asynccontextmanager
async def load_invented(database_url: str, *, password: str, terms_version: str) -> AsyncIterator[InventedAccounts]:
    """Where the accounts of invented families go while the block runs, all active, all with this password.

    No event leaves: nobody gets a mail.
    """
    set_correlation(new_correlation())
    database = Database(database_url, application="kiosque demo load", pool_size=1)
    hasher = Argon2Hasher()
    try:
        yield InventedAccounts(database, await hasher.hash(password), terms_version)
    finally:
        await hasher.close()
        await database.close()


def _nothing_leaves(_fact: DomainEvent) -> None:
    """A login is no published fact."""
