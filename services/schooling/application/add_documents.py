"""A family adds files to a request that the town has not decided yet: a certificat de radiation comes late."""

from dataclasses import dataclass
from uuid import UUID

from libs.domain.errors import NotFound
from services.schooling.application.ports import Manifests, UnitOfWork
from services.schooling.domain.papers import asked_for, record_of
from services.schooling.domain.receipt import ProcedureRules


@dataclass(frozen=True)
class AddDocuments:
    """`manifest`: documents' signature; `by`: the subject's reference."""

    family_id: UUID
    request_id: UUID
    manifest: str
    by: str


async def add_documents(command: AddDocuments, uow: UnitOfWork, rules: ProcedureRules, manifests: Manifests) -> None:
    """Raises NotFound (another family's too), AlreadyClosed, NothingAdded, ManifestInvalid, ManifestExpired."""
    found = manifests.read(command.manifest, f"family:{command.family_id}", record_of(command.request_id))
    async with uow:
        request = await uow.pre_registrations.get(command.request_id)
        if request.family_id != command.family_id:
            raise NotFound
        brought = asked_for(
            found, rules.newcomer_pieces, newcomer=request.newcomer, derogation=request.derogation is not None
        )
        request.add_documents(brought, await uow.moment())
        await uow.pre_registrations.save(request)
        uow.note(
            command.by,
            "pre_registration.documents_added",
            f"pre_registration:{request.id}",
            family_id=request.family_id,
        )
        await uow.commit()
