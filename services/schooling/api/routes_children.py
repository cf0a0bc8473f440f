"""The schooling of a family's children: état inscription, what can be asked and shown, TERMINER."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from libs.chassis.auth import FamilySubject
from libs.chassis.idempotency import Answer, OnceAsked, answer_once
from libs.chassis.problems import problems
from libs.domain.errors import NotFound
from services.schooling.adapters.queries_schooling import SchoolingReader
from services.schooling.adapters.tables import CHASSIS
from services.schooling.api.dependencies import Deps
from services.schooling.api.schemas_children import ChildSchoolingOut, PreRegistrationIn, PreRegistrationMadeOut
from services.schooling.application.submit_pre_registration import SubmitPreRegistration, submit_pre_registration
from services.schooling.domain.derogation import Wish
from services.schooling.domain.said import Said

router = APIRouter(prefix="/families/{family_id}", tags=["families"], responses=problems(401, 403, 404))


@router.get("/schooling", operation_id="list_children_schooling")
async def children(subject: FamilySubject, family_id: UUID, deps: Deps) -> list[ChildSchoolingOut]:
    """Every child of the family, oldest first, as `GET .../children/{child_id}/schooling` answers for one."""
    subject.require_family(family_id)
    town = await deps.town_map.current()
    async with deps.database.reading() as connection:
        return await SchoolingReader(connection, town, deps.school_year).of_family(family_id)


@router.get("/children/{child_id}/schooling", operation_id="read_child_schooling", responses=problems(422))
async def child(
    *,
    subject: FamilySubject,
    family_id: UUID,
    child_id: UUID,
    deps: Deps,
    enrolled_before: Annotated[bool | None, Query()] = None,
) -> ChildSchoolingOut:
    """État inscription this year and the next, and for each school year what can be asked, or why not.

    Ask without `enrolled_before` first. Where `newcomer` comes back null, put the question to the family (was the child
    in a school of the commune the year before?) and ask again with its answer; TERMINER sends the same answer.
    """
    subject.require_family(family_id)
    town = await deps.town_map.current()
    async with deps.database.reading() as connection:
        found = await SchoolingReader(connection, town, deps.school_year).of_child(
            family_id, child_id, enrolled_before=enrolled_before
        )
    if found is None:
        raise NotFound
    return found


@router.post(
    "/children/{child_id}/pre-registrations",
    status_code=201,
    operation_id="submit_pre_registration",
    responses=problems(409, 422),
)
async def submit(
    *,
    subject: FamilySubject,
    family_id: UUID,
    child_id: UUID,
    body: PreRegistrationIn,
    once: OnceAsked,
    deps: Deps,
    response: Response,
) -> PreRegistrationMadeOut:
    """TERMINER: the request lies with the town, and nothing more can be asked for that child and year meanwhile.

    409 `pre-registration-closed` (`obstacle` says why, as in the target) and `derogations-closed`: the campaign closed,
    also while the form stood open; `offer-changed`: level, sector, address or campaign are not what the form showed:
    read the target again and show it; `already-requested`: by this home or the other one; `manifest-expired`. 422
    `invalid` names `wanted_school`, `reasons` or `derogation`; `manifest-invalid`.
    """
    subject.require_family(family_id)
    wish = body.derogation
    command = SubmitPreRegistration(
        family_id=family_id,
        child_id=child_id,
        school_year=body.school_year,
        request_id=body.request_id,
        offer=body.offer,
        enrolled_before=body.enrolled_before,
        said=Said(body.level_objection or None, body.former_school or None),
        wish=Wish(wish.wanted_school, tuple(wish.reasons), wish.comment or None) if wish else None,
        manifest=body.manifest,
        by=subject.reference,
    )
    answer = await answer_once(
        once,
        Answer(201, f"/families/{family_id}/pre-registrations/{body.request_id}"),
        database=deps.database,
        tables=CHASSIS,
        uow=deps.uow(),
        act=lambda uow: submit_pre_registration(command, uow, deps.town_map, deps.rules, deps.manifests),
    )
    response.headers["Location"] = answer.location
    return PreRegistrationMadeOut(pre_registration_id=UUID(answer.location.rpartition("/")[2]))
