"""The town writes first, to a family whose file an agent has before them."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.notifications import DraftPlace
from gateway.clients.service import Problem
from gateway.web.agents.messages.door import MESSAGES, answering_visit, own_desks
from gateway.web.agents.messages.ready_answers import insert_ready_answer
from gateway.web.form_view import FormView
from gateway.web.messages.composition import ATTACHMENT, Composition
from gateway.web.messages.sending import refused_sending
from gateway.web.pieces.files import Outcome
from gateway.web.pieces.part import asked_part
from gateway.web.visit import Visit, signed

router = APIRouter(prefix=f"{MESSAGES}/familles/{{family_id}}")


@router.get("")
async def begin(request: Request, family_id: UUID) -> Response:
    visit = await answering_visit(request)
    return await _page(visit, family_id, None)


@router.post("")
async def send(request: Request, family_id: UUID) -> Response:
    """Every button keeps the text and the chosen files; ENVOYER sends them."""
    visit = await answering_visit(request)
    composition = _composition(visit, family_id)
    if part := asked_part(visit):
        return await composition.for_script(part)
    action, form = visit.form.text("action"), FormView(composition.typed)
    if action == "supprimer":
        await composition.discard()
        return visit.go(f"{MESSAGES}?fait=brouillon-supprime")
    if action == "inserer":
        await insert_ready_answer(composition, visit.kiosk.commune.messages.answers)
        return visit.go(f"{composition.page}#body")
    draft = await composition.keep()
    outcome = await composition.act(draft)
    if outcome.errors:
        return await _page(visit, family_id, form, outcome)
    if action == "envoyer":
        return await _send(composition, family_id, form)
    return visit.go(f"{composition.page}#piece-{ATTACHMENT}")


async def _send(composition: Composition, family_id: UUID, form: FormView) -> Response:
    visit, draft = composition.visit, await composition.keep()
    message = composition.typed | {"family_id": str(family_id), "manifest": await composition.manifest(draft)}
    try:
        thread_id = await visit.clients.notifications.write_to_family(signed(visit), message, composition.key)
    except Problem as problem:
        refused_sending(form, problem)
        return await _page(visit, family_id, form)
    return visit.go(f"{MESSAGES}/{thread_id}?fait=message-a-la-famille")


def _composition(visit: Visit, family_id: UUID) -> Composition:
    desks = own_desks(visit)
    first = {"desk": desks[0].code} if desks else {}
    return Composition(visit, DraftPlace(str(family_id)), f"{MESSAGES}/familles/{family_id}", first)


async def _page(visit: Visit, family_id: UUID, form: FormView | None, outcome: Outcome | None = None) -> Response:
    family = await visit.clients.notifications.family_to_write_to(visit.bearer, str(family_id))
    context = await _composition(visit, family_id).context(form, outcome)
    return visit.page(
        "agents/messages/new.html",
        context["form"].status if context["summary"] else 200,
        family=family,
        desks={desk.code: desk.name for desk in own_desks(visit)},
        answers=visit.kiosk.commune.messages.answers,
        **context,
    )
