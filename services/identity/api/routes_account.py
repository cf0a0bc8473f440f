"""An account, to its holder who is signed in: password, address, open sessions. Nobody else's can be named."""

from uuid import UUID

from fastapi import APIRouter

from libs.chassis.auth import FamilySubject
from libs.chassis.export import FamilyExport, export_of
from libs.chassis.problems import problems
from services.identity.adapters.queries_account import open_sessions, own_account
from services.identity.adapters.queries_export import export_account
from services.identity.adapters.tables import CHASSIS
from services.identity.api.dependencies import Deps
from services.identity.api.routes_history import TOLD
from services.identity.api.schemas_account import (
    AccountOut,
    EmailChangeIn,
    EmailChangeOut,
    KeptSessionIn,
    NewOwnPasswordIn,
    OpenSessionOut,
    OwnPasswordIn,
)
from services.identity.api.schemas_sessions import SessionOpened
from services.identity.application.change_password import ChangePassword, change_password
from services.identity.application.close_account import close_account
from services.identity.application.disconnect import disconnect_one, disconnect_others
from services.identity.application.grant_export import grant_export
from services.identity.application.request_email_change import (
    RequestEmailChange,
    cancel_email_change,
    request_email_change,
    resend_email_change,
)
from services.identity.domain.errors import UnknownAccount

router = APIRouter(prefix="/accounts/current", tags=["accounts"])


@router.get("", responses=problems(401, 403, 404))
async def show(subject: FamilySubject, deps: Deps) -> AccountOut:
    found = await own_account(deps.database, subject.id)
    if found is None:
        raise UnknownAccount
    waits = found.new_email and found.new_email_until
    return AccountOut(
        family_code=found.family_code,
        email=found.email,
        since=found.activated_at,
        email_change=EmailChangeOut(email=found.new_email, expires_at=found.new_email_until) if waits else None,
    )


@router.post("/password", status_code=201, responses=problems(401, 403, 404, 422, 429))
async def change(body: NewOwnPasswordIn, subject: FamilySubject, deps: Deps) -> SessionOpened:
    session = await change_password(
        ChangePassword(
            subject.id, body.current_password, body.password, body.seen_as.to_domain() if body.seen_as else None
        ),
        deps.uow(),
        directory=deps.directory,
        throttle=deps.throttle,
        hasher=deps.hasher,
        estimator=deps.estimator,
        rules=deps.rules,
        clock=deps.clock,
    )
    return SessionOpened(session_token=session.token, kind=session.kind.value)


@router.post("/email-changes", status_code=202, responses=problems(401, 403, 404, 422, 429))
async def ask_email_change(body: EmailChangeIn, subject: FamilySubject, deps: Deps) -> None:
    await request_email_change(
        RequestEmailChange(subject.id, body.current_password, body.email),
        deps.uow(),
        directory=deps.directory,
        throttle=deps.throttle,
        hasher=deps.hasher,
        rules=deps.rules,
    )


@router.post("/email-changes/current/mails", status_code=202, responses=problems(401, 403, 404, 429))
async def mail_again(subject: FamilySubject, deps: Deps) -> None:
    await resend_email_change(subject.id, deps.uow(), deps.throttle, deps.rules)


@router.delete("/email-changes/current", status_code=204, responses=problems(401, 403, 404))
async def cancel(subject: FamilySubject, deps: Deps) -> None:
    await cancel_email_change(subject.id, deps.uow())


@router.post("/data-exports", status_code=201, responses=problems(401, 403, 404, 422, 429))
async def export(body: OwnPasswordIn, subject: FamilySubject, deps: Deps) -> FamilyExport:
    """All that identity knows. What the other services know is asked of them after this."""
    await grant_export(
        subject.id,
        body.current_password,
        deps.uow(),
        directory=deps.directory,
        throttle=deps.throttle,
        hasher=deps.hasher,
        rules=deps.rules,
    )
    async with deps.database.reading() as connection:
        found = await export_account(connection, subject.id)
        if found is None or subject.family_id is None:
            raise UnknownAccount
        return await export_of("identity", found, connection, CHASSIS, family_id=subject.family_id, told=TOLD)


@router.post("/closing", status_code=204, responses=problems(401, 403, 404, 422, 429))
async def close(body: OwnPasswordIn, subject: FamilySubject, deps: Deps) -> None:
    """The account is gone at once; the town keeps the family for its delay."""
    await close_account(
        subject.id,
        body.current_password,
        deps.uow(),
        directory=deps.directory,
        throttle=deps.throttle,
        hasher=deps.hasher,
        rules=deps.rules,
        clock=deps.clock,
    )


@router.get("/sessions", responses=problems(401, 403))
async def sessions(subject: FamilySubject, deps: Deps) -> list[OpenSessionOut]:
    return [
        OpenSessionOut.model_validate(found, from_attributes=True)
        for found in await open_sessions(deps.database, subject.id)
    ]


@router.delete("/sessions/{session_id}", status_code=204, responses=problems(401, 403, 404, 422))
async def disconnect(session_id: UUID, subject: FamilySubject, deps: Deps) -> None:
    await disconnect_one(subject.id, session_id, deps.uow(), family=subject.family_id)


@router.post("/sessions/others-revocation", status_code=204, responses=problems(401, 403, 422))
async def disconnect_all_others(body: KeptSessionIn, subject: FamilySubject, deps: Deps) -> None:
    await disconnect_others(subject.id, body.session_id, deps.uow(), family=subject.family_id)
