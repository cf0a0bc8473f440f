"""POST /manifests: what the records hold now, signed for household."""

from fastapi import APIRouter

from libs.chassis.auth import UploadingSubject
from libs.chassis.problems import problems
from services.documents.adapters.manifest_signing import manifest_date
from services.documents.api.dependencies import Deps, owner_of
from services.documents.api.schemas import ManifestDocumentOut, ManifestIn, ManifestOut, ManifestSlotOut
from services.documents.application.make_manifest import make_manifest
from services.documents.domain.ids import RecordKey
from services.documents.domain.manifest import FilledSlot

router = APIRouter()


@router.post("/manifests", responses=problems(404, 422))
async def make(body: ManifestIn, subject: UploadingSubject, deps: Deps) -> ManifestOut:
    records = [key for record in body.records if (key := RecordKey.parse(record))]
    made = await make_manifest(owner_of(subject), records, deps.uow, deps.joining, deps.signer)
    return ManifestOut(manifest=made.token, slots=[_slot(slot) for slot in made.slots])


def _slot(filled: FilledSlot) -> ManifestSlotOut:
    return ManifestSlotOut(
        record=str(filled.slot.record),
        piece=filled.slot.piece,
        required=filled.required,
        documents=[
            ManifestDocumentOut(
                id=document.id,
                sha256=document.content.sha256,
                size=document.content.size,
                pages=document.content.pages,
                scan=document.scan.value,
            )
            for document in filled.documents
        ],
        date=manifest_date(filled.dating) if filled.dating else None,
    )
