"""What an operator may ask of documents; composed by the cli."""

import json
from pathlib import Path

from libs.chassis.db import Database
from libs.commune.attestations import read_attestations
from libs.commune.pieces import PieceData, PiecesData, read_pieces
from libs.commune.source import gather
from services.documents.adapters.key_ring import KeyRing
from services.documents.adapters.rewrapping import rewrap_all
from services.documents.adapters.unit_of_work import DocumentsUnitOfWork
from services.documents.application.load_catalogue import load_catalogue
from services.documents.domain.catalogue import Catalogue, Dossier, Piece


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
            Dossier(dossier.code, dossier.label, tuple(_piece(piece) for piece in dossier.pieces))
            for dossier in data.dossiers
        )
    )


def _piece(data: PieceData) -> Piece:
    return Piece(
        code=data.code,
        label=data.label,
        required=data.required,
        hint=data.hint,
        legal_basis=data.legal_basis,
        max_files=data.max_files,
        attestations=tuple(data.attestations),
    )
