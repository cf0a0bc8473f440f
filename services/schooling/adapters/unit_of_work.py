"""The transaction of schooling."""

from libs.chassis.audit import AuditEntry
from libs.chassis.db import Database
from libs.chassis.unit_of_work import SqlUnitOfWork
from services.schooling.adapters.calendar import SqlCalendar
from services.schooling.adapters.children import SqlChildren
from services.schooling.adapters.families import SqlFamilies
from services.schooling.adapters.published import published
from services.schooling.adapters.register import SqlRegister
from services.schooling.adapters.schools import SqlSchools
from services.schooling.adapters.sectors import SqlSectors
from services.schooling.adapters.tables import CHASSIS
from services.schooling.adapters.town_state import SqlTownState


class SchoolingUnitOfWork(SqlUnitOfWork):
    """With what the town sets, the children and their families."""

    schools: SqlSchools
    calendar: SqlCalendar
    register: SqlRegister
    sectors: SqlSectors
    town: SqlTownState
    children: SqlChildren
    families: SqlFamilies

    def __init__(self, database: Database) -> None:
        super().__init__(database, CHASSIS, source="schooling", translate=published)

    def open(self) -> None:
        self.schools = SqlSchools(self.connection)
        self.calendar = SqlCalendar(self.connection)
        self.register = SqlRegister(self.connection)
        self.sectors = SqlSectors(self.connection)
        self.town = SqlTownState(self.connection)
        self.children = SqlChildren(self.connection)
        self.families = SqlFamilies(self.connection)

    def note_load(self, what: str, scope: str = "all", **counts: int) -> None:
        self.audit(
            AuditEntry(actor="operator:cli", action=f"{what}.loaded", object=f"{what}:{scope}", details=dict(counts))
        )
