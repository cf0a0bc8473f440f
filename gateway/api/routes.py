"""`/api/...`: who is signed in, the services' allowed operations, the document and its page."""

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from gateway.api.allowlist import OPERATIONS, allowed
from gateway.api.forwarding import forward
from gateway.api.openapi import Document, merged
from gateway.edge.sessions import Session
from gateway.web.visit import Visit, open_visit
from libs.chassis.auth import SubjectKind
from libs.chassis.problems import problem
from libs.french.elision import de

router = APIRouter(include_in_schema=False)
_SIGNED_IN = frozenset({SubjectKind.FAMILY, SubjectKind.STAFF})


@router.get("/api/docs")
async def docs(request: Request) -> Response:
    """The page that explains the API and lets one try it."""
    return (await open_visit(request)).page("api/docs.html")


@router.get("/api/openapi.json")
async def openapi(request: Request) -> Response:
    """The merged document."""
    visit = await open_visit(request)
    return JSONResponse(await visit.kiosk.api_document.get(lambda: _merge(visit)))


@router.get("/api/v1/session")
async def session(request: Request) -> Response:
    """Who is signed in, and the token for unsafe requests."""
    visit = await open_visit(request)
    known = _signed_in(visit)
    if known is None:
        return problem(401, "unauthenticated")
    return visit.answer(
        JSONResponse(
            {
                "kind": known.kind,
                "display_name": known.display_name,
                "family_id": str(known.subject.family_id) if known.subject.family_id else None,
                "family_code": known.family_code,
                "form_token": visit.form_token,
            }
        )
    )


@router.api_route("/api/v1/{service}/{path:path}", methods=["GET", "POST", "PUT", "DELETE"])
async def call(request: Request, service: str) -> Response:
    """One allowed operation of a service, as the signed-in subject."""
    visit = await open_visit(request)
    inside = _raw_path(request).removeprefix(f"/api/v1/{service}")
    client = visit.clients.named(service)
    if client is None or not allowed(service, request.method, inside):
        return problem(404, "not-found")
    if _signed_in(visit) is None:
        return problem(401, "unauthenticated")
    return await forward(request, client, inside, visit.bearer)


@router.api_route("/api/{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
async def unknown() -> Response:
    """Anything else under `/api`: a problem, not a page."""
    return problem(404, "not-found")


def _signed_in(visit: Visit) -> Session | None:
    return visit.session if visit.session and visit.session.kind in _SIGNED_IN else None


def _raw_path(request: Request) -> str:
    """As it came over the wire: a decoded %2F must not become a slash here and pass the allowlist."""
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    return raw.partition(b"?")[0].decode("latin-1")


async def _merge(visit: Visit) -> Document:
    names = sorted({operation.service for operation in OPERATIONS})
    clients = [client for name in names if (client := visit.clients.named(name))]
    replies = await asyncio.gather(*(client.call("GET", "/openapi.json", visit.bearer) for client in clients))
    documents = {client.name: reply.body for client, reply in zip(clients, replies, strict=True)}
    title = f"Kiosque famille, Ville {de(visit.kiosk.commune.profile.name)}"
    return merged(title, documents, visit.kiosk.cookies.session)
