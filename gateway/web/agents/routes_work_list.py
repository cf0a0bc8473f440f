"""The work list: what families handed in, oldest first; apart, the families that never activated their account."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.agents.work_list import NEVER_ACTIVATED, PATH, Asked, Listing, list_work
from gateway.web.form_view import FormView
from gateway.web.visit import GoTo, staff_visit

router = APIRouter()


@router.get(PATH)
@router.get(NEVER_ACTIVATED)
async def work_list(request: Request) -> Response:
    visit = await staff_visit(request)
    asked = Asked.of(request.url.path, request.query_params)
    form = FormView({"code": asked.code})
    if not asked.code_is_one:
        form.errors["code"] = "Un code famille n'a que des chiffres, des lettres et des tirets."
        listing = Listing(asked, [], None)
    else:
        try:
            listing = await list_work(visit, asked)
        except Problem as problem:
            if problem.status != 422 or not asked.after:
                raise
            # A cursor that household did not give: an old or mangled link. The list is there all the same.
            raise GoTo(asked.first_page().address) from None
    status = 422 if form.wrong else 200
    return visit.page("agents/work_list.html", status, listing=listing, form=form, summary=form.summary())
