"""Identity's unit of work."""

from libs.chassis.audit import AuditEntry
from libs.chassis.db import Database
from libs.chassis.unit_of_work import SqlUnitOfWork, Translate
from services.identity.adapters.account_repository import AccountRepository
from services.identity.adapters.activation_link_store import ActivationLinkStore
from services.identity.adapters.session_store import SessionStore
from services.identity.adapters.staff_repository import StaffRepository
from services.identity.adapters.tables import CHASSIS


class IdentityUnitOfWork(SqlUnitOfWork):
    """Accounts, staff, links and sessions over one transaction."""

    accounts: AccountRepository
    staff: StaffRepository
    activation_links: ActivationLinkStore
    sessions: SessionStore

    def __init__(self, database: Database, translate: Translate) -> None:
        super().__init__(database, CHASSIS, source="identity", translate=translate)

    def open(self) -> None:
        self.accounts = AccountRepository(self.connection)
        self.staff = StaffRepository(self.connection)
        self.activation_links = ActivationLinkStore(self.connection)
        self.sessions = SessionStore(self.connection)

    def note(self, actor: str, action: str, what: str, *, reason: str | None = None, **details: str) -> None:
        self.audit(AuditEntry(actor, action, what, reason, dict(details)))

    async def save(self) -> None:
        await self.accounts.save()
        await self.staff.save()
        for account in self.accounts.seen:
            self.seen(account)
