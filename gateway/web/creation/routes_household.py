"""Step 4: the household, its adults and children; and TERMINER."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.household import Member
from gateway.clients.service import Problem
from gateway.web.creation.members import Kind, member_name, member_of
from gateway.web.creation.step import HouseholdStep, household_step
from gateway.web.form_view import FormView
from gateway.web.moments import day
from gateway.web.obstacles import complaints
from gateway.web.pieces.table import piece_labels
from gateway.web.visit import GoTo
from gateway.web.wording import of_page

router = APIRouter()


@router.get("")
async def household(request: Request) -> Response:
    return _page(await household_step(request), FormView())


@router.get("/adultes/nouveau")
async def new_adult(request: Request) -> Response:
    """The id of an adult to be is drawn here, so that a form sent twice makes one."""
    step = await household_step(request)
    if len(step.draft["adults"]) >= 2:
        return step.visit.go(f"{step.base}?fait=deux-adultes")
    return step.visit.go(f"{step.base}/adultes/{uuid4()}")


@router.get("/enfants/nouveau")
async def new_child(request: Request) -> Response:
    step = await household_step(request)
    if not step.draft["adults"]:
        return step.visit.go(f"{step.base}?fait=adulte-d-abord")
    return step.visit.go(f"{step.base}/enfants/{uuid4()}")


@router.get("/adultes/{adult_id}/retirer")
async def ask_removing_adult(request: Request, adult_id: UUID) -> Response:
    return await _ask_removing(await household_step(request), "adults", str(adult_id))


@router.get("/enfants/{child_id}/retirer")
async def ask_removing_child(request: Request, child_id: UUID) -> Response:
    return await _ask_removing(await household_step(request), "children", str(child_id))


@router.get("/adultes/{adult_id}/annuler")
async def give_up_adult(request: Request, adult_id: UUID) -> Response:
    return await _give_up(await household_step(request), "adults", str(adult_id))


@router.get("/enfants/{child_id}/annuler")
async def give_up_child(request: Request, child_id: UUID) -> Response:
    return await _give_up(await household_step(request), "children", str(child_id))


@router.post("/adultes/{adult_id}/retirer")
async def remove_adult(request: Request, adult_id: UUID) -> Response:
    step = await household_step(request)
    household = step.visit.clients.household
    await _once(step, household.remove_adult(step.bearer, step.registration_id, str(adult_id), step.draft["version"]))
    return step.visit.go(step.base)


@router.post("/enfants/{child_id}/retirer")
async def remove_child(request: Request, child_id: UUID) -> Response:
    """The child goes first, then its files: a file without a child is never handed in."""
    step = await household_step(request)
    clients, bearer = step.visit.clients, step.bearer
    await _once(
        step, clients.household.remove_child(bearer, step.registration_id, str(child_id), step.draft["version"])
    )
    for document in await clients.documents.documents(bearer, f"child-{child_id}"):
        await _once(step, clients.documents.remove(bearer, document["id"]))
    return step.visit.go(step.base)


@router.post("/terminer")
async def finish(request: Request) -> Response:
    """Hand in the household: the signed list of its files, then the family and its code."""
    step = await household_step(request)
    keys = record_keys(step)
    form = FormView()
    if not keys or step.draft["missing"]:
        form.general += _lacking(step)
        return _page(step, form, 422)
    clients, bearer = step.visit.clients, step.bearer
    try:
        signed = await clients.documents.sign_manifest(bearer, keys)
        await clients.household.create_family(bearer, step.registration_id, signed["manifest"], step.visit.form.key())
    except Problem as problem:
        if problem.code in ("draft-submitted", "idempotency-key-reused"):
            return step.visit.go(step.done)
        form.general += complaints(problem, _names(step), _addresses(step), await piece_labels(step.visit))
        if not form.general:
            form.complain(of_page(problem.code, problem.details))
        return _page(step, form, 409)
    return step.visit.go(step.done)


async def _give_up(step: HouseholdStep, kind: Kind, member_id: str) -> Response:
    """ANNULER in a form that is saved as one types: what was begun and never validated may go again."""
    member = member_of(step, kind, member_id)
    if member is None or member["complete"]:
        return step.visit.go(step.base)
    return await _ask_removing(step, kind, member_id, given_up=True)


async def _ask_removing(step: HouseholdStep, kind: Kind, member_id: str, *, given_up: bool = False) -> Response:
    """Say what goes with the record before it goes."""
    member = member_of(step, kind, member_id)
    if member is None:
        return step.visit.go(step.base)
    files = 0
    if kind == "children":
        files = len(await step.visit.clients.documents.documents(step.bearer, f"child-{member_id}"))
    name = member_name(member["typed"]) or "cette fiche"
    where = "enfants" if kind == "children" else "adultes"
    context: dict[str, Any] = {"kind": where, "id": member_id, "name": name, "files": files, "given_up": given_up}
    return step.visit.page("creation/remove.html", step=step, **context)


def record_keys(step: HouseholdStep) -> list[str]:
    """The records of the draft, as files and submissions name them."""
    adults = [f"adult-{adult['id']}" for adult in step.draft["adults"]]
    return adults + [f"child-{child['id']}" for child in step.draft["children"]]


def _names(step: HouseholdStep) -> dict[str, str]:
    members = zip(record_keys(step), [*step.draft["adults"], *step.draft["children"]], strict=True)
    return {key: member_name(member["typed"]) for key, member in members}


def _addresses(step: HouseholdStep) -> Callable[[str], str]:
    """Where each record of the draft is edited."""

    def address(record_key: str) -> str:
        kind, _, member_id = record_key.partition("-")
        return f"{step.base}/{'adultes' if kind == 'adult' else 'enfants'}/{member_id}"

    return address


def _lacking(step: HouseholdStep) -> list[Any]:
    """What the draft itself knows to be missing, in words."""
    form = FormView()
    if not step.draft["adults"]:
        form.complain("Ajoutez au moins un adulte à votre foyer.", "ajouter-adulte")
    if not step.draft["children"]:
        form.complain("Ajoutez au moins un enfant à votre foyer.", "ajouter-enfant")
    for member in [*step.draft["adults"], *step.draft["children"]]:
        if not member["complete"]:
            name = member_name(member["typed"]) or "Fiche sans nom"
            form.complain(f"{name} : complétez la fiche.", f"fiche-{member['id']}")
    return form.general


async def _once(step: HouseholdStep, removal: Any) -> None:
    """Remove what may be gone already: the button was pressed twice. Raises GoTo the household when it changed."""
    try:
        await removal
    except Problem as problem:
        if problem.code == "stale-version":
            raise GoTo(f"{step.base}?fait=change") from None
        if problem.status != 404:
            raise


def _page(step: HouseholdStep, form: FormView, status: int = 200) -> Response:
    return step.visit.page(
        "creation/household.html",
        status,
        step=step,
        form=form,
        summary=form.summary(),
        adults=[_line(adult) for adult in step.draft["adults"]],
        children=[_line(child) for child in step.draft["children"]],
        email_known=True,
    )


def _line(member: Member) -> dict[str, Any]:
    born = member["typed"].get("birth_date")
    return {
        "id": member["id"],
        "name": member_name(member["typed"]) or "Fiche sans nom",
        "born": day(born) if isinstance(born, str) else "",
        "sex": member["typed"].get("sex"),
        "complete": member["complete"],
    }
