"""What agents look at of certificates and appointments leaves its mark."""

from uuid import UUID

from services.schooling.application.ports import UnitOfWork
from services.schooling.domain.agent import Agent, Permission


async def note_school_read(uai: str, agent: Agent, uow: UnitOfWork) -> None:
    """The appointments of a school are read. Raises Forbidden."""
    agent.require_at(Permission.APPOINTMENTS, uai)
    async with uow:
        uow.note(agent.reference, "appointments.read", f"school:{uai}")
        await uow.commit()


async def note_child_read(child_id: UUID, agent: Agent, uow: UnitOfWork) -> None:
    """The certificates of a child are listed. Raises Forbidden."""
    agent.require(Permission.READ)
    async with uow:
        uow.note(agent.reference, "certificates.listed", f"child:{child_id}")
        await uow.commit()


async def note_certificate_read(number: str, agent: Agent, uow: UnitOfWork) -> None:
    """Raises Forbidden, NotFound."""
    agent.require(Permission.READ)
    async with uow:
        certificate = await uow.certificates.get(number)
        uow.note(agent.reference, "certificate.read", f"certificate:{number}", child=str(certificate.child_id))
        await uow.commit()
