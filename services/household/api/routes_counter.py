"""The counter: drafts that agents write for families, and the receipt that a family takes home."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Response

from libs.chassis.idempotency import Answer, OnceAsked, answer_once
from libs.chassis.problems import problems
from libs.domain.errors import NotFound
from services.household.adapters.queries_counter import find_family, get_receipt, list_counter_drafts
from services.household.adapters.tables import CHASSIS
from services.household.api.dependencies import CurrentAgent, Deps
from services.household.api.schemas_counter import CounterDraftOpened, CounterDraftOut, FamilyFound, ReceiptOut
from services.household.application.counter_drafts import (
    give_up_counter_draft,
    note_looking_at_counter_drafts,
    open_counter_draft,
)
from services.household.application.look_up_family import may_look_up, note_looking_up
from services.household.application.read_receipt import note_receipt
from services.household.domain.ids import FamilyId, RegistrationId

router = APIRouter(tags=["counter"], responses=problems(401, 403))


@router.post("/counter-drafts", status_code=201, operation_id="open_counter_draft", responses=problems(422))
async def open_draft(agent: CurrentAgent, once: OnceAsked, deps: Deps, response: Response) -> CounterDraftOpened:
    """Begin a family; its draft is written through /drafts by a registration subject that names the agent."""
    registration_id = RegistrationId(uuid4())
    answer = await answer_once(
        once,
        Answer(201, f"/counter-drafts/{registration_id}"),
        database=deps.database,
        tables=CHASSIS,
        uow=deps.uow(),
        act=lambda uow: open_counter_draft(registration_id, agent, uow),
    )
    response.headers["Location"] = answer.location
    return CounterDraftOpened(registration_id=UUID(answer.location.rpartition("/")[2]))


@router.get("/counter-drafts", operation_id="list_counter_drafts")
async def drafts(agent: CurrentAgent, deps: Deps) -> list[CounterDraftOut]:
    """Those that were begun and not handed in, oldest first, whoever began them; audited."""
    await note_looking_at_counter_drafts(agent, deps.uow())
    async with deps.database.reading() as connection:
        return await list_counter_drafts(connection, deps.draft_hours)


@router.delete(
    "/counter-drafts/{registration_id}",
    status_code=204,
    operation_id="give_up_counter_draft",
    responses=problems(404, 409),
)
async def give_up(agent: CurrentAgent, registration_id: UUID, deps: Deps) -> None:
    """Erase it at once, its files too."""
    await give_up_counter_draft(RegistrationId(registration_id), agent, deps.uow())


@router.get("/families", operation_id="find_family", responses=problems(404, 422))
async def find(agent: CurrentAgent, deps: Deps, code: Annotated[str, Query(max_length=40)] = "") -> FamilyFound:
    """The family with this code famille; audited."""
    may_look_up(agent)
    async with deps.database.reading() as connection:
        found = await find_family(connection, code)
    if found is None:
        raise NotFound
    await note_looking_up(FamilyId(found.family_id), agent, deps.uow())
    return found


@router.get("/families/{family_id}/receipt", operation_id="get_receipt", responses=problems(404))
async def receipt(agent: CurrentAgent, family_id: UUID, deps: Deps) -> ReceiptOut:
    """What the family handed in and what is missing, to print; audited."""
    await note_receipt(FamilyId(family_id), agent, deps.uow())
    async with deps.database.reading() as connection:
        found = await get_receipt(connection, family_id)
    if found is None:
        raise NotFound
    return found
