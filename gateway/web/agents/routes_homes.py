"""A child's two homes, for an agent: which the other one is, and whether they disagree."""

from uuid import UUID

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.household import SubmittedChild
from gateway.web.form_view import FormView
from gateway.web.visit import Visit, staff_visit

router = APIRouter(prefix="/agents/foyers/{submission_id}/enfants/{child_id}")


@router.get("")
async def homes(request: Request, submission_id: UUID, child_id: UUID) -> Response:
    return await _page(await staff_visit(request), submission_id, child_id, FormView())


@router.post("")
async def flag(request: Request, submission_id: UUID, child_id: UUID) -> Response:
    visit = await staff_visit(request)
    form = FormView({"reason": visit.form.text("reason").strip()})
    form.refuse_blank(("reason",))
    if form.wrong:
        return await _page(visit, submission_id, child_id, form)
    await visit.clients.household.flag_disagreement(visit.bearer, str(child_id), form.text("reason"))
    return visit.go(f"{_path(submission_id, child_id)}?fait=desaccord-signale")


@router.post("/accord")
async def lift(request: Request, submission_id: UUID, child_id: UUID) -> Response:
    visit = await staff_visit(request)
    await visit.clients.household.lift_disagreement(visit.bearer, str(child_id))
    return visit.go(f"{_path(submission_id, child_id)}?fait=desaccord-leve")


def _path(submission_id: UUID, child_id: UUID) -> str:
    return f"/agents/foyers/{submission_id}/enfants/{child_id}"


async def _page(visit: Visit, submission_id: UUID, child_id: UUID, form: FormView) -> Response:
    submission = await visit.clients.household.submission(visit.bearer, str(submission_id))
    found: list[tuple[str, SubmittedChild]] = [
        (record["name"], child)
        for record in submission["records"]
        if (child := record.get("child")) and child["child_id"] == str(child_id)
    ]
    if not found:
        raise HTTPException(404)
    name, child = found[0]
    return visit.page(
        "agents/children/home.html",
        form.status if form.wrong else 200,
        form=form,
        summary=form.summary(),
        name=name,
        child=child,
        family_code=submission["family"]["code"],
        back=f"/agents/foyers/{submission_id}",
        path=_path(submission_id, child_id),
    )
