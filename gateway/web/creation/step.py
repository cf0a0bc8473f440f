"""Which step of the creation is open: each page checks that the ones before it are done."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request

from gateway.clients.household import Draft
from gateway.clients.identity import RegistrationView
from gateway.clients.service import Problem
from gateway.web.visit import GoTo, Visit, registration_visit

HOUSEHOLD = "/creer-ma-famille/foyer"


@dataclass(frozen=True)
class AccountStep:
    """Step 3: the address is known."""

    visit: Visit
    registration_id: str
    registration: RegistrationView


@dataclass(frozen=True)
class HouseholdStep:
    """Step 4: the account is described, and nothing was handed in yet.

    Attributes:
        bearer: the token that may write this draft; at the counter not the visitor's own.
        base: the address of the household's page; the others stand below it.
        done: where TERMINER leads.
        trail: the breadcrumb down to the household's page: addresses and words.
        at_counter: an agent writes; there is no account and no step before this one.
    """

    visit: Visit
    registration_id: str
    draft: Draft
    bearer: str
    base: str = HOUSEHOLD
    done: str = "/creer-ma-famille/confirmation"
    trail: Sequence[tuple[str, str]] = (("/", "Accueil"), ("/creer-ma-famille", "Créer ma famille"))
    at_counter: bool = False

    @property
    def trail_to_forms(self) -> Sequence[tuple[str, str]]:
        """The breadcrumb down to the form of an adult or a child."""
        return (*self.trail, (self.base, "Foyer" if self.at_counter else "Mon foyer"))


Door = Callable[[Request], Awaitable[HouseholdStep]]
"""How somebody comes to a household's draft. Raises GoTo the step that is due."""


async def account_step(request: Request) -> AccountStep:
    """Raises GoTo the step that is due."""
    visit = await registration_visit(request)
    registration_id = _registration_id(visit)
    registration = await _alive(visit, registration_id)
    if registration["state"] in ("awaiting_activation", "activated"):
        raise GoTo("/creer-ma-famille/confirmation")
    if registration.get("claim"):
        raise GoTo("/premiere-utilisation/compte")
    return AccountStep(visit, registration_id, registration)


async def household_step(request: Request) -> HouseholdStep:
    """The draft that this page is about, through the door that its address stands behind."""
    door: Door = request.state.door
    return await door(request)


async def online_step(request: Request) -> HouseholdStep:
    """A parent's own draft. Raises GoTo the step that is due."""
    visit = await registration_visit(request)
    registration_id = _registration_id(visit)
    registration, draft = await asyncio.gather(
        _alive(visit, registration_id), visit.clients.household.draft(visit.bearer, registration_id)
    )
    if registration.get("claim"):
        raise GoTo("/premiere-utilisation/compte")
    if draft["state"] == "submitted":
        raise GoTo("/creer-ma-famille/confirmation")
    if registration["account"] is None:
        raise GoTo("/creer-ma-famille/compte?fait=compte-d-abord")
    return HouseholdStep(visit, registration_id, draft, visit.bearer)


async def _alive(visit: Visit, registration_id: str) -> RegistrationView:
    """Raises GoTo the start, when the registration was purged; GoTo the first use, for a family known already."""
    try:
        registration = await visit.clients.identity.registration(visit.bearer, registration_id)
    except Problem as problem:
        if problem.status == 404:
            raise GoTo("/creer-ma-famille?fait=creation-expiree", lapsed=True) from None
        raise
    if registration["claim"] is not None:
        raise GoTo("/premiere-utilisation/compte")
    return registration


def _registration_id(visit: Visit) -> str:
    if visit.session is None:
        raise GoTo("/creer-ma-famille")
    return str(visit.session.subject.id)
