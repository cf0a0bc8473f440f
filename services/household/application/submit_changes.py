"""TERMINER from the dashboard: a family hands in every complete record that it changed."""

from dataclasses import dataclass

from services.household.application.locality import Locality, addresses_in
from services.household.application.ports import Manifests, UnitOfWork
from services.household.domain.handing_in import Desk, make_submission
from services.household.domain.ids import FamilyId, SubmissionId
from services.household.domain.lights import asked_of


@dataclass(frozen=True)
class SubmitChanges:
    """`submission_id` is new; `by` is the subject's reference; `manifest` is documents' signature."""

    family_id: FamilyId
    submission_id: SubmissionId
    manifest: str
    by: str


async def submit_changes(command: SubmitChanges, uow: UnitOfWork, locality: Locality, manifests: Manifests) -> None:
    """Raises NothingToSubmit, RecordIncomplete, ManifestInvalid, ManifestExpired."""
    async with uow:
        family = await uow.families.get(command.family_id)
        records = await uow.records.of_family(command.family_id)
        slots = manifests.read(command.manifest, f"family:{command.family_id}")
        addresses = [address for record in records for address in addresses_in(record.values)]
        circumstances = await locality.circumstances(uow.town_data, addresses, family.adults, health=True)
        desk = Desk(slots, asked_of(await uow.town_data.catalogue(), records), circumstances)
        submission = make_submission(command.submission_id, family.id, records, desk, locality.now())
        await uow.submissions.add(submission)
        held = set(submission.records)
        for record in records:
            if record.key in held:
                await uow.records.save(record)
        uow.note(command.by, "submission.made", f"submission:{submission.id}", family=family.id)
        await uow.commit()
