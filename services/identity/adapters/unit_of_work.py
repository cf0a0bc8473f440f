"""Identity's unit of work."""

from uuid import UUID

from libs.chassis.audit import AuditEntry
from libs.chassis.db import Database
from libs.chassis.unit_of_work import SqlUnitOfWork, Translate
from services.identity.adapters.account_repository import AccountRepository
from services.identity.adapters.claim_store import ClaimStore
from services.identity.adapters.email_change_store import EmailChangeStore
from services.identity.adapters.known_device_store import KnownDeviceStore
from services.identity.adapters.mailed_link_store import MailedLinkStore
from services.identity.adapters.proof_store import ProofStore
from services.identity.adapters.recovery_store import RecoveryStore
from services.identity.adapters.resumption_request_store import ResumptionRequestStore
from services.identity.adapters.session_store import SessionStore
from services.identity.adapters.staff_repository import StaffRepository
from services.identity.adapters.tables import CHASSIS, activation_links, password_resets, resumption_links


class IdentityUnitOfWork(SqlUnitOfWork):
    """Everything that identity owns, over one transaction."""

    accounts: AccountRepository
    staff: StaffRepository
    activation_links: MailedLinkStore
    resumption_links: MailedLinkStore
    resumption_requests: ResumptionRequestStore
    proofs: ProofStore
    known_devices: KnownDeviceStore
    password_resets: MailedLinkStore
    email_changes: EmailChangeStore
    claims: ClaimStore
    recoveries: RecoveryStore
    sessions: SessionStore

    def __init__(self, database: Database, translate: Translate) -> None:
        super().__init__(database, CHASSIS, source="identity", translate=translate)

    def open(self) -> None:
        self.accounts = AccountRepository(self.connection)
        self.staff = StaffRepository(self.connection)
        self.activation_links = MailedLinkStore(self.connection, activation_links)
        self.resumption_links = MailedLinkStore(self.connection, resumption_links)
        self.resumption_requests = ResumptionRequestStore(self.connection)
        self.proofs = ProofStore(self.connection)
        self.known_devices = KnownDeviceStore(self.connection)
        self.password_resets = MailedLinkStore(self.connection, password_resets)
        self.email_changes = EmailChangeStore(self.connection)
        self.claims = ClaimStore(self.connection)
        self.recoveries = RecoveryStore(self.connection)
        self.sessions = SessionStore(self.connection)

    def note(
        self,
        actor: str,
        action: str,
        what: str,
        *,
        reason: str | None = None,
        family: UUID | None = None,
        **details: str,
    ) -> None:
        self.audit(AuditEntry(actor, action, what, reason, dict(details), family))

    async def save(self) -> None:
        await self.accounts.save()
        await self.staff.save()
        await self.recoveries.save()
        for changed in (*self.accounts.seen, *self.accounts.gone, *self.recoveries.seen, *self.claims.seen):
            self.seen(changed)
