"""The files of messages: who reads a message learns their names here."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from libs.chassis.auth import AnySubject, Permission, SubjectKind
from libs.chassis.problems import problems
from services.documents.adapters.queries_attachments import attachments_named
from services.documents.api.dependencies import Deps, owner_of
from services.documents.api.schemas import AttachmentOut

router = APIRouter()


@router.get("/attachments", responses=problems(403, 422))
async def attachments(
    subject: AnySubject, deps: Deps, ids: Annotated[list[UUID], Query(alias="id", max_length=200)]
) -> list[AttachmentOut]:
    """Of these files those that were sent and that the subject may see; a family its own, an agent any."""
    if subject.kind is SubjectKind.STAFF:
        subject.require(Permission.MESSAGES_ANSWER)
        owner = None
    else:
        owner = owner_of(subject)
    async with deps.database.reading() as connection:
        found = await attachments_named(connection, deps.reception.vault, ids, owner)
    return [AttachmentOut.model_validate(view, from_attributes=True) for view in found]
