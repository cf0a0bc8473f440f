"""The head of school admitted a child, or the child left: an agent records it."""

from dataclasses import dataclass
from uuid import UUID

from libs.domain.errors import FieldError, Invalid, NotFound
from services.schooling.application.ports import UnitOfWork
from services.schooling.application.revoke_certificate import revoke_with_enrolment
from services.schooling.domain.agent import Agent, Permission
from services.schooling.domain.enrolment import EnrolmentStatus


@dataclass(frozen=True)
class MoveEnrolment:
    """`reason` is needed for a radiation."""

    child_id: UUID
    school_year: int
    status: EnrolmentStatus
    reason: str | None


async def move_enrolment(command: MoveEnrolment, agent: Agent, uow: UnitOfWork) -> None:
    """Raises Forbidden, NotFound, EnrolmentUnmoved, Invalid."""
    agent.require(Permission.DECIDE)
    async with uow:
        enrolment = await uow.enrolments.get(command.child_id, command.school_year)
        if enrolment is None:
            raise NotFound
        at = await uow.moment()
        if command.status is EnrolmentStatus.ADMITTED:
            enrolment.admit(at)
        elif command.reason:
            enrolment.strike_off(command.reason, at)
            await uow.places.release(command.child_id, command.school_year)
            await revoke_with_enrolment(command.child_id, command.school_year, command.reason, at, agent, uow)
        else:
            raise Invalid(errors=[FieldError("reason", "required")])
        await uow.enrolments.put(enrolment)
        uow.note(
            agent.reference,
            f"enrolment.{command.status}",
            f"child:{command.child_id}",
            family_id=enrolment.family_id,
            school_year=command.school_year,
        )
        await uow.commit()
