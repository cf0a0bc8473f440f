"""Household tells of a family that has no account: it may open one with a claim code."""

from datetime import datetime

from services.identity.application.ports import UnitOfWork
from services.identity.domain.claimable_family import ClaimableFamily


async def know_family(family: ClaimableFamily, since: datetime, uow: UnitOfWork) -> None:
    """Inside the transaction of whoever applies the event; told again, it changes nothing."""
    if await uow.claims.know(family, since):
        uow.note("service:household", "family.claimable", f"family:{family.id}")
