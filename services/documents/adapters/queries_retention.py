"""What documents keeps for a while, and what its purges would take now."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.chassis.retention import Kept
from libs.commune.profile import Delays
from services.documents.application.tidy_storage import REMOVED_KEPT_DAYS

_REMOVED = text("""
    SELECT count(*) FROM documents
     WHERE removed_at < now() - make_interval(days => :days)
       AND NOT EXISTS (SELECT FROM pins WHERE document_id = documents.id)
""")
_OBJECTS = text("SELECT count(*) FROM disposals")


async def kept(connection: AsyncConnection, _delays: Delays) -> list[Kept]:
    removed: int = (await connection.execute(_REMOVED, {"days": REMOVED_KEPT_DAYS})).scalar_one()
    objects: int = (await connection.execute(_OBJECTS)).scalar_one()
    return [
        Kept("files that their owners took back", f"{REMOVED_KEPT_DAYS} days", removed),
        Kept("objects without a row", "30 seconds", objects),
    ]
