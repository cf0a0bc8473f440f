"""The commune's catalogue of pieces takes effect."""

from services.documents.application.ports import UnitOfWork
from services.documents.domain.catalogue import Catalogue


async def load_catalogue(catalogue: Catalogue, uow: UnitOfWork) -> None:
    """Replaces the whole; files of a withdrawn piece stay."""
    async with uow:
        await uow.catalogues.replace(catalogue)
        await uow.commit()
