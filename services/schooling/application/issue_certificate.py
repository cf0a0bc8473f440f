"""The town certifies a child's inscription: in the transaction that enrols the child, or anew with corrected names."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from libs.domain.errors import NotFound
from services.schooling.application.act import Act
from services.schooling.application.admission_ports import Seal
from services.schooling.application.call_off_appointment import call_off_appointment
from services.schooling.application.ports import UnitOfWork
from services.schooling.domain.certificate import Certificate
from services.schooling.domain.enrolment import Enrolment
from services.schooling.domain.level import Level
from services.schooling.domain.next_steps import next_step
from services.schooling.domain.statement import Statement

_PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class IssueCertificate:
    """What was decided. `act`: who made it final."""

    child_id: UUID
    uai: str
    level: Level
    school_year: int
    newcomer: bool
    act: Act
    provisional: bool

    @classmethod
    def of(cls, enrolment: Enrolment, act: Act, *, newcomer: bool) -> Self:
        """As the child is enrolled."""
        return cls(
            enrolment.child_id,
            enrolment.uai,
            enrolment.level,
            enrolment.school_year,
            newcomer,
            act,
            enrolment.provisional,
        )


async def issue_certificate(command: IssueCertificate, seal: Seal, uow: UnitOfWork) -> Certificate:
    """Inside the caller's transaction. A valid one of that child and year is replaced.

    An appointment that was booked with the head of another school is called off.

    Raises:
        NotFound: the child is not known here (any more).
    """
    child = await uow.children.hold(command.child_id)
    if child is None:
        raise NotFound
    former = await uow.certificates.valid_of(command.child_id, command.school_year)
    statement = Statement(
        number=await uow.certificates.next_number(command.school_year),
        commune=seal.commune,
        uai=command.uai,
        school=await uow.certificates.school_name(command.uai),
        level=command.level,
        school_year=command.school_year,
        last_name=child.last_name,
        first_name=child.first_name,
        birth_date=child.birth_date,
        issued_on=command.act.at.astimezone(_PARIS).date(),
        provisional=command.provisional,
    )
    if former is not None:
        former.replace(statement.number)
        await uow.certificates.save(former)
    certificate = Certificate.issue(
        statement,
        seal.sign(statement),
        child.id,
        newcomer=command.newcomer,
        meets_head=next_step(command.level, newcomer=command.newcomer).appointment,
        at=command.act.at,
        by=command.act.by,
        homes=child.family_ids,
        replaces=former.number if former else None,
    )
    await uow.certificates.add(certificate)
    if former is not None and former.statement.uai != command.uai:
        await call_off_appointment(child.id, command.school_year, command.act, uow)
    _note(certificate, command.act, child.family_ids, uow)
    return certificate


def _note(certificate: Certificate, act: Act, homes: tuple[UUID, ...], uow: UnitOfWork) -> None:
    """In the history of each home, which have the certificate both; one row for a child without any."""
    for home in homes or (None,):
        uow.note(
            act.as_told_to(home),
            "certificate.issued",
            f"certificate:{certificate.number}",
            family_id=home,
            number=certificate.number,
            child=str(certificate.child_id),
            school=certificate.statement.uai,
            replaces=certificate.replaces or "",
        )
