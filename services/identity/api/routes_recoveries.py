"""Forgotten passwords and codes: asking tells nobody anything, the rest happens in the mailbox."""

from typing import Annotated

from fastapi import APIRouter, Path

from libs.chassis.auth import AnySubject
from libs.chassis.problems import problems
from services.identity.adapters.queries_recovery import opens_new_password
from services.identity.api.dependencies import Deps
from services.identity.api.schemas_recoveries import CodeReminderIn, NewPasswordIn, PasswordResetIn, PasswordResetOut
from services.identity.application.ask_recovery import AskRecovery, ask_recovery
from services.identity.application.reset_password import ResetPassword, reset_password
from services.identity.domain.errors import UnknownLink
from services.identity.domain.recovery import Forgotten

router = APIRouter(tags=["recoveries"])


@router.post("/password-resets", status_code=202, responses=problems(401, 422, 429))
async def ask_reset(body: PasswordResetIn, subject: AnySubject, deps: Deps) -> None:
    command = AskRecovery(Forgotten.PASSWORD, body.identifier, subject.client_address)
    await ask_recovery(command, deps.uow(), deps.throttle, deps.rules)


@router.get("/password-resets/{token}", responses=problems(401, 404))
async def look(token: Annotated[str, Path(max_length=200)], _subject: AnySubject, deps: Deps) -> PasswordResetOut:
    if not await opens_new_password(deps.database, token):
        raise UnknownLink
    return PasswordResetOut()


@router.post("/password-resets/completion", status_code=204, responses=problems(401, 404, 422))
async def complete(body: NewPasswordIn, _subject: AnySubject, deps: Deps) -> None:
    await reset_password(
        ResetPassword(body.token, body.password),
        deps.uow(),
        hasher=deps.hasher,
        estimator=deps.estimator,
        rules=deps.rules,
        clock=deps.clock,
    )


@router.post("/code-reminders", status_code=202, responses=problems(401, 422, 429))
async def ask_code(body: CodeReminderIn, subject: AnySubject, deps: Deps) -> None:
    command = AskRecovery(Forgotten.FAMILY_CODE, body.email, subject.client_address)
    await ask_recovery(command, deps.uow(), deps.throttle, deps.rules)
