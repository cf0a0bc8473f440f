"""The pages of step 4, put under an address for those whom a door lets in: parents online, agents at the counter."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute
from starlette.requests import Request

from gateway.web.creation import routes_adult, routes_child, routes_child_files, routes_household
from gateway.web.creation.step import Door

_PARTS = (routes_household.router, routes_adult.router, routes_child.router, routes_child_files.router)


def household_pages(base: str, door: Door) -> APIRouter:
    """The router of these pages.

    Args:
        base: path of the household's page; it may hold parameters, which `door` reads.
        door: opens the draft, and says in `HouseholdStep.base` what `base` is for it.
    """
    pages = APIRouter(dependencies=[Depends(_through(door))])
    for part in _PARTS:
        for route in part.routes:
            # One by one, so that logs, figures and tests know each page by its whole path.
            if isinstance(route, APIRoute):
                pages.add_api_route(base + route.path, route.endpoint, methods=sorted(route.methods or ()))
    return pages


def _through(door: Door) -> Callable[[Request], Awaitable[None]]:
    async def stand_at_door(request: Request) -> None:
        request.state.door = door

    return stand_at_door
