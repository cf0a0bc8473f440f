"""The transaction of schooling."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from libs.chassis.audit import AuditEntry
from libs.chassis.db import Database
from libs.chassis.unit_of_work import SqlUnitOfWork
from services.schooling.adapters.answers import SqlAnswers
from services.schooling.adapters.appointments import SqlAppointments, SqlSlots
from services.schooling.adapters.calendar import SqlCalendar
from services.schooling.adapters.certificates import SqlCertificates
from services.schooling.adapters.children import SqlChildren
from services.schooling.adapters.families import SqlFamilies
from services.schooling.adapters.names import read_first_names, read_school_names
from services.schooling.adapters.places import SqlEnrolments, SqlPlaces
from services.schooling.adapters.pre_registrations import SqlPreRegistrations
from services.schooling.adapters.procedure import SqlProcedure
from services.schooling.adapters.published import Publisher
from services.schooling.adapters.register import SqlRegister
from services.schooling.adapters.schools import SqlSchools
from services.schooling.adapters.sectors import SqlSectors
from services.schooling.adapters.situations import SqlSituations
from services.schooling.adapters.tables import CHASSIS
from services.schooling.adapters.town_state import SqlTownState
from services.schooling.domain.appointment import Appointment
from services.schooling.domain.certificate import Certificate
from services.schooling.domain.enrolment import Enrolment
from services.schooling.domain.pre_registration import PreRegistration

_OF_A_CHILD = (PreRegistration, Enrolment, Certificate, Appointment)


class SchoolingUnitOfWork(SqlUnitOfWork):
    """With what the town sets, the children and their families, and what was asked and decided for them."""

    schools: SqlSchools
    calendar: SqlCalendar
    register: SqlRegister
    sectors: SqlSectors
    town: SqlTownState
    children: SqlChildren
    families: SqlFamilies
    pre_registrations: SqlPreRegistrations
    places: SqlPlaces
    enrolments: SqlEnrolments
    procedure: SqlProcedure
    situations: SqlSituations
    certificates: SqlCertificates
    slots: SqlSlots
    appointments: SqlAppointments
    answers: SqlAnswers

    def __init__(self, database: Database) -> None:
        self._publisher = Publisher()
        super().__init__(database, CHASSIS, source="schooling", translate=self._publisher.published)

    def open(self) -> None:
        self.schools = SqlSchools(self.connection)
        self.calendar = SqlCalendar(self.connection)
        self.register = SqlRegister(self.connection)
        self.sectors = SqlSectors(self.connection)
        self.town = SqlTownState(self.connection)
        self.children = SqlChildren(self.connection)
        self.families = SqlFamilies(self.connection)
        self.pre_registrations = SqlPreRegistrations(self.connection, self.seen)
        self.places = SqlPlaces(self.connection)
        self.enrolments = SqlEnrolments(self.connection, self.seen)
        self.procedure = SqlProcedure(self.connection)
        self.situations = SqlSituations(self.connection)
        self.certificates = SqlCertificates(self.connection, self.seen)
        self.slots = SqlSlots(self.connection)
        self.appointments = SqlAppointments(self.connection, self.seen)
        self.answers = SqlAnswers(self.connection)

    async def save(self) -> None:
        """Facts leave with the names that schools and children have at their time."""
        children = {each.child_id for each in self._aggregates if isinstance(each, _OF_A_CHILD)}
        if children:
            self._publisher.schools = await read_school_names(self.connection)
            self._publisher.children = await read_first_names(self.connection, children)

    async def moment(self) -> datetime:
        moment: datetime = (await self.connection.execute(select(func.now()))).scalar_one()
        return moment

    def note(
        self,
        actor: str,
        action: str,
        target: str,
        *,
        family_id: UUID | None = None,
        reason: str | None = None,
        **details: str | int,
    ) -> None:
        self.audit(AuditEntry(actor, action, target, reason, dict(details), family_id))

    def note_load(self, what: str, scope: str = "all", **counts: int) -> None:
        self.audit(
            AuditEntry(actor="operator:cli", action=f"{what}.loaded", object=f"{what}:{scope}", details=dict(counts))
        )
