"""What stands beside a child's form: sworn statements, and the files of a draft that an agent writes."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.web.creation.members import member_name, member_of
from gateway.web.creation.routes_child import place_of
from gateway.web.creation.step import HouseholdStep, household_step
from gateway.web.pieces.attestation import Trail, attestation_page, sign_attestation
from gateway.web.pieces.opening import open_file, open_preview
from gateway.web.pieces.reuse import NameOf, reuse, reuse_page

router = APIRouter()


@router.get("/enfants/{child_id}/pieces/{piece}/attestation")
async def attestation(request: Request, child_id: UUID, piece: str) -> Response:
    step = await household_step(request)
    return await attestation_page(place_of(step, str(child_id)), "child", piece, _trail(step, str(child_id)))


@router.post("/enfants/{child_id}/pieces/{piece}/attestation")
async def sign(request: Request, child_id: UUID, piece: str) -> Response:
    step = await household_step(request)
    return await sign_attestation(place_of(step, str(child_id)), "child", piece, _trail(step, str(child_id)))


@router.get("/enfants/{child_id}/pieces/{piece}/reprise")
async def choose(request: Request, child_id: UUID, piece: str) -> Response:
    """A paper of another child of this creation."""
    step = await household_step(request)
    place = place_of(step, str(child_id))
    return await reuse_page(place, piece, _names(step), _trail(step, str(child_id)))


@router.post("/enfants/{child_id}/pieces/{piece}/reprise")
async def take(request: Request, child_id: UUID, piece: str) -> Response:
    step = await household_step(request)
    place = place_of(step, str(child_id))
    return await reuse(place, piece, _names(step), _trail(step, str(child_id)))


@router.get("/pieces/{document_id}")
async def download(request: Request, document_id: UUID) -> Response:
    step = await household_step(request)
    return await open_file(step.visit, step.bearer, str(document_id))


@router.get("/pieces/{document_id}/apercu")
async def preview(request: Request, document_id: UUID) -> Response:
    step = await household_step(request)
    return await open_preview(step.visit, step.bearer, str(document_id))


def _names(step: HouseholdStep) -> NameOf:
    names = {f"child-{child['id']}": member_name(child["typed"]) for child in step.draft["children"]}
    return lambda key: names.get(key, "")


def _trail(step: HouseholdStep, child_id: str) -> Trail:
    member = member_of(step, "children", child_id)
    name = member_name(member["typed"]) if member else ""
    return (*step.trail_to_forms, (f"{step.base}/enfants/{child_id}", name or "Nouvel enfant"))
