"""A thread, as an agent reads it: answer, attach, close, hand it to another desk."""

import asyncio
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.notifications import AgentThread, DraftPlace
from gateway.clients.service import Problem
from gateway.web.agents.messages.door import MESSAGES, answering_visit, desk_names
from gateway.web.agents.messages.ready_answers import insert_ready_answer
from gateway.web.form_view import FormView
from gateway.web.messages.composition import ATTACHMENT, Composition
from gateway.web.messages.sending import refused_sending
from gateway.web.messages.thread_view import message_views
from gateway.web.pieces.files import Outcome
from gateway.web.pieces.part import asked_part
from gateway.web.visit import Visit, signed
from gateway.web.wording import of_page

router = APIRouter(prefix=f"{MESSAGES}/{{thread_id}}")


@router.get("")
async def show(request: Request, thread_id: UUID) -> Response:
    """Reading is audited, and the family sees that its desk read it."""
    visit = await answering_visit(request)
    return await _page(visit, await _read(visit, thread_id), None)


@router.post("")
async def act(request: Request, thread_id: UUID) -> Response:
    """Every button keeps the text and the chosen files; then it does what it says."""
    visit = await answering_visit(request)
    thread = await _read(visit, thread_id)
    composition = _composition(visit, thread)
    if part := asked_part(visit):
        return await composition.for_script(part)
    action, form = visit.form.text("action"), FormView(composition.typed)
    if action == "supprimer":
        await composition.discard()
        return visit.go(f"{composition.page}?fait=brouillon-supprime")
    if action == "inserer":
        answers = visit.kiosk.commune.messages.answers_of(thread["desk"])
        await insert_ready_answer(composition, answers)
        return visit.go(f"{composition.page}#body")
    draft = await composition.keep()
    outcome = await composition.act(draft)
    if outcome.errors:
        return await _page(visit, thread, form, outcome)
    if action in ("envoyer", "clore", "transmettre"):
        return await _settle(visit, thread, form, action, composition)
    return visit.go(f"{composition.page}#piece-{ATTACHMENT}")


async def _settle(visit: Visit, thread: AgentThread, form: FormView, action: str, composition: Composition) -> Response:
    """The version that the agent saw goes along: whoever was faster is not answered over."""
    notifications, thread_id = visit.clients.notifications, thread["id"]
    seen = visit.form.text("version")
    version = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    try:
        if action == "clore":
            await notifications.close_thread(visit.bearer, thread_id, version)
            return visit.go(f"{MESSAGES}?fait=conversation-close")
        if action == "transmettre":
            await notifications.move_thread(visit.bearer, thread_id, version, visit.form.text("other_desk"))
            return visit.go(f"{MESSAGES}?fait=conversation-transmise")
        draft = await composition.keep()
        message = {"body": composition.typed["body"], "manifest": await composition.manifest(draft)}
        await notifications.answer_family(signed(visit), thread_id, version, message, composition.key)
    except Problem as problem:
        if problem.code == "already-closed":
            form.complain(of_page(problem.code))
        elif action == "transmettre" and problem.status == 422:
            form.complain("Choisissez le service à qui transmettre.", "other_desk")
        else:
            refused_sending(form, problem)
        return await _page(visit, await _read(visit, UUID(thread_id)), form)
    return visit.go(f"{MESSAGES}?fait=reponse-envoyee")


async def _read(visit: Visit, thread_id: UUID) -> AgentThread:
    return await visit.clients.notifications.thread_for_town(visit.bearer, str(thread_id))


def _composition(visit: Visit, thread: AgentThread) -> Composition:
    return Composition(visit, DraftPlace(thread["family_id"], thread["id"]), f"{MESSAGES}/{thread['id']}")


async def _page(visit: Visit, thread: AgentThread, form: FormView | None, outcome: Outcome | None = None) -> Response:
    names = desk_names(visit)
    desk = names.get(thread["desk"], thread["desk"])
    views, context = await asyncio.gather(
        message_views(visit, thread["messages"], "town", desk), _composition(visit, thread).context(form, outcome)
    )
    return visit.page(
        "agents/messages/thread.html",
        context["form"].status if context["summary"] else 200,
        thread=thread,
        desk=desk,
        messages=views,
        answers=visit.kiosk.commune.messages.answers_of(thread["desk"]),
        other_desks={code: name for code, name in names.items() if code != thread["desk"]},
        **context,
    )
