"""The transaction of household."""

from libs.chassis.audit import AuditEntry
from libs.chassis.db import Database
from libs.chassis.unit_of_work import SqlUnitOfWork
from services.household.adapters.child_repository import SqlChildren
from services.household.adapters.draft_repository import SqlDrafts
from services.household.adapters.family_repository import SqlFamilies
from services.household.adapters.link_code_repository import SqlLinkCodes
from services.household.adapters.published import published
from services.household.adapters.published_families import SqlPublishedFamilies, families_of
from services.household.adapters.record_repository import SqlRecords
from services.household.adapters.submission_repository import SqlSubmissions
from services.household.adapters.tables import CHASSIS
from services.household.adapters.town_data import SqlTownData
from services.household.application.ports import Detail
from services.household.domain.ids import FamilyId


class HouseholdUnitOfWork(SqlUnitOfWork):
    """With household's repositories.

    Args:
        draft_hours: how long a draft may rest before it is idle.
    """

    drafts: SqlDrafts
    families: SqlFamilies
    children: SqlChildren
    records: SqlRecords
    submissions: SqlSubmissions
    link_codes: SqlLinkCodes
    town_data: SqlTownData

    def __init__(self, database: Database, draft_hours: int) -> None:
        super().__init__(database, CHASSIS, source="household", translate=published)
        self._draft_hours = draft_hours

    def open(self) -> None:
        self.drafts = SqlDrafts(self.connection, self.seen, self._draft_hours)
        self.families = SqlFamilies(self.connection, self.seen)
        self.children = SqlChildren(self.connection, self.seen)
        self.records = SqlRecords(self.connection, self.seen)
        self.submissions = SqlSubmissions(self.connection, self.seen)
        self.link_codes = SqlLinkCodes(self.connection)
        self.town_data = SqlTownData(self.connection)

    async def save(self) -> None:
        """Whatever the use-case did to a family or to one of its records, the others learn how the family stands."""
        states = SqlPublishedFamilies(self.connection)
        for family_id in families_of(self._aggregates):
            if published_family := await states.tell(family_id):
                self.seen(published_family)

    def note(
        self,
        actor: str,
        action: str,
        target: str,
        *,
        reason: str | None = None,
        family: FamilyId | None = None,
        **details: Detail,
    ) -> None:
        """Write an audit row at commit."""
        self.audit(AuditEntry(actor, action, target, reason, dict(details), family))
