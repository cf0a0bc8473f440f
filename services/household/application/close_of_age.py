"""A child comes of age: the record closes, and stays to be read until it is purged."""

from collections.abc import Callable
from datetime import date

from services.household.application.locality import Locality
from services.household.application.ports import UnitOfWork
from services.household.domain.checking import CHILD_BELOW

AT_ONCE = 100


async def close_of_age(new_uow: Callable[[], UnitOfWork], locality: Locality) -> int:
    """A record that lies with the town closes once it was decided. Returns how many were closed."""
    closed = 0
    while True:
        async with new_uow() as uow:
            records = await uow.records.grown_up(_born_until(locality.today()), AT_ONCE)
            for record in records:
                record.close(locality.now())
                await uow.records.save(record)
                uow.note(
                    "service:household",
                    "record.closed",
                    f"family:{record.family_id}",
                    family=record.family_id,
                    record=str(record.key),
                )
            await uow.commit()
        closed += len(records)
        if len(records) < AT_ONCE:
            return closed


def _born_until(today: date) -> date:
    """Whoever was born on 29 February is of age on 1 March."""
    leap_day = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year - CHILD_BELOW, day=28 if leap_day else today.day)
