"""GET /catalogue: which papers each kind of record needs."""

from fastapi import APIRouter

from libs.chassis.auth import AnySubject
from services.documents.adapters.catalogue_repository import SqlCatalogues
from services.documents.api.dependencies import Deps
from services.documents.api.schemas import CatalogueOut, DossierOut, PieceOut

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
                pieces=[PieceOut(**vars(piece)) for piece in dossier.pieces],
            )
            for dossier in current.dossiers
        ]
    )
