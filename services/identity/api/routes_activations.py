"""The page behind the mailed link: looking at it changes nothing, its button activates."""

from typing import Annotated

from fastapi import APIRouter, Path

from libs.chassis.auth import AnySubject
from libs.chassis.problems import problems
from services.identity.adapters.queries_registration import address_to_activate
from services.identity.api.dependencies import Deps
from services.identity.api.schemas import Activated, ActivationIn, ActivationOut
from services.identity.application.activate_account import activate_account
from services.identity.domain.email_address import masked
from services.identity.domain.errors import UnknownLink

router = APIRouter(prefix="/activations", tags=["activations"])


@router.get("/{token}", responses=problems(401, 404))
async def look(token: Annotated[str, Path(max_length=200)], _subject: AnySubject, deps: Deps) -> ActivationOut:
    email = await address_to_activate(deps.database, token)
    if email is None:
        raise UnknownLink
    return ActivationOut(email_masked=masked(email))


@router.post("", responses=problems(401, 404, 422))
async def activate(body: ActivationIn, _subject: AnySubject, deps: Deps) -> Activated:
    family = await activate_account(body.token, deps.uow(), deps.rules, deps.clock)
    return Activated(family_code=family.code)
