"""The meter beside the password field."""

from fastapi import APIRouter

from libs.chassis.auth import AnySubject
from libs.chassis.problems import problems
from services.identity.api.dependencies import Deps
from services.identity.api.schemas import PasswordIn, StrengthOut

router = APIRouter(prefix="/passwords", tags=["passwords"])


@router.post("/strength", responses=problems(401, 422))
async def strength(body: PasswordIn, _subject: AnySubject, deps: Deps) -> StrengthOut:
    verdict = deps.rules.password.judge(body.password, deps.estimator.estimate(body.password))
    return StrengthOut(
        level=verdict.level.value,
        acceptable=verdict.acceptable,
        codes=[refusal.code for refusal in verdict.refusals],
    )
