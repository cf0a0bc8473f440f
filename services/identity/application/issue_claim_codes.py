"""An operator gives codes to the families that the town knows, by mail or for letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.identity.application.issue_claim_code import give_code
from services.identity.application.ports import UnitOfWork

_ACTOR = "operator"


@dataclass(frozen=True)
class IssueClaimCodes:
    """`family_codes`: None for every family without an account. `on_paper`: also those that no mail reaches."""

    family_codes: Sequence[str] | None
    valid: timedelta
    by_mail: bool
    on_paper: bool


@dataclass(frozen=True)
class IssuedClaim:
    """A family and its code.

    Attributes:
        claim_code: in clear, for a letter; None when it was mailed, or when none was given.
        email: where it was mailed.
        expires_at: None when no code was given.
    """

    family_id: UUID
    family_code: str
    claim_code: str | None
    email: str | None
    expires_at: datetime | None


async def issue_claim_codes(command: IssueClaimCodes, uow: UnitOfWork) -> list[IssuedClaim]:
    """Each family in the order of the codes; all get theirs, or none."""
    issued = []
    async with uow:
        for family in await uow.claims.unclaimed(command.family_codes):
            mailed_to = family.email if command.by_mail else None
            if mailed_to is None and not command.on_paper:
                issued.append(IssuedClaim(family.id, family.code, None, None, None))
                continue
            given = await give_code(family, _ACTOR, uow, command.valid)
            if mailed_to:
                family.offer(given.claim_code, mailed_to, given.expires_at)
            shown = None if mailed_to else given.claim_code
            issued.append(IssuedClaim(family.id, family.code, shown, mailed_to, given.expires_at))
        await uow.commit()
    return issued
