"""The head of school admitted a child, a provisional enrolment is confirmed, or the child left: an agent records it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from libs.domain.errors import FieldError, Invalid, NotFound
from services.schooling.application.act import Act
from services.schooling.application.admission_ports import Seal
from services.schooling.application.issue_certificate import IssueCertificate, issue_certificate
from services.schooling.application.ports import UnitOfWork
from services.schooling.application.revoke_certificate import revoke_with_enrolment
from services.schooling.domain.agent import Agent, Permission
from services.schooling.domain.enrolment import Enrolment, EnrolmentStatus


@dataclass(frozen=True)
class MoveEnrolment:
    """`reason` is needed for a radiation. `ENROLLED`: a provisional enrolment is one for good."""

    child_id: UUID
    school_year: int
    status: EnrolmentStatus
    reason: str | None


async def move_enrolment(command: MoveEnrolment, agent: Agent, seal: Seal, uow: UnitOfWork) -> None:
    """Raises Forbidden, NotFound, EnrolmentUnmoved, StillInDisagreement, Invalid."""
    agent.require(Permission.DECIDE)
    async with uow:
        enrolment = await uow.enrolments.get(command.child_id, command.school_year)
        if enrolment is None:
            raise NotFound
        at = await uow.moment()
        if command.status is EnrolmentStatus.ENROLLED:
            await _confirm(enrolment, at, agent, seal, uow)
        elif command.status is EnrolmentStatus.ADMITTED:
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


async def _confirm(enrolment: Enrolment, at: datetime, agent: Agent, seal: Seal, uow: UnitOfWork) -> None:
    """The certificate that said « à titre provisoire » is replaced."""
    child = await uow.children.hold(enrolment.child_id)
    enrolment.confirm(disagreement=child is not None and child.disagreement)
    former = await uow.certificates.valid_of(enrolment.child_id, enrolment.school_year)
    if former is not None:
        command = IssueCertificate.of(enrolment, Act(at, agent.reference), newcomer=former.newcomer)
        await issue_certificate(command, seal, uow)
