"""GET /catalogue: which papers each kind of record needs."""

from collections.abc import Mapping

from fastapi import APIRouter

from libs.chassis.auth import AnySubject
from services.documents.adapters.catalogue_repository import SqlCatalogues
from services.documents.api.dependencies import Deps
from services.documents.api.schemas import (
    AlternativeOut,
    CatalogueOut,
    DateRuleOut,
    DossierOut,
    OfferedAttestationOut,
    PieceOut,
)
from services.documents.domain.attestation import Model
from services.documents.domain.catalogue import Piece

router = APIRouter()


@router.get("/catalogue")
async def catalogue(_subject: AnySubject, deps: Deps) -> CatalogueOut:
    async with deps.database.reading() as connection:
        current = await SqlCatalogues(connection).current()
    return CatalogueOut(
        dossiers=[
            DossierOut(
                code=dossier.code,
                label=dossier.label,
                pieces=[_piece(piece, deps.attestations) for piece in dossier.pieces],
            )
            for dossier in current.dossiers
        ]
    )


def _piece(piece: Piece, models: Mapping[str, Model]) -> PieceOut:
    offered = [code for code in piece.attestations if code in models]
    return PieceOut(
        code=piece.code,
        label=piece.label,
        required=piece.required,
        hint=piece.hint,
        legal_basis=piece.legal_basis,
        max_files=piece.max_files,
        attestation=offered[0] if offered else None,
        attestations=[OfferedAttestationOut(code=code, title=models[code].title) for code in offered],
        date=DateRuleOut.model_validate(piece.date, from_attributes=True) if piece.date else None,
        each_adult=piece.each_adult,
        instead_of=piece.instead_of,
        reuses=list(piece.reuses),
        alternative=AlternativeOut.model_validate(piece.alternative, from_attributes=True)
        if piece.alternative
        else None,
    )
