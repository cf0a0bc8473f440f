"""An agent takes a child out of one of its two homes, after a page that says what goes and what stays."""

from uuid import UUID

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.agents.counter.door import PATH, counter_visit
from gateway.web.form_view import FormView, text_problem
from gateway.web.visit import Visit

router = APIRouter(prefix=f"{PATH}/familles/{{family_id}}/enfants/{{child_id}}/retrait")

MOTIVES = {
    "mistake": "Le code a été utilisé par erreur",
    "not_responsible": "Cette personne n'est pas responsable de l'enfant",
    "judgement": "Une décision de justice le demande",
    "asked_by_parent": "Le parent de ce dossier le demande",
}


@router.get("")
async def ask(request: Request, family_id: UUID, child_id: UUID) -> Response:
    return await _page(await counter_visit(request), family_id, child_id, FormView())


@router.post("")
async def unlink(request: Request, family_id: UUID, child_id: UUID) -> Response:
    visit = await counter_visit(request)
    form = FormView({"motive": visit.form.text("motive")})
    if form.text("motive") not in MOTIVES:
        form.refuse([text_problem("motive", "unlinking-motive")])
        return await _page(visit, family_id, child_id, form)
    try:
        await visit.clients.household.unlink_home(visit.bearer, str(child_id), str(family_id), form.text("motive"))
    except Problem as problem:
        if problem.code == "record-locked":
            form.refuse([text_problem("motive", "unlinking-locked")])
        else:
            form.refused_by(problem)
        return await _page(visit, family_id, child_id, form)
    return visit.go(f"{PATH}/familles/{family_id}?fait=enfant-retire")


async def _page(visit: Visit, family_id: UUID, child_id: UUID, form: FormView) -> Response:
    children = await visit.clients.household.home_children(visit.bearer, str(family_id))
    found = [child for child in children if child["child_id"] == str(child_id)]
    if not found:
        raise HTTPException(404)
    return visit.page(
        "agents/counter/unlinking.html",
        form.status if form.wrong else 200,
        form=form,
        summary=form.summary(),
        child=found[0],
        motives=MOTIVES,
        back=f"{PATH}/familles/{family_id}",
    )
