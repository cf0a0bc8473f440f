"""An agent revokes a certificate, or it falls with the enrolment that it states."""

from datetime import datetime
from uuid import UUID

from libs.domain.errors import FieldError, Invalid
from services.schooling.application.act import Act
from services.schooling.application.call_off_appointment import call_off_appointment
from services.schooling.application.ports import UnitOfWork
from services.schooling.domain.agent import Agent, Permission
from services.schooling.domain.certificate import Certificate, Revocation


async def revoke_certificate(number: str, reason: str, agent: Agent, uow: UnitOfWork) -> None:
    """Raises Forbidden, NotFound, CertificateNotValid, Invalid: there is no reason."""
    agent.require(Permission.DECIDE)
    if not reason:
        raise Invalid(errors=[FieldError("reason", "required")])
    async with uow:
        certificate = await uow.certificates.get(number)
        await _revoke(certificate, Revocation(await uow.moment(), agent.id, reason), agent, uow)
        await uow.commit()


async def revoke_with_enrolment(
    child_id: UUID, school_year: int, reason: str, at: datetime, agent: Agent, uow: UnitOfWork
) -> None:
    """Inside the caller's transaction: the child left the school, and the paper that names it holds no more."""
    certificate = await uow.certificates.valid_of(child_id, school_year)
    if certificate is not None:
        await _revoke(certificate, Revocation(at, agent.id, reason), agent, uow)


async def _revoke(certificate: Certificate, revocation: Revocation, agent: Agent, uow: UnitOfWork) -> None:
    child = await uow.children.hold(certificate.child_id)
    homes = child.family_ids if child else ()
    certificate.revoke(revocation, homes)
    await uow.certificates.save(certificate)
    act = Act(revocation.at, agent.reference)
    await call_off_appointment(certificate.child_id, certificate.statement.school_year, act, uow)
    for home in homes or (None,):
        uow.note(
            agent.reference,
            "certificate.revoked",
            f"certificate:{certificate.number}",
            family_id=home,
            number=certificate.number,
            child=str(certificate.child_id),
        )
