"""One transaction of documents."""

from libs.chassis.audit import AuditEntry
from libs.chassis.db import Database
from libs.chassis.unit_of_work import SqlUnitOfWork
from services.documents.adapters.catalogue_repository import SqlCatalogues
from services.documents.adapters.disposal_repository import SqlDisposals
from services.documents.adapters.document_repository import SqlDocuments
from services.documents.adapters.paper_date_repository import SqlPaperDates
from services.documents.adapters.published import published
from services.documents.adapters.registration_repository import SqlRegistrations
from services.documents.adapters.tables import CHASSIS
from services.documents.domain.document import Document


class DocumentsUnitOfWork(SqlUnitOfWork):
    """Repositories on one connection; files are written at commit."""

    documents: SqlDocuments
    registrations: SqlRegistrations
    catalogues: SqlCatalogues
    disposals: SqlDisposals
    paper_dates: SqlPaperDates

    def __init__(self, database: Database) -> None:
        super().__init__(database, CHASSIS, source="documents", translate=published)

    def open(self) -> None:
        self.documents = SqlDocuments(self.connection, self.seen)
        self.registrations = SqlRegistrations(self.connection)
        self.catalogues = SqlCatalogues(self.connection)
        self.disposals = SqlDisposals(self.connection)
        self.paper_dates = SqlPaperDates(self.connection)

    def note(self, actor: str, action: str, document: Document) -> None:
        """An audit row, `document.<action>`."""
        details = {"record": str(document.slot.record), "piece": document.slot.piece}
        self.audit(
            AuditEntry(actor, f"document.{action}", f"document:{document.id}", None, details, document.owner.family_id)
        )

    async def save(self) -> None:
        await self.documents.save()
