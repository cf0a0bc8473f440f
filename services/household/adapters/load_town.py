"""Replaces household's copy of the commune's data in one transaction."""

from collections.abc import Sequence

from sqlalchemy import Table, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.commune.pieces import PiecesData
from libs.commune.reasons import ReasonsData
from libs.commune.source import CommuneError
from libs.commune.streets import StreetData
from libs.commune.vaccinations import VaccinationsData
from libs.domain.street_names import matching_name
from services.household.adapters.tables import DISEASES, PIECES, REFUSAL_REASONS, STREETS
from services.household.domain.ids import RecordKind
from services.household.domain.refusal_reasons import INFECTED

Rows = Sequence[dict[str, object]]


async def load_streets(connection: AsyncConnection, streets: Sequence[StreetData]) -> int:
    """Streets that left the file leave the register; addresses that were accepted keep their wording."""
    rows = [
        {
            "id": street.id,
            "key": street.key,
            "name": street.name,
            "matching_name": matching_name(street.name),
            "postal_code": street.postal_code,
            "city": street.city,
            "insee": street.insee,
        }
        for street in streets
    ]
    return await _replace(connection, STREETS, rows)


async def load_refusal_reasons(connection: AsyncConnection, reasons: ReasonsData) -> int:
    """Raises CommuneError when the reason that the product itself gives has no words."""
    if INFECTED not in {reason.code for reason in reasons.reasons}:
        raise CommuneError([f"refusal_reasons.yaml: no reason {INFECTED}: the scanner's verdict needs it"])
    rows = [
        {"code": reason.code, "label": reason.label, "applies_to": reason.applies_to, "position": position}
        for position, reason in enumerate(reasons.reasons)
    ]
    return await _replace(connection, REFUSAL_REASONS, rows)


async def load_pieces(connection: AsyncConnection, pieces: PiecesData) -> int:
    """The pieces that records need; those of requests are not household's affair."""
    kinds = {kind.value for kind in RecordKind}
    rows: list[dict[str, object]] = [
        {
            "kind": dossier.code,
            "code": paper.code,
            "label": paper.label,
            "required": piece.required and paper is piece,
            "each_adult": piece.each_adult and paper is piece,
            "instead_of": None if paper is piece else piece.code,
            "position": position,
            "health": piece.health,
            "proves": piece.proves,
        }
        for dossier in pieces.dossiers
        if dossier.code in kinds
        for position, (paper, piece) in enumerate(dossier.papers)
    ]
    return await _replace(connection, PIECES, rows)


async def load_diseases(connection: AsyncConnection, vaccinations: VaccinationsData) -> int:
    """The table of vaccinations; what the law is based on stays in the file."""
    rows = [
        {
            "code": disease.code,
            "label": disease.label,
            "duties": [
                duty.model_dump(mode="json", include={"due_months", "born_from", "born_until"})
                for duty in disease.compulsory
            ],
            "position": position,
        }
        for position, disease in enumerate(vaccinations.diseases)
    ]
    return await _replace(connection, DISEASES, rows)


async def _replace(connection: AsyncConnection, table: Table, rows: Rows) -> int:
    """Make the table hold these rows and no other; what stays is updated in place."""
    key = list(table.primary_key.columns)
    kept = [tuple(row[column.name] for column in key) for row in rows]
    await connection.execute(table.delete().where(tuple_(*key).not_in(kept)))
    if rows:
        new = insert(table)
        values = {name: new.excluded[name] for name in rows[0] if name not in table.primary_key.columns}
        await connection.execute(new.on_conflict_do_update(index_elements=key, set_=values), list(rows))
    return len(rows)
