"""What the routes are given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from libs.chassis.auth import Permission, Subject, SubjectKind
from libs.chassis.db import Database
from libs.domain.errors import Forbidden
from services.documents.adapters.unit_of_work import DocumentsUnitOfWork
from services.documents.api.memory import Memory
from services.documents.application.join_pictures import Joining
from services.documents.application.ports import Signer
from services.documents.application.receive_document import Reception
from services.documents.application.write_attestation import Desk
from services.documents.domain.attestation import Model
from services.documents.domain.ids import Owner, OwnerKind


@dataclass(frozen=True)
class Dependencies:
    """Built once, in the composition root.

    Attributes:
        uploads, downloads: apart, so that slow readers keep nobody from handing in.
    """

    database: Database
    uow: Callable[[], DocumentsUnitOfWork]
    reception: Reception
    joining: Joining
    desk: Desk
    attestations: Mapping[str, Model]
    signer: Signer
    uploads: Memory
    downloads: Memory


async def _dependencies(request: Request) -> Dependencies:
    """Async, since FastAPI runs a plain function in a thread."""
    return cast(Dependencies, request.app.state.deps)


Deps = Annotated[Dependencies, Depends(_dependencies)]


def owner_of(subject: Subject) -> Owner:
    """The registration or the family that the token names, or the agent who writes to families.

    Raises:
        Forbidden: anybody else.
    """
    if subject.kind is SubjectKind.STAFF:
        subject.require(Permission.MESSAGES_ANSWER)
        return Owner(OwnerKind.STAFF, subject.id)
    if subject.kind is SubjectKind.REGISTRATION:
        return Owner(OwnerKind.REGISTRATION, subject.id)
    if subject.kind is SubjectKind.FAMILY and subject.family_id is not None:
        return Owner(OwnerKind.FAMILY, subject.family_id)
    raise Forbidden
