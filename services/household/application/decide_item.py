"""An agent accepts, refuses or waives one item of a submission."""

from dataclasses import dataclass

from libs.domain.errors import FieldError, Invalid
from services.household.application.ports import Clock, TownData, UnitOfWork
from services.household.domain.agent import Agent, Permission
from services.household.domain.ids import ItemKey, SubmissionId
from services.household.domain.item import Decision, DecisionKind
from services.household.domain.refusal_reasons import RefusalReason

# How audit rows name the decisions.
DECIDED = {
    DecisionKind.ACCEPT: "item.accepted",
    DecisionKind.REFUSE: "item.refused",
    DecisionKind.WAIVE: "item.waived",
}


@dataclass(frozen=True)
class DecideItem:
    submission_id: SubmissionId
    key: ItemKey
    kind: DecisionKind
    reason_code: str | None
    comment: str | None


async def decide_item(command: DecideItem, agent: Agent, uow: UnitOfWork, clock: Clock) -> None:
    agent.require(Permission.DECIDE)
    async with uow:
        submission = await uow.submissions.get(command.submission_id)
        if (await uow.town_data.catalogue()).tells_of_health(command.key):
            agent.require(Permission.HEALTH)
        reason = await _reason(command.reason_code, uow.town_data)
        decision = Decision(command.kind, reason, command.comment)
        submission.decide(command.key, decision, by=agent.id, at=clock.now())
        await uow.submissions.save(submission)
        uow.note(
            agent.reference,
            DECIDED[command.kind],
            f"submission:{submission.id}",
            reason=command.reason_code,
            item=str(command.key),
            family=submission.family_id,
        )
        await uow.commit()


async def _reason(code: str | None, data: TownData) -> RefusalReason | None:
    if code is None:
        return None
    if (reason := await data.reason(code)) is None:
        raise Invalid(errors=[FieldError("reason_code", "reason-unknown")])
    return reason
