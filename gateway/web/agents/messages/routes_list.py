"""The list of threads: what waits for an answer, the longest waiting first; the others, the newest first."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.agents.messages.door import MESSAGES, answering_visit, own_desks
from gateway.web.agents.messages.thread_list import VIEWS, Asked, Listing, list_threads
from gateway.web.form_view import FormView
from gateway.web.visit import GoTo

router = APIRouter()


@router.get(MESSAGES)
async def threads(request: Request) -> Response:
    visit = await answering_visit(request)
    asked = Asked.of(request.query_params)
    form = FormView({"code": asked.code, "service": asked.desk})
    if not asked.code_is_one:
        form.errors["code"] = "Un code famille n'a que des chiffres, des lettres et des tirets."
        listing = Listing(asked, [], None)
    else:
        try:
            listing = await list_threads(visit, asked)
        except Problem as problem:
            if problem.status != 422 or not asked.after:
                raise
            # A cursor that notifications did not give: an old or mangled link. The list is there all the same.
            raise GoTo(asked.first_page().address) from None
    return visit.page(
        "agents/messages/list.html",
        422 if form.wrong else 200,
        listing=listing,
        views=VIEWS,
        desks=own_desks(visit),
        form=form,
        summary=form.summary(),
    )
