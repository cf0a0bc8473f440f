"""Files that follow a request: a certificat de radiation or a proof that was not at hand at TERMINER."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.documents import Dossier
from gateway.clients.schooling_families import FollowedRequest
from gateway.clients.service import Problem
from gateway.web.family.account import family_id
from gateway.web.form_view import FormView
from gateway.web.pieces.files import Button, Outcome, act_on_files
from gateway.web.pieces.part import act_on_piece, asked_part, kept_text
from gateway.web.pieces.place import Place
from gateway.web.pieces.table import Held
from gateway.web.schooling import paths
from gateway.web.schooling.asking import said_of
from gateway.web.schooling.dossiers import DossierView, files_of, kinds_of, record_of, views_of
from gateway.web.schooling.followed import followed_request
from gateway.web.visit import GoTo, Visit
from gateway.web.wording import of_page

router = APIRouter(prefix=paths.HERE + "/{child_id}/demandes/{request_id}/pieces")


@dataclass(frozen=True)
class _Followed:
    visit: Visit
    request: FollowedRequest

    @property
    def follow_up(self) -> str:
        return paths.of_child(self.request["child_id"])

    @property
    def kinds(self) -> list[str]:
        return kinds_of(newcomer=self.request["newcomer"], derogation=self.request["derogation"] is not None)

    @property
    def place(self) -> Place:
        page = paths.of_files(self.request["child_id"], self.request["id"])
        return Place(self.visit, self.visit.bearer, record_of(self.request["id"]), page)

    async def dossiers(self, form: FormView, outcome: Outcome | None = None) -> list[DossierView]:
        documents, bearer = self.visit.clients.documents, self.visit.bearer
        catalogue, files = await asyncio.gather(
            documents.catalogue(bearer), documents.documents(bearer, self.place.record)
        )
        return views_of(_joined_alone(catalogue), self.kinds, files, form, outcome)


@router.get("")
async def show(request: Request, child_id: UUID, request_id: UUID) -> Response:
    followed = await _followed(request, child_id, request_id)
    return await _page(followed, FormView())


@router.post("")
async def add(request: Request, child_id: UUID, request_id: UUID) -> Response:
    """Every button keeps the chosen files; TRANSMETTRE hands those in that were not."""
    followed = await _followed(request, child_id, request_id)
    visit, place = followed.visit, followed.place
    if part := asked_part(visit):
        return (
            await act_on_piece(place, Held(()), *followed.kinds) if part == "piece" else kept_text(visit, {}, kept=True)
        )
    action = visit.form.text("action") or "transmettre"
    outcome = await act_on_files(place, Button.pressed(action))
    form = FormView()
    if outcome.errors:
        return await _page(followed, form, outcome)
    if action == "retour":
        return visit.go(followed.follow_up)
    if action != "transmettre":
        return visit.go(Button.pressed(action).leads(place))
    if not any(file["removable"] for file in files_of(await followed.dossiers(form))):
        form.complain(of_page("nothing-added"))
        return await _page(followed, form)
    return await _hand_in(followed, form)


async def _hand_in(followed: _Followed, form: FormView) -> Response:
    visit = followed.visit
    try:
        signed = await visit.clients.documents.sign_manifest(visit.bearer, [followed.place.record])
        await visit.clients.schooling.add_documents(
            visit.bearer, family_id(visit), followed.request["id"], signed["manifest"]
        )
    except Problem as problem:
        form.status = problem.status
        form.complain(said_of(problem))
        return await _page(followed, form)
    return visit.go(f"{followed.follow_up}?fait=ecole-fichiers")


async def _followed(request: Request, child_id: UUID, request_id: UUID) -> _Followed:
    """Raises what `followed_request` raises, and GoTo where nothing can follow."""
    visit, found = await followed_request(request, child_id, request_id)
    if not found["may_add_documents"]:
        raise GoTo(paths.of_child(str(child_id)))
    return _Followed(visit, found)


def _joined_alone(catalogue: list[Dossier]) -> list[Dossier]:
    """Without papers given before and sworn statements: what follows a request is joined to it."""
    return [
        {**dossier, "pieces": [{**piece, "reuses": [], "attestations": []} for piece in dossier["pieces"]]}
        for dossier in catalogue
    ]


async def _page(followed: _Followed, form: FormView, outcome: Outcome | None = None) -> Response:
    dossiers = await followed.dossiers(form, outcome)
    return followed.visit.page(
        "schooling/files.html",
        form.status if form.wrong else 200,
        request=followed.request,
        follow_up=followed.follow_up,
        dossiers=dossiers,
        place=followed.place,
        summary=form.summary(),
    )
