"""Appareils connectés: the open sessions of the account, and an end to those that are elsewhere."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.account.devices import devices
from gateway.web.visit import NotAllowed, Visit, family_visit

DEVICES = "/mon-espace/mon-compte/appareils"
router = APIRouter(prefix=DEVICES)


@router.get("")
async def show(request: Request) -> Response:
    visit = await family_visit(request)
    found = devices(await visit.clients.identity.open_sessions(visit.bearer), _this(visit))
    return visit.page("account/devices.html", devices=found, others=[device for device in found if not device.this])


@router.post("/deconnecter")
async def disconnect(request: Request) -> Response:
    """One that is no more is as good as disconnected."""
    visit = await family_visit(request)
    try:
        await visit.clients.identity.disconnect(visit.bearer, visit.form.text("session")[:100])
    except Problem as problem:
        if problem.status not in (404, 422):
            raise
    return visit.go(f"{DEVICES}?fait=appareil-deconnecte")


@router.post("/deconnecter-les-autres")
async def disconnect_others(request: Request) -> Response:
    visit = await family_visit(request)
    await visit.clients.identity.disconnect_others(visit.bearer, _this(visit))
    return visit.go(f"{DEVICES}?fait=autres-deconnectes")


def _this(visit: Visit) -> str:
    """The session that the page is read with. Raises NotAllowed: there is none."""
    if visit.session is None:
        raise NotAllowed
    return visit.session.id
