"""What TERMINER would hand in now, and what would stay with the family: nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.household.application.locality import Locality, addresses_in
from services.household.application.ports import UnitOfWork
from services.household.domain.handing_in import Desk, Offer
from services.household.domain.ids import FamilyId
from services.household.domain.lights import asked_of
from services.household.domain.pieces import Slot


@dataclass(frozen=True)
class PreviewSubmission:
    """`slots`: the files that the family says it has joined; unsigned, since nothing comes of it."""

    family_id: FamilyId
    slots: Sequence[Slot]


async def preview_submission(query: PreviewSubmission, uow: UnitOfWork, locality: Locality) -> list[Offer]:
    """One offer for each record that is not with the town, in the order of the screen. Raises NotFound."""
    async with uow:
        family = await uow.families.get(query.family_id)
        records = await uow.records.of_family(query.family_id)
        addresses = [address for record in records for address in addresses_in(record.values)]
        circumstances = await locality.circumstances(uow.town_data, addresses, family.adults, health=True)
        desk = Desk(query.slots, asked_of(await uow.town_data.catalogue(), records), circumstances)
        names = {record.key: record.name for record in records}
        offers = [desk.offer(record) for record in records if record.open]
        for offer in offers:
            offer.name = names.get(offer.record.key.person, "")
        return offers
