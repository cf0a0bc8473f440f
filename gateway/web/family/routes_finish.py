"""The check before TERMINER, and TERMINER."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.household import Dashboard
from gateway.clients.service import Problem
from gateway.web.family.account import family_id
from gateway.web.family.adults import adults_of
from gateway.web.family.board import check_all
from gateway.web.family.record_names import record_title
from gateway.web.form_view import FormView
from gateway.web.obstacles import complaints
from gateway.web.pieces.table import piece_labels_of
from gateway.web.visit import Visit, family_visit
from gateway.web.wording import of_page

router = APIRouter(prefix="/mon-espace/terminer")


@router.get("")
async def check(request: Request) -> Response:
    return await _page(await family_visit(request), FormView())


@router.post("")
async def finish(request: Request) -> Response:
    """What was handed in is shown with its receipt; a form sent twice leads where the first one did."""
    visit = await family_visit(request)
    clients, bearer, family = visit.clients, visit.bearer, family_id(visit)
    board = await clients.household.dashboard(bearer, family)
    if all(card["light"] == "orange" for card in board["records"]):
        return visit.go("/mon-espace/tableau-de-bord")
    form = FormView()
    try:
        with_papers = [card["key"] for card in board["records"] if card["kind"] != "health"]
        signed = await clients.documents.sign_manifest(bearer, with_papers)
        made = await clients.household.submit(bearer, family, signed["manifest"], visit.form.key())
    except Problem as problem:
        if problem.code == "idempotency-key-reused":
            return visit.go("/mon-espace/tableau-de-bord?fait=deja-transmis")
        names = {card["key"]: record_title(card["kind"], card["name"]) for card in board["records"]}
        labels = piece_labels_of(await clients.documents.catalogue(bearer), adults_of(board))
        form.general += complaints(problem, names, "/mon-espace/fiches/{}".format, labels)
        if not form.general:
            form.complain(of_page(problem.code, problem.details))
        return await _page(visit, form, 409, board)
    return visit.go(f"/mon-espace/demandes/{made}?fait=transmis")


async def _page(visit: Visit, form: FormView, status: int = 200, board: Dashboard | None = None) -> Response:
    board = board or await visit.clients.household.dashboard(visit.bearer, family_id(visit))
    records = await check_all(visit, board)
    return visit.page(
        "family/finish.html",
        status,
        form=form,
        summary=form.summary(),
        ready=[record for record in records if record.ready],
        staying=[record for record in records if not record.ready],
        usual_days=visit.kiosk.commune.profile.answers.usual_days,
    )
