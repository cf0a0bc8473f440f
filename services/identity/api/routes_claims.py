"""First use: a family that the town knows opens its account with the code that the town gave it."""

from uuid import UUID

from fastapi import APIRouter

from libs.chassis.auth import AnySubject, Permission, StaffSubject
from libs.chassis.problems import problems
from services.identity.adapters.queries_account import family_account
from services.identity.api.dependencies import Deps
from services.identity.api.schemas import RegistrationOpened
from services.identity.api.schemas_claims import ClaimCodeIn, ClaimCodeOut, ClaimIn, FamilyAccountOut
from services.identity.application.issue_claim_code import give_account_back, issue_claim_code
from services.identity.application.open_claim import OpenClaim, open_claim
from services.identity.domain.errors import UnknownFamily

router = APIRouter(tags=["claims"])


@router.post("/claims", status_code=201, responses=problems(401, 422, 429))
async def claim(body: ClaimIn, subject: AnySubject, deps: Deps) -> RegistrationOpened:
    registration_id, session = await open_claim(
        OpenClaim(body.family_code, body.claim_code, subject.client_address), deps.uow(), deps.throttle, deps.rules
    )
    return RegistrationOpened(registration_id=registration_id, session_token=session.token)


@router.post("/claim-codes", status_code=201, responses=problems(401, 403, 404, 409, 422))
async def issue(body: ClaimCodeIn, agent: StaffSubject, deps: Deps) -> ClaimCodeOut:
    """For a family without an account. `gives_back`: for one with an account, whose holder lost every way into it."""
    agent.require(Permission.HOUSEHOLD_REGISTER)
    if body.gives_back:
        issued = await give_account_back(body.family_id, agent.reference, deps.uow(), deps.rules, deps.clock)
    else:
        issued = await issue_claim_code(body.family_id, agent.reference, deps.uow(), deps.rules)
    return ClaimCodeOut(family_code=issued.family_code, claim_code=issued.claim_code, expires_at=issued.expires_at)


@router.get("/families/{family_id}/account", responses=problems(401, 403, 404, 422))
async def standing(family_id: UUID, agent: StaffSubject, deps: Deps) -> FamilyAccountOut:
    """How the account of a family stands, for whoever reads its file. 404: nothing is known of that family here yet."""
    if Permission.HOUSEHOLD_READ not in agent.permissions:
        agent.require(Permission.HOUSEHOLD_REGISTER)
    found = await family_account(deps.database, family_id, deps.rules.closed_account)
    if found is None:
        raise UnknownFamily
    return FamilyAccountOut(state=found.state, closed_at=found.closed_at, erased_from=found.erased_from)
