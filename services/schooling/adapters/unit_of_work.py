"""The transaction of schooling."""

from libs.chassis.audit import AuditEntry
from libs.chassis.db import Database
from libs.chassis.unit_of_work import SqlUnitOfWork
from services.schooling.adapters.children import SqlChildren
from services.schooling.adapters.published import published
from services.schooling.adapters.schools import SqlSchools
from services.schooling.adapters.tables import CHASSIS


class SchoolingUnitOfWork(SqlUnitOfWork):
    """With schools and children."""

    schools: SqlSchools
    children: SqlChildren

    def __init__(self, database: Database) -> None:
        super().__init__(database, CHASSIS, source="schooling", translate=published)

    def open(self) -> None:
        self.schools = SqlSchools(self.connection)
        self.children = SqlChildren(self.connection)

    def note_load(self, schools: int, changed: int) -> None:
        self.audit(
            AuditEntry(
                actor="operator:cli",
                action="schools.loaded",
                object="schools:all",
                details={"schools": schools, "changed": changed},
            )
        )
