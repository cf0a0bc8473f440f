"""The draft of a family, for the registration that writes it; at the counter an agent writes for the registration."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Response

from libs.chassis.auth import RegistrationSubject
from libs.chassis.idempotency import Answer, OnceAsked, answer_once
from libs.chassis.problems import problems
from libs.domain.errors import NotFound
from services.household.adapters.queries_drafts import get_draft, get_registered_family
from services.household.adapters.tables import CHASSIS
from services.household.api.dependencies import Deps, IfMatch, etag, writing_agent
from services.household.api.schemas import Keep
from services.household.api.schemas_drafts import AdultIn, ChildIn, DraftOut, FamilyOut, HandIn
from services.household.application.erase_draft import erase_draft
from services.household.application.keep_draft_member import Writing, keep_draft_adult, keep_draft_child
from services.household.application.remove_draft_member import Removing, remove_draft_adult, remove_draft_child
from services.household.application.submit_draft import SubmitDraft, submit_draft
from services.household.domain.errors import DraftSubmitted
from services.household.domain.ids import AdultId, ChildId, FamilyId, RegistrationId, SubmissionId

router = APIRouter(prefix="/drafts/{registration_id}", tags=["drafts"], responses=problems(401, 403, 404))
KeepAsked = Annotated[Keep, Query()]


@router.get("", operation_id="get_draft")
async def draft(subject: RegistrationSubject, registration_id: UUID, deps: Deps) -> DraftOut:
    """What was typed so far; what became of it, once handed in."""
    subject.require_registration(registration_id)
    async with deps.database.reading() as connection:
        return await get_draft(connection, registration_id, writing_agent(subject), deps.draft_hours)


@router.delete("", status_code=204, operation_id="erase_draft", responses=problems(409))
async def erase(subject: RegistrationSubject, registration_id: UUID, deps: Deps) -> None:
    """Erase all that was typed, at once; twice is fine."""
    subject.require_registration(registration_id)
    await erase_draft(RegistrationId(registration_id), writing_agent(subject), subject.reference, deps.uow())


@router.put("/adults/{adult_id}", status_code=204, operation_id="keep_draft_adult", responses=problems(409, 422, 428))
async def keep_adult(
    *,
    subject: RegistrationSubject,
    registration_id: UUID,
    adult_id: UUID,
    body: AdultIn,
    version: IfMatch,
    deps: Deps,
    keep: KeepAsked = Keep.CHECKED,
) -> Response:
    """Keep an adult, new or known; the client chooses the id."""
    subject.require_registration(registration_id)
    writing = Writing(
        RegistrationId(registration_id), version, body.model_dump(), keep is Keep.CHECKED, writing_agent(subject)
    )
    new = await keep_draft_adult(AdultId(adult_id), writing, deps.uow(), deps.locality)
    return Response(status_code=204, headers=etag(new))


@router.put("/children/{child_id}", status_code=204, operation_id="keep_draft_child", responses=problems(409, 422, 428))
async def keep_child(
    *,
    subject: RegistrationSubject,
    registration_id: UUID,
    child_id: UUID,
    body: ChildIn,
    version: IfMatch,
    deps: Deps,
    keep: KeepAsked = Keep.CHECKED,
) -> Response:
    """Keep a child, new or known; the client chooses the id."""
    subject.require_registration(registration_id)
    writing = Writing(
        RegistrationId(registration_id), version, body.model_dump(), keep is Keep.CHECKED, writing_agent(subject)
    )
    new = await keep_draft_child(ChildId(child_id), writing, deps.uow(), deps.locality)
    return Response(status_code=204, headers=etag(new))


@router.delete("/adults/{adult_id}", status_code=204, operation_id="remove_draft_adult", responses=problems(409, 428))
async def remove_adult(
    subject: RegistrationSubject, registration_id: UUID, adult_id: UUID, version: IfMatch, deps: Deps
) -> Response:
    """Children of whom the adult was responsible are incomplete until somebody else is chosen."""
    subject.require_registration(registration_id)
    removing = Removing(RegistrationId(registration_id), version, writing_agent(subject))
    new = await remove_draft_adult(AdultId(adult_id), removing, deps.uow(), deps.locality)
    return Response(status_code=204, headers=etag(new))


@router.delete("/children/{child_id}", status_code=204, operation_id="remove_draft_child", responses=problems(409, 428))
async def remove_child(
    subject: RegistrationSubject, registration_id: UUID, child_id: UUID, version: IfMatch, deps: Deps
) -> Response:
    subject.require_registration(registration_id)
    removing = Removing(RegistrationId(registration_id), version, writing_agent(subject))
    new = await remove_draft_child(ChildId(child_id), removing, deps.uow())
    return Response(status_code=204, headers=etag(new))


@router.post("/submission", status_code=201, operation_id="submit_draft", responses=problems(409, 422))
async def submit(
    *,
    subject: RegistrationSubject,
    registration_id: UUID,
    body: HandIn,
    once: OnceAsked,
    deps: Deps,
    response: Response,
) -> FamilyOut:
    """TERMINER: 201 with the new family, 200 when the draft was handed in before."""
    subject.require_registration(registration_id)
    command = SubmitDraft(
        RegistrationId(registration_id),
        FamilyId(uuid4()),
        SubmissionId(uuid4()),
        body.manifest,
        subject.reference,
        writing_agent(subject),
    )
    try:
        answer = await answer_once(
            once,
            Answer(201, f"/families/{command.family_id}"),
            database=deps.database,
            tables=CHASSIS,
            uow=deps.uow(),
            act=lambda uow: submit_draft(command, uow, deps.locality, deps.manifests),
        )
        response.status_code = answer.status
    except DraftSubmitted:
        response.status_code = 200
    async with deps.database.reading() as connection:
        family = await get_registered_family(connection, registration_id)
    if family is None:
        raise NotFound
    response.headers["Location"] = f"/families/{family.family_id}"
    return family
