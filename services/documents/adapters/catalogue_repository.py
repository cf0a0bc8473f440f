"""The catalogue in PostgreSQL: replaced as a whole when the commune's file is loaded."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.documents.adapters.tables import DOSSIERS, PIECES
from services.documents.domain.catalogue import Alternative, Catalogue, Dossier, Piece
from services.documents.domain.paper_date import Asks, Counts, DateRule, OnExpiry


class SqlCatalogues:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def current(self) -> Catalogue:
        query = (
            select(
                DOSSIERS.c.code.label("dossier"),
                DOSSIERS.c.label.label("dossier_label"),
                PIECES.c.code,
                PIECES.c.label,
                PIECES.c.required,
                PIECES.c.hint,
                PIECES.c.legal_basis,
                PIECES.c.max_files,
                PIECES.c.attestations,
                PIECES.c.date,
                PIECES.c.each_adult,
                PIECES.c.instead_of,
                PIECES.c.alternative,
                PIECES.c.reuses,
                PIECES.c.health,
            )
            .join_from(DOSSIERS, PIECES, PIECES.c.dossier == DOSSIERS.c.code, isouter=True)
            .order_by(DOSSIERS.c.position, PIECES.c.position)
        )
        labels: dict[str, str] = {}
        pieces: dict[str, list[Piece]] = {}
        for row in await self._connection.execute(query):
            labels[row.dossier] = row.dossier_label
            held = pieces.setdefault(row.dossier, [])
            if row.code is not None:
                held.append(_piece(row))
        return Catalogue(tuple(Dossier(code, label, tuple(pieces[code])) for code, label in labels.items()))

    async def replace(self, catalogue: Catalogue) -> None:
        await self._connection.execute(delete(DOSSIERS))
        for position, dossier in enumerate(catalogue.dossiers):
            await self._connection.execute(
                insert(DOSSIERS).values(code=dossier.code, position=position, label=dossier.label)
            )
            for place, piece in enumerate(dossier.pieces):
                await self._connection.execute(
                    insert(PIECES).values(
                        dossier=dossier.code,
                        code=piece.code,
                        position=place,
                        label=piece.label,
                        required=piece.required,
                        hint=piece.hint,
                        legal_basis=piece.legal_basis,
                        max_files=piece.max_files,
                        attestations=list(piece.attestations),
                        date=piece.date and asdict(piece.date),
                        each_adult=piece.each_adult,
                        instead_of=piece.instead_of,
                        alternative=piece.alternative and asdict(piece.alternative),
                        reuses=list(piece.reuses),
                        health=piece.health,
                    )
                )


def _piece(row: Any) -> Piece:
    return Piece(
        row.code,
        row.label,
        row.required,
        row.hint,
        row.legal_basis,
        row.max_files,
        tuple(row.attestations),
        date_rule(row.date),
        row.each_adult,
        row.instead_of,
        Alternative(**row.alternative) if row.alternative else None,
        tuple(row.reuses),
        row.health,
    )


def date_rule(kept: dict[str, Any] | None) -> DateRule | None:
    """As it lies in the catalogue's row."""
    if kept is None:
        return None
    return DateRule(
        Asks(kept["asks"]),
        kept["required"],
        kept["at_creation"],
        kept["fresh_months"],
        Counts(kept["counts"]),
        OnExpiry(kept["on_expiry"]) if kept["on_expiry"] else None,
    )
