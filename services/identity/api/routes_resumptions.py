"""Going on with a registration by a mailed link: looking at it changes nothing, its password opens it."""

from typing import Annotated

from fastapi import APIRouter, Path

from libs.chassis.auth import AnySubject
from libs.chassis.problems import problems
from services.identity.adapters.queries_registration import address_to_resume
from services.identity.api.dependencies import Deps
from services.identity.api.schemas import EmailIn, RegistrationOpened
from services.identity.api.schemas_registrations import ResumptionIn, ResumptionOut
from services.identity.application.request_resumption import ask_for_resumption
from services.identity.application.resume_registration import resume_by_link
from services.identity.domain.email_address import masked
from services.identity.domain.errors import UnknownLink

router = APIRouter(prefix="/resumptions", tags=["resumptions"])


@router.post("", status_code=202, responses=problems(401, 422, 429))
async def ask(body: EmailIn, subject: AnySubject, deps: Deps) -> None:
    await ask_for_resumption(body.email, subject.client_address, deps.uow(), deps.throttle, deps.rules)


@router.get("/{token}", responses=problems(401, 404))
async def look(token: Annotated[str, Path(max_length=200)], _subject: AnySubject, deps: Deps) -> ResumptionOut:
    email = await address_to_resume(deps.database, token)
    if email is None:
        raise UnknownLink
    return ResumptionOut(email_masked=masked(email))


@router.post("/completion", status_code=201, responses=problems(401, 404, 422, 429))
async def complete(body: ResumptionIn, _subject: AnySubject, deps: Deps) -> RegistrationOpened:
    registration_id, session = await resume_by_link(
        body.token,
        body.password,
        deps.uow(),
        directory=deps.directory,
        throttle=deps.throttle,
        hasher=deps.hasher,
        rules=deps.rules,
    )
    return RegistrationOpened(registration_id=registration_id, session_token=session.token)
