"""What a family does with a request: take it back, answer a proposal, keep its receipt."""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.schooling_families import FollowedRequest
from gateway.clients.service import Problem
from gateway.web.family.account import family_id
from gateway.web.pieces.table import piece_labels
from gateway.web.schooling import paths
from gateway.web.schooling.asking import said_of
from gateway.web.schooling.followed import followed_request
from gateway.web.schooling.receipt import print_receipt
from gateway.web.visit import Visit

router = APIRouter(prefix=paths.HERE + "/{child_id}/demandes/{request_id}")
Answer = Literal["accepter", "refuser"]


@dataclass(frozen=True)
class _Followed:
    visit: Visit
    request: FollowedRequest

    @property
    def follow_up(self) -> str:
        return paths.of_child(self.request["child_id"])

    @property
    def path(self) -> str:
        return paths.of_request(self.request["child_id"], self.request["id"])

    def page(self, template: str, **more: Any) -> Response:
        return self.visit.page(template, request=self.request, path=self.path, follow_up=self.follow_up, **more)

    def too_late(self, problem: Problem) -> Response:
        """Something happened meanwhile: where the request stands says more than the button did."""
        return self.visit.page("errors/conflict.html", 409, message=said_of(problem))


@router.get("/reprendre")
async def ask_to_withdraw(request: Request, child_id: UUID, request_id: UUID) -> Response:
    followed = await _followed(request, child_id, request_id)
    if not followed.request["may_withdraw"]:
        return followed.visit.go(followed.follow_up)
    return followed.page("schooling/withdrawal.html")


@router.post("/reprendre")
async def withdraw(request: Request, child_id: UUID, request_id: UUID) -> Response:
    """« Reprendre ma demande »: what was typed comes back with the form."""
    followed = await _followed(request, child_id, request_id)
    visit = followed.visit
    if followed.request["stage"] != "withdrawn":
        try:
            await visit.clients.schooling.withdraw_request(visit.bearer, family_id(visit), followed.request["id"])
        except Problem as problem:
            return followed.too_late(problem)
    return visit.go(f"{followed.follow_up}?fait=ecole-reprise")


@router.get("/proposition/{answer}")
async def ask_to_answer(request: Request, child_id: UUID, request_id: UUID, answer: Answer) -> Response:
    followed = await _followed(request, child_id, request_id)
    if followed.request["stage"] != "proposed":
        return followed.visit.go(followed.follow_up)
    return followed.page("schooling/proposal.html", answer=answer)


@router.post("/proposition/{answer}")
async def answer_proposal(request: Request, child_id: UUID, request_id: UUID, answer: Answer) -> Response:
    followed = await _followed(request, child_id, request_id)
    visit = followed.visit
    try:
        await visit.clients.schooling.answer_proposal(
            visit.bearer, family_id(visit), followed.request["id"], "accept" if answer == "accepter" else "refuse"
        )
    except Problem as problem:
        return followed.too_late(problem)
    return visit.go(f"{followed.follow_up}?fait=ecole-{'acceptee' if answer == 'accepter' else 'refusee'}")


@router.get("/recepisse.pdf")
async def receipt(request: Request, child_id: UUID, request_id: UUID) -> Response:
    followed = await _followed(request, child_id, request_id)
    visit = followed.visit
    holder = visit.session.display_name if visit.session else ""
    made = await print_receipt(visit.kiosk, followed.request, holder, await piece_labels(visit))
    name = f"recepisse-{followed.request['number']}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return visit.answer(Response(made, media_type="application/pdf", headers=headers))


async def _followed(request: Request, child_id: UUID, request_id: UUID) -> _Followed:
    return _Followed(*await followed_request(request, child_id, request_id))
