"""A member of staff gives the code of the authenticator: only now does a staff session open, with a fresh token."""

from uuid import UUID

from libs.domain.errors import Throttled
from libs.domain.throttling import limit
from services.identity.application.open_session import open_session
from services.identity.application.ports import Clock, SecondFactor, Throttle, UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.errors import WrongCode
from services.identity.domain.session import OpenedSession, SessionKind


async def confirm_second_factor(
    staff_id: UUID,
    code: str,
    uow: UnitOfWork,
    *,
    second_factor: SecondFactor,
    throttle: Throttle,
    rules: Rules,
    clock: Clock,
) -> OpenedSession:
    """The sessions that waited for the code end with it.

    Raises:
        Throttled, WrongCode.
    """
    bucket = limit(rules.rates.second_factor, "second-factor", str(staff_id))
    if wait := await throttle.take([bucket]):
        raise Throttled(wait)
    actor = f"staff:{staff_id}"
    async with uow:
        member = await uow.staff.find(staff_id)
        if member is None:
            raise WrongCode
        try:
            member.use_code(second_factor.matching_step(member.totp_secret, member.id, code, clock.now()))
        except WrongCode:
            uow.note(actor, "second_factor.failed", actor)
            await uow.commit()
            raise
        await uow.sessions.revoke_second_factor(member.id)
        session = await open_session(SessionKind.STAFF, member.id, uow, rules)
        uow.note(actor, "sign_in.succeeded", actor)
        await uow.commit()
    await throttle.empty([bucket])
    return session
