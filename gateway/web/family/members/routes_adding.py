"""« Ajouter un enfant », « Ajouter un adulte », « J'ai un code de rattachement »: a record, to complete and hand in."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.creation.members import typed_texts
from gateway.web.family.account import family_id
from gateway.web.family.members.newcomer import begun_now, keep_newcomer
from gateway.web.form_view import FormView
from gateway.web.visit import Visit, family_visit

router = APIRouter(prefix="/mon-espace")
CHILD = ("sex", "last_name", "first_name", "birth_date", "birth_place")
ADULT = ("last_name", "birth_name", "first_name", "birth_date", "sex")
LINK = ("code", "birth_date")


@router.get("/enfants/ajouter")
async def child_form(request: Request) -> Response:
    return await _child_page(await family_visit(request), FormView())


@router.post("/enfants/ajouter")
async def add_child(request: Request) -> Response:
    visit = await family_visit(request)
    form = FormView(typed_texts(visit.form, CHILD))
    return await keep_newcomer(visit, "child", form) or await _child_page(visit, form, form.status)


@router.get("/adultes/ajouter")
async def adult_form(request: Request) -> Response:
    return await _adult_page(await family_visit(request), FormView())


@router.post("/adultes/ajouter")
async def add_adult(request: Request) -> Response:
    visit = await family_visit(request)
    form = FormView(typed_texts(visit.form, ADULT))
    return await keep_newcomer(visit, "adult", form) or await _adult_page(visit, form, form.status)


@router.get("/enfants/rattacher")
async def link_form(request: Request) -> Response:
    return _link_page(await family_visit(request), FormView())


@router.post("/enfants/rattacher")
async def link(request: Request) -> Response:
    """The code is sent in the body, and is not shown again."""
    visit = await family_visit(request)
    typed = typed_texts(visit.form, LINK)
    form = FormView(typed)
    form.refuse_blank(LINK)
    if form.wrong:
        return _link_page(visit, form, form.status)
    code, born = form.text("code"), form.text("birth_date")
    try:
        key = await visit.clients.household.link_child(visit.bearer, family_id(visit), code, born)
    except Problem as problem:
        form.refused_by(problem)
        return _link_page(visit, form, form.status)
    return visit.go(f"/mon-espace/fiches/{key}?fait=enfant-rattache")


async def _child_page(visit: Visit, form: FormView, status: int = 200) -> Response:
    begun = await begun_now(visit)
    return visit.page("family/members/child.html", status, form=form, summary=form.summary(CHILD), begun=begun)


async def _adult_page(visit: Visit, form: FormView, status: int = 200) -> Response:
    board = await visit.clients.household.dashboard(visit.bearer, family_id(visit))
    begun = await begun_now(visit)
    others = sum(card["kind"] == "adult" and card["key"] != begun.record for card in board["records"])
    context = {"form": form, "summary": form.summary(ADULT), "full": others >= 2, "begun": begun}
    return visit.page("family/members/adult.html", status, **context)


def _link_page(visit: Visit, form: FormView, status: int = 200) -> Response:
    return visit.page("family/members/link.html", status, form=form, summary=form.summary(LINK))
