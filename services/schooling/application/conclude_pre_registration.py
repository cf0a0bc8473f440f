"""An agent concludes: the decisions are final, the child has its place and its certificate, the family is told."""

from datetime import datetime
from uuid import UUID

from services.schooling.application.act import Act
from services.schooling.application.admission_ports import Seal
from services.schooling.application.decide_pre_registration import deciding
from services.schooling.application.issue_certificate import IssueCertificate, issue_certificate
from services.schooling.application.ports import UnitOfWork
from services.schooling.domain.agent import Agent
from services.schooling.domain.enrolment import Enrolment, EnrolmentStatus
from services.schooling.domain.errors import AlreadyEnrolled
from services.schooling.domain.pre_registration import Placement, PreRegistration


async def conclude_pre_registration(request_id: UUID, agent: Agent, seal: Seal, uow: UnitOfWork) -> None:
    """Raises SchoolFull: the family can wait for a place or be proposed another school; AlreadyEnrolled, Undecided."""
    async with deciding(request_id, agent, uow, "pre_registration.concluded") as request:
        at = await uow.moment()
        if placement := request.conclude(agent.id, at):
            await enrol(request, placement, at, uow, held=False)
            act = Act(at, agent.reference)
            await issue_certificate(IssueCertificate.of(request, placement, act), seal, uow)
        await uow.answers.forget(request.family_id, request.child_id, request.school_year)


async def enrol(request: PreRegistration, placement: Placement, at: datetime, uow: UnitOfWork, *, held: bool) -> None:
    """The child takes its place, or the one that was held for it. Raises AlreadyEnrolled, SchoolFull."""
    known = await uow.enrolments.get(request.child_id, request.school_year)
    if known is not None and known.holds_a_place:
        raise AlreadyEnrolled
    if held:
        await uow.places.take_held(request.id)
    else:
        await uow.places.claim(placement, request.school_year, request.child_id, request.id, held=False)
    enrolment = Enrolment(
        request.child_id,
        request.school_year,
        placement.uai,
        placement.level,
        EnrolmentStatus.ENROLLED,
        at,
        request.family_id,
        request.id,
        version=known.version if known else 0,
    )
    enrolment.announce()
    await uow.enrolments.put(enrolment)
