"""What the town set for asking and deciding."""

from fastapi import APIRouter

from libs.chassis.auth import AnySubject
from libs.chassis.problems import problems
from services.schooling.adapters.procedure import SqlProcedure
from services.schooling.api.dependencies import CurrentAgent, Deps
from services.schooling.api.schemas_procedure import DerogationReasonOut, RefusalReasonOut
from services.schooling.domain.agent import Permission

router = APIRouter(tags=["procedure"], responses=problems(401, 403))


@router.get("/derogation-reasons", operation_id="list_derogation_reasons")
async def derogation_reasons(_subject: AnySubject, deps: Deps) -> list[DerogationReasonOut]:
    """MOTIFS DE DÉROGATIONS, in the commune's order; public facts."""
    async with deps.database.reading() as connection:
        found = await SqlProcedure(connection).derogation_reasons()
    return [
        DerogationReasonOut(
            code=reason.code,
            label=reason.label,
            legal_basis=reason.legal_basis,
            between_communes=reason.between_communes,
            proof=reason.proof,
        )
        for reason in found
    ]


@router.get("/decision-reasons", operation_id="list_decision_reasons")
async def decision_reasons(agent: CurrentAgent, deps: Deps) -> list[RefusalReasonOut]:
    """Why a request may be refused, in the commune's order."""
    agent.require(Permission.READ)
    async with deps.database.reading() as connection:
        found = await SqlProcedure(connection).refusal_reasons()
    return [
        RefusalReasonOut(
            code=reason.code,
            label=reason.label,
            legal_basis=reason.legal_basis,
            applies_to=sorted(reason.applies_to),
        )
        for reason in found
    ]
