"""A request that the family handed in, as the address of a page names it."""

from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request

from gateway.clients.schooling_families import FollowedRequest
from gateway.web.family.account import family_id
from gateway.web.visit import Visit, family_visit


async def followed_request(request: Request, child_id: UUID, request_id: UUID) -> tuple[Visit, FollowedRequest]:
    """Raises Problem 404 for somebody else's, HTTPException 404 for another child's."""
    visit = await family_visit(request)
    found = await visit.clients.schooling.followed_request(visit.bearer, family_id(visit), str(request_id))
    if found["child_id"] != str(child_id):
        raise HTTPException(404)
    return visit, found
