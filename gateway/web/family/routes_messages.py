"""VOS MESSAGES: what the family and the town write to each other."""

import asyncio
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.notifications import DraftPlace, Thread
from gateway.clients.service import Problem
from gateway.web.family.account import family_id
from gateway.web.form_view import FormView
from gateway.web.messages.composition import ATTACHMENT, Composition
from gateway.web.messages.sending import refused_sending
from gateway.web.messages.thread_view import message_views
from gateway.web.pieces.files import Outcome
from gateway.web.pieces.part import asked_part
from gateway.web.visit import Visit, family_visit, signed

MESSAGES = "/mon-espace/messages"
router = APIRouter(prefix=MESSAGES)
_A_PAGE = 50


@router.get("")
async def messages(request: Request) -> Response:
    visit = await family_visit(request)
    after = request.query_params.get("apres") or None
    notifications, family = visit.clients.notifications, family_id(visit)
    found, unread = await asyncio.gather(
        notifications.threads(visit.bearer, family, after), notifications.unread_count(visit.bearer, family)
    )
    older = found[-1]["id"] if len(found) >= _A_PAGE else None
    return visit.page("family/messages.html", threads=found, unread=unread, older=older, desks=_desk_names(visit))


@router.get("/nouveau")
async def begin(request: Request) -> Response:
    visit = await family_visit(request)
    return await _new_page(visit, _new(visit), None)


@router.post("/nouveau")
async def send_first(request: Request) -> Response:
    """Every button keeps the text and the chosen files; ENVOYER sends them."""
    visit = await family_visit(request)
    composition = _new(visit)
    if part := asked_part(visit):
        return await composition.for_script(part)
    if visit.form.text("action") == "supprimer":
        return await _discard(composition)
    form, draft = FormView(composition.typed), await composition.keep()
    outcome = await composition.act(draft)
    if outcome.errors:
        return await _new_page(visit, composition, form, outcome)
    if visit.form.text("action") != "envoyer":
        return visit.go(f"{composition.page}#piece-{ATTACHMENT}")
    message = composition.typed | {"manifest": await composition.manifest(draft)}
    try:
        thread_id = await visit.clients.notifications.begin_thread(
            signed(visit), family_id(visit), message, composition.key
        )
    except Problem as problem:
        refused_sending(form, problem)
        return await _new_page(visit, composition, form)
    return visit.go(f"{MESSAGES}/{thread_id}?fait=message-envoye")


@router.get("/{thread_id}")
async def thread(request: Request, thread_id: UUID) -> Response:
    """Opening a thread reads it: that is all the change there is, and once is as good as twice."""
    visit = await family_visit(request)
    found = await visit.clients.notifications.thread(visit.bearer, family_id(visit), str(thread_id))
    if any(message["author"] != "family" and not message["read_at"] for message in found["messages"]):
        await visit.clients.notifications.mark_read(visit.bearer, family_id(visit), str(thread_id))
    return await _thread_page(visit, found, None)


@router.post("/{thread_id}")
async def answer(request: Request, thread_id: UUID) -> Response:
    """Every button keeps the text and the chosen files; ENVOYER sends them."""
    visit = await family_visit(request)
    composition = _answer(visit, str(thread_id))
    if part := asked_part(visit):
        return await composition.for_script(part)
    if visit.form.text("action") == "supprimer":
        return await _discard(composition)
    form, draft = FormView(composition.typed), await composition.keep()
    outcome = await composition.act(draft)
    if outcome.errors:
        return await _thread_page(visit, await _read(visit, thread_id), form, outcome)
    if visit.form.text("action") != "envoyer":
        return visit.go(f"{composition.page}#piece-{ATTACHMENT}")
    message = {"body": visit.form.text("body"), "manifest": await composition.manifest(draft)}
    try:
        await visit.clients.notifications.answer_town(
            signed(visit), family_id(visit), str(thread_id), message, composition.key
        )
    except Problem as problem:
        refused_sending(form, problem)
        return await _thread_page(visit, await _read(visit, thread_id), form)
    return visit.go(f"{composition.page}?fait=message-envoye")


def _new(visit: Visit) -> Composition:
    return Composition(visit, DraftPlace(family_id(visit)), f"{MESSAGES}/nouveau")


def _answer(visit: Visit, thread_id: str) -> Composition:
    return Composition(visit, DraftPlace(family_id(visit), thread_id), f"{MESSAGES}/{thread_id}")


async def _discard(composition: Composition) -> Response:
    await composition.discard()
    return composition.visit.go(f"{MESSAGES}?fait=brouillon-supprime")


async def _read(visit: Visit, thread_id: UUID) -> Thread:
    return await visit.clients.notifications.thread(visit.bearer, family_id(visit), str(thread_id))


async def _new_page(
    visit: Visit, composition: Composition, form: FormView | None, outcome: Outcome | None = None
) -> Response:
    context = await composition.context(form, outcome)
    status = context["form"].status if context["summary"] else 200
    desks = visit.kiosk.commune.messages.desks.desks
    return visit.page("family/new_message.html", status, desks=desks, **context)


async def _thread_page(visit: Visit, found: Thread, form: FormView | None, outcome: Outcome | None = None) -> Response:
    desk = _desk_names(visit).get(found["desk"], "Le service")
    views, context = await asyncio.gather(
        message_views(visit, found["messages"], "family", desk),
        _answer(visit, found["id"]).context(form, outcome),
    )
    status = context["form"].status if context["summary"] else 200
    return visit.page("family/thread.html", status, thread=found, desk=desk, messages=views, **context)


def _desk_names(visit: Visit) -> dict[str, str]:
    return {desk.code: desk.name for desk in visit.kiosk.commune.messages.desks.desks}
