"""Members who come and go, for the family; a child's second home, for the family and for agents."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Response

from libs.chassis.auth import FamilySubject
from libs.chassis.idempotency import Answer, OnceAsked, answer_once
from libs.chassis.problems import problems
from services.household.adapters.queries_members import list_home_children
from services.household.adapters.tables import CHASSIS
from services.household.api.dependencies import AskedRecord, CurrentAgent, Deps
from services.household.api.schemas import Keep
from services.household.api.schemas_members import (
    DisagreementIn,
    HomeChild,
    LinkCodeIn,
    LinkCodeOut,
    LinkIn,
    MemberAdded,
    NewAdultIn,
    NewChildIn,
    UnlinkingIn,
)
from services.household.application.add_member import AddMember, add_adult, add_child
from services.household.application.issue_link_code import IssueLinkCode, issue_link_code
from services.household.application.link_child import LinkChild, link_child
from services.household.application.look_up_family import may_look_up, note_looking_up
from services.household.application.remove_member import RemoveMember, remove_member
from services.household.application.settle_disagreement import flag_disagreement, lift_disagreement
from services.household.application.unlink_home import UnlinkHome, unlink_home
from services.household.domain.ids import AdultId, ChildId, FamilyId, RecordKey, RecordKind
from services.household.domain.link_code import new_link_code

router = APIRouter(tags=["members"], responses=problems(401, 403, 404))


@router.post("/families/{family_id}/children", status_code=201, operation_id="add_child", responses=problems(409, 422))
async def new_child(
    *,
    subject: FamilySubject,
    family_id: UUID,
    body: NewChildIn,
    once: OnceAsked,
    deps: Deps,
    response: Response,
    keep: Annotated[Keep, Query()] = Keep.CHECKED,
) -> MemberAdded:
    """« Ajouter un enfant »: a record to complete and to hand in."""
    subject.require_family(family_id)
    child_id = ChildId(uuid4())
    command = AddMember(FamilyId(family_id), body.model_dump(), keep is Keep.CHECKED, subject.reference)
    answer = await answer_once(
        once,
        Answer(201, f"/families/{family_id}/records/{RecordKey(RecordKind.CHILD, child_id)}"),
        database=deps.database,
        tables=CHASSIS,
        uow=deps.uow(),
        act=lambda uow: add_child(child_id, command, uow, deps.locality),
    )
    return _added(answer, response)


@router.post("/families/{family_id}/adults", status_code=201, operation_id="add_adult", responses=problems(409, 422))
async def new_adult(
    *,
    subject: FamilySubject,
    family_id: UUID,
    body: NewAdultIn,
    once: OnceAsked,
    deps: Deps,
    response: Response,
    keep: Annotated[Keep, Query()] = Keep.CHECKED,
) -> MemberAdded:
    """« Ajouter un adulte »: a record to complete and to hand in."""
    subject.require_family(family_id)
    adult_id = AdultId(uuid4())
    command = AddMember(FamilyId(family_id), body.model_dump(), keep is Keep.CHECKED, subject.reference)
    answer = await answer_once(
        once,
        Answer(201, f"/families/{family_id}/records/{RecordKey(RecordKind.ADULT, adult_id)}"),
        database=deps.database,
        tables=CHASSIS,
        uow=deps.uow(),
        act=lambda uow: add_adult(adult_id, command, uow, deps.locality),
    )
    return _added(answer, response)


@router.delete(
    "/families/{family_id}/records/{key}", status_code=204, operation_id="remove_member", responses=problems(409)
)
async def remove(subject: FamilySubject, family_id: UUID, key: AskedRecord, deps: Deps) -> None:
    """Somebody whom the town never knew, and who is not with it now."""
    subject.require_family(family_id)
    await remove_member(RemoveMember(FamilyId(family_id), key, subject.reference), deps.uow())


@router.post(
    "/families/{family_id}/linked-children",
    status_code=201,
    operation_id="link_child",
    responses=problems(409, 422, 429),
)
async def link(subject: FamilySubject, family_id: UUID, body: LinkIn, deps: Deps) -> MemberAdded:
    """« J'ai un code de rattachement »: the child has a second home from now on."""
    subject.require_family(family_id)
    command = LinkChild(FamilyId(family_id), body.code, body.birth_date, subject.reference)
    return MemberAdded(key=str(await link_child(command, deps.uow(), deps.throttle)))


@router.get("/families/{family_id}/children", operation_id="list_home_children")
async def children(agent: CurrentAgent, family_id: UUID, deps: Deps) -> list[HomeChild]:
    """The children of a family with their other homes, for an agent; audited."""
    may_look_up(agent)
    await note_looking_up(FamilyId(family_id), agent, deps.uow())
    async with deps.database.reading() as connection:
        return await list_home_children(connection, family_id)


@router.post(
    "/children/{child_id}/link-codes", status_code=201, operation_id="issue_link_code", responses=problems(409)
)
async def issue(agent: CurrentAgent, child_id: UUID, body: LinkCodeIn, deps: Deps) -> LinkCodeOut:
    """« Code de rattachement »: to print or to read out, once."""
    code, expires_at = new_link_code(), deps.locality.now() + timedelta(days=deps.link_days)
    command = IssueLinkCode(ChildId(child_id), FamilyId(body.family_id), code, expires_at)
    await issue_link_code(command, agent, deps.uow())
    return LinkCodeOut(code=code, expires_at=expires_at)


@router.post(
    "/children/{child_id}/unlinking", status_code=204, operation_id="unlink_home", responses=problems(409, 422)
)
async def unlink(agent: CurrentAgent, child_id: UUID, body: UnlinkingIn, deps: Deps) -> None:
    """The child leaves one of its two homes."""
    command = UnlinkHome(ChildId(child_id), FamilyId(body.family_id), body.motive)
    await unlink_home(command, agent, deps.uow(), deps.locality)


@router.put(
    "/children/{child_id}/disagreement", status_code=204, operation_id="flag_disagreement", responses=problems(422)
)
async def flag(agent: CurrentAgent, child_id: UUID, body: DisagreementIn, deps: Deps) -> None:
    """The child's homes contradict each other: what both know freezes."""
    await flag_disagreement(ChildId(child_id), body.reason, agent, deps.uow(), deps.locality)


@router.delete("/children/{child_id}/disagreement", status_code=204, operation_id="lift_disagreement")
async def lift(agent: CurrentAgent, child_id: UUID, deps: Deps) -> None:
    await lift_disagreement(ChildId(child_id), agent, deps.uow())


def _added(answer: Answer, response: Response) -> MemberAdded:
    response.headers["Location"] = answer.location
    return MemberAdded(key=answer.location.rpartition("/")[2])
