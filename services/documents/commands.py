"""What an operator may ask of documents; composed by the cli."""

import json
from pathlib import Path

from libs.chassis.db import Database
from libs.commune.attestations import read_attestations
from libs.commune.pieces import DateData, PaperData, PieceData, PiecesData, read_pieces
from libs.commune.source import gather
from services.documents.adapters.key_ring import KeyRing
from services.documents.adapters.queries_retention import kept
from services.documents.adapters.rewrapping import rewrap_all
from services.documents.adapters.unit_of_work import DocumentsUnitOfWork
from services.documents.application.load_catalogue import load_catalogue
from services.documents.domain.catalogue import Alternative, Catalogue, Dossier, Piece
from services.documents.domain.paper_date import Asks, Counts, DateRule, OnExpiry

__all__ = ["kept"]


async def load(database_url: str, commune_dir: Path) -> dict[str, int]:
    """Make `pieces.yaml` of the commune the catalogue; how many pieces it has. Twice changes nothing.

    Raises:
        CommuneError: naming every problem, those of the sworn statements too, which the API reads at its start.
    """
    pieces, _ = gather(lambda: read_pieces(commune_dir), lambda: read_attestations(commune_dir))
    catalogue = _catalogue(pieces)
    database = Database(database_url, application="kiosque commune load", pool_size=1)
    try:
        await load_catalogue(catalogue, DocumentsUnitOfWork(database))
    finally:
        await database.close()
    return {"pieces": sum(len(dossier.pieces) for dossier in catalogue.dossiers)}


async def rotate_keys(database_url: str, encryption_keys: str) -> int:
    """Put every file's data key under the current key of the ring; how many changed.

    The API and the worker run with the new ring before, so that new files come under the new key; the former key may
    leave the ring when a second call returns 0.

    Args:
        encryption_keys: as DOCUMENTS_ENCRYPTION_KEYS, former keys included.

    Raises:
        TamperedContent: a key is missing in the ring.
    """
    database = Database(database_url, application="kiosque documents rotate-keys", pool_size=1)
    try:
        return await rewrap_all(database, KeyRing.model_validate(json.loads(encryption_keys)))
    finally:
        await database.close()


def _catalogue(data: PiecesData) -> Catalogue:
    return Catalogue(
        tuple(
            Dossier(dossier.code, dossier.label, tuple(_piece(paper, piece) for paper, piece in dossier.papers))
            for dossier in data.dossiers
        )
    )


def _piece(paper: PaperData, piece: PieceData) -> Piece:
    """A paper that stands in for a piece is not required itself: the piece is."""
    own = paper is piece
    other = piece.alternative if own else None
    return Piece(
        code=paper.code,
        label=paper.label,
        required=piece.required and own,
        hint=paper.hint,
        legal_basis=paper.legal_basis,
        max_files=paper.max_files,
        attestations=tuple(paper.attestations),
        date=_date(paper.date) if paper.date else None,
        each_adult=piece.each_adult and own,
        instead_of=None if own else piece.code,
        alternative=Alternative(other.label, other.hint) if other else None,
        reuses=tuple(paper.reuses),
        health=paper.health,
    )


def _date(data: DateData) -> DateRule:
    return DateRule(
        Asks(data.asks),
        data.required,
        data.at_creation,
        data.fresh_months,
        Counts(data.counts),
        OnExpiry(data.on_expiry) if data.on_expiry else None,
    )
