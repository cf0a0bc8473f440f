"""TERMINER of a draft: the family exists, has its code famille, and its first submission lies with the town."""

from dataclasses import dataclass

from services.household.application.locality import Locality
from services.household.application.ports import Manifests, UnitOfWork
from services.household.domain.draft import Outcome
from services.household.domain.errors import DraftSubmitted
from services.household.domain.family import Family
from services.household.domain.handing_in import Desk, make_first_submission
from services.household.domain.ids import AgentId, FamilyId, RegistrationId, SubmissionId
from services.household.domain.registration import Declared, declare
from services.household.domain.submission import Submission


@dataclass(frozen=True)
class SubmitDraft:
    """TERMINER, pressed once.

    Attributes:
        family_id, submission_id: new ones.
        manifest: documents' signature.
        by: the subject's reference.
        agent: who writes at the counter; None when the family does.
    """

    registration_id: RegistrationId
    family_id: FamilyId
    submission_id: SubmissionId
    manifest: str
    by: str
    agent: AgentId | None = None


async def submit_draft(command: SubmitDraft, uow: UnitOfWork, locality: Locality, manifests: Manifests) -> None:
    """All of it in one transaction; a parallel TERMINER waits for the draft, then finds it handed in.

    Raises:
        NotFound: the draft is not this writer's.
        DraftSubmitted: it was handed in before; its outcome stands.
        DraftIncomplete, ManifestInvalid, ManifestExpired, IdentifierTaken
    """
    async with uow:
        draft = await uow.drafts.get(command.registration_id)
        draft.require_writer(command.agent)
        if draft.outcome is not None:
            raise DraftSubmitted
        slots = manifests.read(command.manifest, f"registration:{command.registration_id}")
        circumstances = await locality.circumstances(
            uow.town_data, [adult.typed for adult in draft.adults.values()], draft.adults.keys()
        )
        now = locality.now()
        exact_at = None if command.agent else now
        declared = declare(draft, command.family_id, circumstances, exact_at=exact_at)
        desk = Desk(slots, await uow.town_data.catalogue(), circumstances)
        submission = make_first_submission(command.submission_id, command.family_id, declared.members, desk, now)
        family = Family.register(
            command.family_id,
            await uow.families.next_code(),
            command.registration_id,
            adults=draft.adults,
            children=draft.children,
            at=now,
            agent=command.agent,
        )
        draft.hand_in(Outcome(family.id, family.code))
        await uow.drafts.save(draft)
        await _add(family, declared, submission, uow)
        uow.note(
            command.by, "submission.made", f"submission:{submission.id}", family=family.id, kind=submission.kind.value
        )
        await uow.commit()


async def _add(family: Family, declared: Declared, submission: Submission, uow: UnitOfWork) -> None:
    await uow.families.add(family)
    await uow.submissions.add(submission)
    for child in declared.children:
        await uow.children.add(child)
    for record in (declared.family_record, *declared.members, *declared.health_records):
        await uow.records.add(record)
