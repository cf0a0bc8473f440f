"""Certificates: for whoever holds one, and for agents. Those of a family are with its appointments."""

from uuid import UUID

from fastapi import APIRouter

from libs.chassis.auth import AnySubject
from libs.chassis.problems import problems
from libs.domain.errors import NotFound
from services.schooling.adapters.queries_certificates import PublicCertificates, get_sheet, list_of_child
from services.schooling.api.dependencies import CurrentAgent, Deps
from services.schooling.api.schemas_admission import (
    CertificateOut,
    IssuedOut,
    KeysOut,
    PublicCertificateOut,
    RevocationIn,
    SheetOut,
)
from services.schooling.application.check_certificate import check_certificate
from services.schooling.application.read_admissions import note_certificate_read, note_child_read
from services.schooling.application.replace_certificate import replace_certificate
from services.schooling.application.revoke_certificate import revoke_certificate

router = APIRouter(tags=["certificates"], responses=problems(401, 403))


@router.get("/certificate-keys", operation_id="list_certificate_keys")
async def keys(_subject: AnySubject, deps: Deps) -> KeysOut:
    """The town's public keys: with them the signature of a certificate is checked without asking the town."""
    return KeysOut.model_validate(deps.seal.public_keys)


@router.get("/certificates/{number}/checks/{check}", operation_id="check_certificate", responses=problems(404, 429))
async def check(subject: AnySubject, number: str, check: str, deps: Deps) -> PublicCertificateOut:
    """For anybody with the paper. 404 alike for a number that is none and a check that is not its own."""
    find = PublicCertificates(deps.database).find
    found = await check_certificate(number, check, subject.client_address, find, deps.throttle)
    return PublicCertificateOut.model_validate(found, from_attributes=True)


@router.get("/children/{child_id}/certificates", operation_id="list_child_certificates")
async def of_child(agent: CurrentAgent, child_id: UUID, deps: Deps) -> list[CertificateOut]:
    """Newest first, whatever became of them; audited."""
    await note_child_read(child_id, agent, deps.uow())
    async with deps.database.reading() as connection:
        return await list_of_child(connection, child_id)


@router.get("/certificates/{number}", operation_id="get_certificate", responses=problems(404))
async def sheet(agent: CurrentAgent, number: str, deps: Deps) -> SheetOut:
    """Audited."""
    await note_certificate_read(number, agent, deps.uow())
    async with deps.database.reading() as connection:
        found = await get_sheet(connection, number, deps.admission)
    if found is None:
        raise NotFound
    return found


@router.post(
    "/certificates/{number}/replacement",
    status_code=201,
    operation_id="replace_certificate",
    responses=problems(404, 409),
)
async def replace(agent: CurrentAgent, number: str, deps: Deps) -> IssuedOut:
    """Anew with the names and the day of birth that the town has now. 409 `certificate-not-valid`."""
    return IssuedOut(number=await replace_certificate(number, agent, deps.seal, deps.uow()))


@router.post(
    "/certificates/{number}/revocation",
    status_code=204,
    operation_id="revoke_certificate",
    responses=problems(404, 409, 422),
)
async def revoke(agent: CurrentAgent, number: str, body: RevocationIn, deps: Deps) -> None:
    """For good; an appointment that was booked with it is called off. 409 `certificate-not-valid`."""
    await revoke_certificate(number, body.reason, agent, deps.uow())
