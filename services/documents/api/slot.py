"""What every route that fills a slot does with its query and its answer."""

from uuid import UUID

from libs.chassis.idempotency import Answer
from libs.domain.errors import Invalid, NotFound
from services.documents.adapters.queries_documents import documents_of
from services.documents.api.dependencies import Dependencies
from services.documents.api.schemas import UploadedOut
from services.documents.domain.ids import DocumentId, Owner, RecordKey, Slot


def slot_of(record: str, piece: str) -> Slot:
    """Raises Invalid."""
    key = RecordKey.parse(record)
    if key is None:
        raise Invalid
    return Slot(key, piece)


async def uploaded(answer: Answer, owner: Owner, deps: Dependencies) -> UploadedOut:
    """The file that the answer names, as it is now. Raises NotFound: it was removed since."""
    only = DocumentId(UUID(answer.location.rpartition("/")[2]))
    async with deps.database.reading() as connection:
        found = await documents_of(connection, deps.reception.vault, owner, only=only)
    if not found:
        raise NotFound
    return UploadedOut.model_validate(found[0], from_attributes=True)
