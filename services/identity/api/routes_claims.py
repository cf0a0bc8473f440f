"""First use: a family that the town knows opens its account with the code that the town gave it."""

from fastapi import APIRouter

from libs.chassis.auth import AnySubject, Permission, StaffSubject
from libs.chassis.problems import problems
from services.identity.api.dependencies import Deps
from services.identity.api.schemas import RegistrationOpened
from services.identity.api.schemas_claims import ClaimCodeIn, ClaimCodeOut, ClaimIn
from services.identity.application.issue_claim_code import issue_claim_code
from services.identity.application.open_claim import OpenClaim, open_claim

router = APIRouter(tags=["claims"])


@router.post("/claims", status_code=201, responses=problems(401, 422, 429))
async def claim(body: ClaimIn, subject: AnySubject, deps: Deps) -> RegistrationOpened:
    registration_id, session = await open_claim(
        OpenClaim(body.family_code, body.claim_code, subject.client_address), deps.uow(), deps.throttle, deps.rules
    )
    return RegistrationOpened(registration_id=registration_id, session_token=session.token)


@router.post("/claim-codes", status_code=201, responses=problems(401, 403, 404, 409, 422))
async def issue(body: ClaimCodeIn, agent: StaffSubject, deps: Deps) -> ClaimCodeOut:
    agent.require(Permission.HOUSEHOLD_REGISTER)
    issued = await issue_claim_code(body.family_id, agent.reference, deps.uow(), deps.rules)
    return ClaimCodeOut(family_code=issued.family_code, claim_code=issued.claim_code, expires_at=issued.expires_at)
