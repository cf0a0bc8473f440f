"""Mes données: everything that the services know of the family, as one file, to whoever gives the password again."""

from collections.abc import AsyncIterator

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from gateway.clients.service import Problem
from gateway.web.account.archive import Archive, gather
from gateway.web.account.twice import CURRENT
from gateway.web.form_view import FormView, text_problem
from gateway.web.kiosk import Kiosk
from gateway.web.moments import today
from gateway.web.visit import Visit, family_visit

DATA = "/mon-espace/mon-compte/mes-donnees"
router = APIRouter(prefix=DATA)


@router.get("")
async def explain(request: Request) -> Response:
    return _page(await family_visit(request), FormView())


@router.post("")
async def take(request: Request) -> Response:
    """It begins once every service has told what it knows; where one is away, a page says so instead."""
    visit, form = await family_visit(request), FormView()
    if not (password := visit.form.text(CURRENT)):
        form.refuse([text_problem(CURRENT, "required")])
        return _page(visit, form)
    if visit.kiosk.exporting.locked():
        form.status = 503
        form.complain("Plusieurs familles prennent leurs données en ce moment. Recommencez dans quelques minutes.")
        return _page(visit, form)
    try:
        archive = Archive(visit, await gather(visit, password))
    except Problem as problem:
        if problem.status not in (422, 429):
            raise
        form.refused_by(problem)
        return _page(visit, form)
    name = f"kiosque-famille-mes-donnees-{today():%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return visit.answer(
        StreamingResponse(_limited(archive, visit.kiosk), media_type="application/zip", headers=headers)
    )


async def _limited(archive: Archive, kiosk: Kiosk) -> AsyncIterator[bytes]:
    async with kiosk.exporting:
        async for chunk in archive.stream():
            yield chunk


def _page(visit: Visit, form: FormView) -> Response:
    status = form.status if form.wrong else 200
    return visit.page("account/data.html", status, form=form, summary=form.summary((CURRENT,)))
