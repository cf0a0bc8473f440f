"""Certificates as they are read: by a home of the child, by agents, by whoever holds the paper."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.chassis.db import Database
from libs.commune.admission import AdmissionData
from services.schooling.adapters.certificates import certificate_of
from services.schooling.adapters.tables import ADMISSION, CHILDREN
from services.schooling.api.schemas_admission import CertificateOut, SheetOut
from services.schooling.application.admission_ports import PublicCertificate
from services.schooling.domain.certificate import Certificate
from services.schooling.domain.statement import Signature

_TABLE = ADMISSION.certificates
_NEWEST_FIRST = (_TABLE.c.issued_at.desc(), _TABLE.c.number.desc())
_OF_CHILD = text("SELECT EXISTS (SELECT FROM children WHERE child_id = :child_id AND :family_id = ANY (family_ids))")


async def list_of_family(connection: AsyncConnection, family_id: UUID) -> list[CertificateOut]:
    """Of each child that has a home there; the other home of a child reads the same."""
    query = (
        select(_TABLE)
        .join(CHILDREN, CHILDREN.c.child_id == _TABLE.c.child_id)
        .where(CHILDREN.c.family_ids.contains([family_id]))
        .order_by(*_NEWEST_FIRST)
    )
    return [_told(certificate_of(row)) for row in await connection.execute(query)]


async def list_of_child(connection: AsyncConnection, child_id: UUID) -> list[CertificateOut]:
    query = select(_TABLE).where(_TABLE.c.child_id == child_id).order_by(*_NEWEST_FIRST)
    return [_told(certificate_of(row), inside=True) for row in await connection.execute(query)]


async def get_sheet(
    connection: AsyncConnection, number: str, admission: AdmissionData, family_id: UUID | None = None
) -> SheetOut | None:
    """What is printed. With a family: only if the child has a home there."""
    row = await _row(connection, number)
    if row is None:
        return None
    asked = {"child_id": row.child_id, "family_id": family_id}
    if family_id is not None and not (await connection.execute(_OF_CHILD, asked)).scalar_one():
        return None
    certificate = certificate_of(row)
    said = certificate.statement
    return SheetOut(
        **_told(certificate, inside=family_id is None).model_dump(),
        commune=said.commune,
        birth_date=said.birth_date,
        newcomer=certificate.newcomer,
        meets_head=certificate.meets_head,
        provisional=said.provisional,
        bring=admission.to_bring(said.level.value, newcomer=certificate.newcomer),
        check=certificate.signature.check,
        key_id=certificate.signature.key_id,
        signature=certificate.signature.value,
    )


class PublicCertificates:
    """By number, for whoever has the paper."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, number: str) -> tuple[PublicCertificate, Signature] | None:
        async with self._database.reading() as connection:
            row = await _row(connection, number)
        if row is None:
            return None
        certificate = certificate_of(row)
        said = certificate.statement
        told = PublicCertificate(
            number=said.number,
            state=certificate.state.value,
            school=said.school,
            level=said.level.value,
            school_year=said.school_year,
            initials=said.initials,
            issued_on=said.issued_on,
            provisional=said.provisional,
        )
        return told, certificate.signature


async def _row(connection: AsyncConnection, number: str) -> Row[Any] | None:
    rows: Sequence[Row[Any]] = (await connection.execute(select(_TABLE).where(_TABLE.c.number == number))).all()
    return rows[0] if rows else None


def _told(certificate: Certificate, *, inside: bool = False) -> CertificateOut:
    said, revocation = certificate.statement, certificate.revocation
    return CertificateOut(
        number=said.number,
        state=certificate.state.value,
        child_id=certificate.child_id,
        first_name=said.first_name,
        last_name=said.last_name,
        uai=said.uai,
        school=said.school,
        level=said.level.value,
        school_year=said.school_year,
        issued_on=said.issued_on,
        replaces=certificate.replaces,
        replaced_by=certificate.replaced_by,
        revoked_at=revocation.at if revocation else None,
        revoked_for=revocation.reason if revocation and inside else None,
    )
