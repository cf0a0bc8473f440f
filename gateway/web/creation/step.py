"""Which step of the creation is open: each page checks that the ones before it are done."""

import asyncio
from dataclasses import dataclass

from starlette.requests import Request

from gateway.clients.household import Draft
from gateway.clients.identity import RegistrationView
from gateway.clients.service import Problem
from gateway.web.visit import GoTo, Visit, registration_visit


@dataclass(frozen=True)
class AccountStep:
    """Step 3: the address is known."""

    visit: Visit
    registration_id: str
    registration: RegistrationView


@dataclass(frozen=True)
class HouseholdStep:
    """Step 4: the account is described, and nothing was handed in yet."""

    visit: Visit
    registration_id: str
    draft: Draft


async def account_step(request: Request) -> AccountStep:
    """Raises GoTo the step that is due."""
    visit = await registration_visit(request)
    registration_id = _registration_id(visit)
    registration = await _alive(visit, registration_id)
    if registration["state"] in ("awaiting_activation", "activated"):
        raise GoTo("/creer-ma-famille/confirmation")
    return AccountStep(visit, registration_id, registration)


async def household_step(request: Request) -> HouseholdStep:
    """Raises GoTo the step that is due."""
    visit = await registration_visit(request)
    registration_id = _registration_id(visit)
    registration, draft = await asyncio.gather(
        _alive(visit, registration_id), visit.clients.household.draft(visit.bearer, registration_id)
    )
    if draft["state"] == "submitted":
        raise GoTo("/creer-ma-famille/confirmation")
    if registration["account"] is None:
        raise GoTo("/creer-ma-famille/compte?fait=compte-d-abord")
    return HouseholdStep(visit, registration_id, draft)


async def _alive(visit: Visit, registration_id: str) -> RegistrationView:
    """Raises GoTo the start: the registration was purged."""
    try:
        return await visit.clients.identity.registration(visit.bearer, registration_id)
    except Problem as problem:
        if problem.status == 404:
            raise GoTo("/creer-ma-famille?fait=creation-expiree", lapsed=True) from None
        raise


def _registration_id(visit: Visit) -> str:
    if visit.session is None:
        raise GoTo("/creer-ma-famille")
    return str(visit.session.subject.id)
