"""What the routes need, composed in `main.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from libs.chassis.auth import StaffSubject
from libs.chassis.db import Database
from libs.chassis.throttle import SqlThrottle
from libs.commune.admission import AdmissionData
from services.schooling.adapters.certificate_seal import CertificateSeal
from services.schooling.adapters.town_map_copy import TownMapCopy
from services.schooling.adapters.unit_of_work import SchoolingUnitOfWork
from services.schooling.api.schemas_family_requests import ServiceOut
from services.schooling.application.ports import Manifests
from services.schooling.domain.agent import Agent
from services.schooling.domain.appointment import Notice
from services.schooling.domain.receipt import ProcedureRules


@dataclass(frozen=True)
class Dependencies:
    """The parts.

    Attributes:
        uow: gives a fresh unit of work.
        school_year: the one that the town's screens name: 2026 for 2026/2027.
        seal: the town's, of certificates.
        admission: what the town sets for certificates and appointments.
        service: who deals with the requests.
    """

    database: Database
    town_map: TownMapCopy
    uow: Callable[[], SchoolingUnitOfWork]
    manifests: Manifests
    seal: CertificateSeal
    throttle: SqlThrottle
    admission: AdmissionData
    rules: ProcedureRules
    school_year: int
    service: ServiceOut

    @property
    def notice(self) -> Notice:
        return Notice(self.admission.appointments.notice_hours)


async def _dependencies(request: Request) -> Dependencies:
    """Async, since FastAPI runs a plain function in a thread."""
    found: Dependencies = request.app.state.deps
    return found


async def _agent(subject: StaffSubject) -> Agent:
    return Agent(subject.id, subject.permissions)


Deps = Annotated[Dependencies, Depends(_dependencies)]
CurrentAgent = Annotated[Agent, Depends(_agent)]
