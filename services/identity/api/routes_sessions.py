"""Signing in, in one step for families and two for staff; resolving and ending sessions."""

from fastapi import APIRouter

from libs.chassis.auth import AnySubject, LockedRegistrationSubject, SecondFactorSubject
from libs.chassis.problems import problems
from services.identity.adapters.queries_session import resolve_session
from services.identity.api.dependencies import Dependencies, Deps
from services.identity.api.schemas_sessions import (
    FamilySessionOpened,
    SecondFactorIn,
    SessionOpened,
    SessionOut,
    SessionTokenIn,
    SignInIn,
    StaffSignInIn,
    UnlockingIn,
)
from services.identity.application.confirm_second_factor import confirm_second_factor
from services.identity.application.resume_registration import unlock_registration
from services.identity.application.revoke_session import revoke_session
from services.identity.application.sign_in import SignIn, sign_in
from services.identity.application.sign_in_staff import SignInStaff, sign_in_staff
from services.identity.domain.errors import UnknownSession
from services.identity.domain.session import OpenedSession

router = APIRouter(prefix="/sessions", tags=["sessions"])


@router.post("", status_code=201, responses=problems(401, 403, 422, 429))
async def open_for_family(body: SignInIn, subject: AnySubject, deps: Deps) -> FamilySessionOpened:
    session, device_token = await sign_in(
        SignIn(
            body.identifier,
            body.password,
            subject.client_address,
            body.device_token,
            body.seen_as.to_domain() if body.seen_as else None,
        ),
        deps.uow(),
        directory=deps.directory,
        throttle=deps.throttle,
        hasher=deps.hasher,
        rules=deps.rules,
    )
    return FamilySessionOpened(session_token=session.token, kind=session.kind.value, device_token=device_token)


@router.post("/staff", status_code=201, responses=problems(401, 422, 429))
async def open_for_staff(body: StaffSignInIn, subject: AnySubject, deps: Deps) -> SessionOpened:
    session = await sign_in_staff(
        SignInStaff(body.login, body.password, subject.client_address),
        deps.uow(),
        directory=deps.directory,
        throttle=deps.throttle,
        hasher=deps.hasher,
        rules=deps.rules,
    )
    return _opened(session)


@router.post("/current/second-factor", status_code=201, responses=problems(401, 403, 422, 429))
async def confirm(body: SecondFactorIn, subject: SecondFactorSubject, deps: Deps) -> SessionOpened:
    session = await confirm_second_factor(
        subject.id,
        body.code,
        deps.uow(),
        second_factor=deps.second_factor,
        throttle=deps.throttle,
        rules=deps.rules,
        clock=deps.clock,
    )
    return _opened(session)


@router.post("/current/unlocking", status_code=201, responses=problems(401, 403, 404, 422, 429))
async def unlock(body: UnlockingIn, subject: LockedRegistrationSubject, deps: Deps) -> SessionOpened:
    session = await unlock_registration(
        subject.id,
        body.session_token,
        body.password,
        deps.uow(),
        directory=deps.directory,
        throttle=deps.throttle,
        hasher=deps.hasher,
        rules=deps.rules,
    )
    return _opened(session)


@router.post("/introspection", responses=problems(401, 404, 422))
async def introspect(body: SessionTokenIn, _subject: AnySubject, deps: Deps) -> SessionOut:
    found = await resolve_session(deps.database, body.session_token, deps.rules.registration_lock_idle)
    if found is None:
        raise UnknownSession
    return SessionOut(
        kind="locked_registration" if found.locked else found.kind.value,
        session_id=found.session_id,
        id=found.id,
        family_id=found.family_id,
        permissions=_permissions(found.roles, deps),
        roles=list(found.roles),
        display_name=found.display_name,
        family_code=found.family_code,
        expires_at=found.expires_at,
    )


@router.post("/revocation", status_code=204, responses=problems(401, 422))
async def revoke(body: SessionTokenIn, _subject: AnySubject, deps: Deps) -> None:
    await revoke_session(body.session_token, deps.uow())


def _opened(session: OpenedSession) -> SessionOpened:
    return SessionOpened(session_token=session.token, kind=session.kind.value)


def _permissions(roles: tuple[str, ...], deps: Dependencies) -> list[str]:
    return sorted({permission for role in roles for permission in deps.roles.get(role, [])})
