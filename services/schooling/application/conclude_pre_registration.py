"""An agent concludes: the decisions are final, the child has its place and its certificate, the family is told."""

from uuid import UUID

from services.schooling.application.act import Act
from services.schooling.application.admission_ports import Seal
from services.schooling.application.decide_pre_registration import deciding
from services.schooling.application.issue_certificate import IssueCertificate, issue_certificate
from services.schooling.application.ports import UnitOfWork
from services.schooling.domain.agent import Agent
from services.schooling.domain.enrolment import Enrolment, EnrolmentStatus
from services.schooling.domain.errors import AlreadyEnrolled
from services.schooling.domain.placement import Placement
from services.schooling.domain.pre_registration import PreRegistration


async def conclude_pre_registration(request_id: UUID, agent: Agent, seal: Seal, uow: UnitOfWork) -> None:
    """Raises SchoolFull: the family can wait for a place or be proposed another school; AlreadyEnrolled, Undecided."""
    async with deciding(request_id, agent, uow, "pre_registration.concluded") as request:
        at = await uow.moment()
        child = await uow.children.hold(request.child_id)
        disagreement = child is not None and child.disagreement
        if placement := request.conclude(agent.id, at, disagreement=disagreement):
            act = Act(at, agent.reference)
            await enrol(request, placement, act, seal, uow, held=False, provisional=disagreement)
        await uow.answers.forget(request.family_id, request.child_id, request.school_year)


async def enrol(
    request: PreRegistration,
    placement: Placement,
    act: Act,
    seal: Seal,
    uow: UnitOfWork,
    *,
    held: bool,
    provisional: bool,
) -> None:
    """The child takes its place, or the one that was held for it, and the town certifies it.

    Args:
        act: what made it final.
        provisional: the child's homes disagree.

    Raises:
        AlreadyEnrolled, SchoolFull
    """
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
        act.at,
        request.family_id,
        request.id,
        provisional,
        version=known.version if known else 0,
    )
    enrolment.announce()
    await uow.enrolments.put(enrolment)
    await issue_certificate(IssueCertificate.of(enrolment, act, newcomer=request.offer.newcomer), seal, uow)
