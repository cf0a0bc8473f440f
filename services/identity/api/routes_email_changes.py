"""The page behind the link that a new address received: looking changes nothing, confirming signs nobody in."""

from typing import Annotated

from fastapi import APIRouter, Path

from libs.chassis.auth import AnySubject
from libs.chassis.problems import problems
from services.identity.adapters.queries_account import address_to_confirm
from services.identity.api.dependencies import Deps
from services.identity.api.schemas_account import EmailChangeConfirmationIn, EmailChangeLinkOut
from services.identity.application.confirm_email_change import confirm_email_change
from services.identity.domain.email_address import masked
from services.identity.domain.errors import UnknownLink

router = APIRouter(prefix="/email-changes", tags=["accounts"])


@router.get("/{token}", responses=problems(401, 404))
async def look(token: Annotated[str, Path(max_length=200)], _subject: AnySubject, deps: Deps) -> EmailChangeLinkOut:
    email = await address_to_confirm(deps.database, token)
    if email is None:
        raise UnknownLink
    return EmailChangeLinkOut(email_masked=masked(email))


@router.post("/confirmation", status_code=204, responses=problems(401, 404, 422))
async def confirm(body: EmailChangeConfirmationIn, _subject: AnySubject, deps: Deps) -> None:
    await confirm_email_change(body.token, deps.uow())
