"""An agent has a certificate written anew: the child's name or date of birth was corrected."""

from services.schooling.application.act import Act
from services.schooling.application.admission_ports import Seal
from services.schooling.application.issue_certificate import IssueCertificate, issue_certificate
from services.schooling.application.ports import UnitOfWork
from services.schooling.domain.agent import Agent, Permission
from services.schooling.domain.certificate import CertificateNotValid, CertificateState


async def replace_certificate(number: str, agent: Agent, seal: Seal, uow: UnitOfWork) -> str:
    """The number of the new one: same school, level and year. Raises Forbidden, NotFound, CertificateNotValid."""
    agent.require(Permission.DECIDE)
    async with uow:
        former = await uow.certificates.get(number)
        if former.state is not CertificateState.VALID:
            raise CertificateNotValid
        said = former.statement
        command = IssueCertificate(
            former.child_id,
            said.uai,
            said.level,
            said.school_year,
            former.newcomer,
            Act(await uow.moment(), agent.reference),
            said.provisional,
        )
        issued = await issue_certificate(command, seal, uow)
        await uow.commit()
    return issued.number
