"""Certificates: numbered without a gap, and never written over."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.aggregate import Aggregate
from libs.domain.errors import NotFound
from services.schooling.adapters.saving import update_under_version
from services.schooling.adapters.tables import ADMISSION, SCHOOLS
from services.schooling.domain.certificate import Certificate, Revocation
from services.schooling.domain.level import Level
from services.schooling.domain.statement import Signature, Statement

_NEXT = text("""
    INSERT INTO certificate_numbers AS given (school_year, last) VALUES (:school_year, 1)
    ON CONFLICT ON CONSTRAINT pk_certificate_numbers DO UPDATE SET last = given.last + 1
    RETURNING last
""")
_TABLE = ADMISSION.certificates


class SqlCertificates:
    """In the current transaction."""

    def __init__(self, connection: AsyncConnection, seen: Callable[[Aggregate], None]) -> None:
        self._connection = connection
        self._seen = seen

    async def next_number(self, school_year: int) -> str:
        last = (await self._connection.execute(_NEXT, {"school_year": school_year})).scalar_one()
        return f"CI-{school_year}-{last:05}"

    async def school_name(self, uai: str) -> str:
        name: str = (await self._connection.execute(select(SCHOOLS.c.name).where(SCHOOLS.c.uai == uai))).scalar_one()
        return name

    async def get(self, number: str) -> Certificate:
        found = await self._one(select(_TABLE).where(_TABLE.c.number == number))
        if found is None:
            raise NotFound
        return found

    async def valid_of(self, child_id: UUID, school_year: int) -> Certificate | None:
        return await self._one(
            select(_TABLE).where(
                _TABLE.c.child_id == child_id,
                _TABLE.c.school_year == school_year,
                _TABLE.c.replaced_by.is_(None),
                _TABLE.c.revoked_at.is_(None),
            )
        )

    async def add(self, certificate: Certificate) -> None:
        said, signature = certificate.statement, certificate.signature
        certificate.version = 1
        await self._connection.execute(
            _TABLE.insert().values(
                number=said.number,
                child_id=certificate.child_id,
                school_year=said.school_year,
                commune=said.commune,
                uai=said.uai,
                school=said.school,
                level=said.level.value,
                last_name=said.last_name,
                first_name=said.first_name,
                birth_date=said.birth_date,
                issued_on=said.issued_on,
                newcomer=certificate.newcomer,
                meets_head=certificate.meets_head,
                provisional=said.provisional,
                token=signature.token,
                key_id=signature.key_id,
                issued_at=certificate.issued_at,
                issued_by=certificate.issued_by,
                replaces=certificate.replaces,
                version=1,
            )
        )
        self._seen(certificate)

    async def save(self, certificate: Certificate) -> None:
        revoked = certificate.revocation
        values = {
            "replaced_by": certificate.replaced_by,
            "revoked_at": revoked.at if revoked else None,
            "revoked_by": revoked.by if revoked else None,
            "revoked_for": revoked.reason if revoked else None,
        }
        await update_under_version(self._connection, _TABLE, {"number": certificate.number}, certificate, values)

    async def forget(self, child_id: UUID) -> None:
        await self._connection.execute(_TABLE.delete().where(_TABLE.c.child_id == child_id))

    async def _one(self, query: Select[Any]) -> Certificate | None:
        row = (await self._connection.execute(query.with_for_update())).one_or_none()
        if row is None:
            return None
        certificate = certificate_of(row)
        self._seen(certificate)
        return certificate


def certificate_of(row: Row[Any]) -> Certificate:
    """From a whole row."""
    return Certificate(
        statement=Statement(
            row.number,
            row.commune,
            row.uai,
            row.school,
            Level(row.level),
            row.school_year,
            row.last_name,
            row.first_name,
            row.birth_date,
            row.issued_on,
            row.provisional,
        ),
        child_id=row.child_id,
        newcomer=row.newcomer,
        meets_head=row.meets_head,
        signature=Signature(row.token, row.key_id),
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        replaces=row.replaces,
        replaced_by=row.replaced_by,
        revocation=Revocation(row.revoked_at, row.revoked_by, row.revoked_for) if row.revoked_at else None,
        version=row.version,
    )
