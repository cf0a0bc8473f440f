"""What an operator may ask of household; composed by the cli."""

from pathlib import Path

from libs.chassis.db import Database
from libs.commune.pieces import read_pieces
from libs.commune.reasons import read_reasons
from libs.commune.source import gather
from libs.commune.streets import read_streets
from libs.contracts.household.v1 import ChildChanged
from services.household.adapters.load_town import load_pieces, load_refusal_reasons, load_streets
from services.household.adapters.resync_children import resync_children


async def load(database_url: str, commune_dir: Path) -> dict[str, int]:
    """Take over streets, reasons and required pieces of the commune, all of it or nothing.

    Raises:
        libs.commune.source.CommuneError: naming every problem of the files.
    """
    streets, reasons, pieces = gather(
        lambda: read_streets(commune_dir), lambda: read_reasons(commune_dir), lambda: read_pieces(commune_dir)
    )
    database = Database(database_url, application="kiosque commune load", pool_size=1)
    try:
        async with database.transaction() as connection:
            return {
                "streets": await load_streets(connection, streets),
                "refusal reasons": await load_refusal_reasons(connection, reasons),
                "pieces": await load_pieces(connection, pieces),
            }
    finally:
        await database.close()


async def resync(database_url: str, event_type: str) -> int:
    """Publish the whole state of every aggregate again. Raises ValueError for an event that carries no whole state."""
    if event_type != ChildChanged.type:
        raise ValueError(f"household publishes no whole state as {event_type}")
    database = Database(database_url, application="kiosque bus resync", pool_size=1)
    try:
        return await resync_children(database)
    finally:
        await database.close()
