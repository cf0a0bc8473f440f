"""A family's dashboard, records and submissions, for the family itself."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Response

from libs.chassis.auth import FamilySubject
from libs.chassis.idempotency import Answer, OnceAsked, answer_once
from libs.chassis.problems import problems
from libs.domain.errors import NotFound
from services.household.adapters.queries_records import get_dashboard, get_record
from services.household.adapters.queries_submissions import get_family_submission, list_family_submissions
from services.household.adapters.tables import CHASSIS
from services.household.api.dependencies import AskedRecord, Deps, IfMatch, etag
from services.household.api.schemas import Keep
from services.household.api.schemas_drafts import HandIn
from services.household.api.schemas_preview import OfferOut, PreviewIn, offer_out
from services.household.api.schemas_records import (
    DashboardOut,
    FamilySubmissionLine,
    FamilySubmissionOut,
    RecordIn,
    RecordOut,
    SubmissionMadeOut,
)
from services.household.application.preview_submission import PreviewSubmission, preview_submission
from services.household.application.save_record import SaveRecord, save_record
from services.household.application.submit_changes import SubmitChanges, submit_changes
from services.household.application.withdraw_submission import WithdrawSubmission, withdraw_submission
from services.household.domain.ids import FamilyId, SubmissionId

router = APIRouter(prefix="/families/{family_id}", tags=["families"], responses=problems(401, 403, 404))


@router.get("/dashboard", operation_id="get_dashboard")
async def dashboard(subject: FamilySubject, family_id: UUID, deps: Deps) -> DashboardOut:
    """Every record with its light."""
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        found = await get_dashboard(connection, family_id)
    if found is None:
        raise NotFound
    return found


@router.get("/records/{key}", operation_id="get_record")
async def record(subject: FamilySubject, family_id: UUID, key: AskedRecord, deps: Deps) -> RecordOut:
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        found = await get_record(connection, family_id, key, deps.locality.today())
    if found is None:
        raise NotFound
    return found


@router.put("/records/{key}", status_code=204, operation_id="save_record", responses=problems(409, 422, 428))
async def save(
    *,
    subject: FamilySubject,
    family_id: UUID,
    key: AskedRecord,
    body: RecordIn,
    version: IfMatch,
    deps: Deps,
    keep: Annotated[Keep, Query()] = Keep.CHECKED,
) -> Response:
    """ENREGISTRER: nothing leaves for the town yet, urgent health facts apart, which apply at once."""
    subject.require_family(family_id)
    command = SaveRecord(
        FamilyId(family_id),
        key,
        version,
        body.fields.named(),
        checked=keep is Keep.CHECKED,
        declared=body.declares_exact,
        by=subject.reference,
    )
    new = await save_record(command, deps.uow(), deps.locality)
    return Response(status_code=204, headers=etag(new))


@router.post("/submissions", status_code=201, operation_id="submit_changes", responses=problems(409, 422))
async def submit(
    *, subject: FamilySubject, family_id: UUID, body: HandIn, once: OnceAsked, deps: Deps, response: Response
) -> SubmissionMadeOut:
    """TERMINER: every complete changed record leaves in one submission."""
    subject.require_family(family_id)
    command = SubmitChanges(FamilyId(family_id), SubmissionId(uuid4()), body.manifest, subject.reference)
    answer = await answer_once(
        once,
        Answer(201, f"/families/{family_id}/submissions/{command.submission_id}"),
        database=deps.database,
        tables=CHASSIS,
        uow=deps.uow(),
        act=lambda uow: submit_changes(command, uow, deps.locality, deps.manifests),
    )
    response.headers["Location"] = answer.location
    return SubmissionMadeOut(submission_id=UUID(answer.location.rpartition("/")[2]))


@router.post("/submissions/preview", operation_id="preview_submission", responses=problems(422))
async def preview(subject: FamilySubject, family_id: UUID, body: PreviewIn, deps: Deps) -> list[OfferOut]:
    """What TERMINER would hand in now, record by record; nothing is written."""
    subject.require_family(family_id)
    query = PreviewSubmission(FamilyId(family_id), body.to_slots())
    return [offer_out(offer) for offer in await preview_submission(query, deps.uow(), deps.locality)]


@router.get("/submissions", operation_id="list_family_submissions")
async def submissions(subject: FamilySubject, family_id: UUID, deps: Deps) -> list[FamilySubmissionLine]:
    """All that the family ever handed in, newest first."""
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        return await list_family_submissions(connection, family_id)


@router.post(
    "/submissions/{submission_id}/withdrawal",
    status_code=204,
    operation_id="withdraw_submission",
    responses=problems(409),
)
async def withdraw(subject: FamilySubject, family_id: UUID, submission_id: UUID, deps: Deps) -> None:
    """« Reprendre ma demande », until an agent opens it; twice is fine."""
    subject.require_family(family_id)
    command = WithdrawSubmission(FamilyId(family_id), SubmissionId(submission_id), subject.reference)
    await withdraw_submission(command, deps.uow(), deps.locality)


@router.get("/submissions/{submission_id}", operation_id="get_family_submission")
async def submission(subject: FamilySubject, family_id: UUID, submission_id: UUID, deps: Deps) -> FamilySubmissionOut:
    """What was handed in, and what the town decided once it concluded."""
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        found = await get_family_submission(connection, family_id, submission_id)
    if found is None:
        raise NotFound
    return found
