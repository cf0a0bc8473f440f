"""The requests of a family: following them, taking one back, answering a proposal."""

from uuid import UUID

from fastapi import APIRouter

from libs.chassis.auth import FamilySubject
from libs.chassis.problems import problems
from libs.domain.errors import NotFound
from services.schooling.adapters.queries_family_requests import FamilyRequests
from services.schooling.api.dependencies import Deps
from services.schooling.api.schemas_family_requests import (
    AnswerIn,
    DocumentsIn,
    FamilyPreRegistrationOut,
    RequestLineOut,
)
from services.schooling.application.add_documents import AddDocuments, add_documents
from services.schooling.application.answer_proposal import answer_proposal
from services.schooling.application.withdraw_pre_registration import withdraw_pre_registration

router = APIRouter(
    prefix="/families/{family_id}/pre-registrations", tags=["families"], responses=problems(401, 403, 404)
)


@router.get("", operation_id="list_family_pre_registrations")
async def requests(subject: FamilySubject, family_id: UUID, deps: Deps) -> list[RequestLineOut]:
    """Newest first; those of the children's other homes never show."""
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        return await FamilyRequests(connection, deps.rules, deps.service).lines(family_id)


@router.get("/{pre_registration_id}", operation_id="get_family_pre_registration")
async def request(
    subject: FamilySubject, family_id: UUID, pre_registration_id: UUID, deps: Deps
) -> FamilyPreRegistrationOut:
    """The follow-up: what was asked, what was decided, the receipt, the rank on a waiting list, a proposal."""
    subject.require_family(family_id)
    async with deps.database.reading() as connection:
        found = await FamilyRequests(connection, deps.rules, deps.service).one(family_id, pre_registration_id)
    if found is None:
        raise NotFound
    return found


@router.post(
    "/{pre_registration_id}/withdrawal",
    status_code=204,
    operation_id="withdraw_pre_registration",
    responses=problems(409),
)
async def withdraw(subject: FamilySubject, family_id: UUID, pre_registration_id: UUID, deps: Deps) -> None:
    """« Reprendre ma demande ». 409 `already-opened`: an agent looks at it; `already-closed`."""
    subject.require_family(family_id)
    await withdraw_pre_registration(family_id, pre_registration_id, subject.reference, deps.uow())


@router.post(
    "/{pre_registration_id}/documents",
    status_code=204,
    operation_id="add_request_documents",
    responses=problems(409, 422),
)
async def add(
    subject: FamilySubject, family_id: UUID, pre_registration_id: UUID, body: DocumentsIn, deps: Deps
) -> None:
    """A certificat de radiation or a proof that was not at hand at TERMINER.

    409 `already-closed`: the decision is final, or the request was taken back; `nothing-added`: every file that the
    manifest names is known, so that sending it twice adds nothing; `manifest-expired`.
    """
    subject.require_family(family_id)
    command = AddDocuments(family_id, pre_registration_id, body.manifest, subject.reference)
    await add_documents(command, deps.uow(), deps.rules, deps.manifests)


@router.post(
    "/{pre_registration_id}/reassignment/answer",
    status_code=204,
    operation_id="answer_reassignment",
    responses=problems(409, 422),
)
async def answer(
    subject: FamilySubject, family_id: UUID, pre_registration_id: UUID, body: AnswerIn, deps: Deps
) -> None:
    """Accept the proposed school, where the child is enrolled then, or refuse it. 409 `no-proposal`: too late."""
    subject.require_family(family_id)
    accepted = body.answer == "accept"
    await answer_proposal(family_id, pre_registration_id, subject.reference, deps.seal, deps.uow(), accepted=accepted)
