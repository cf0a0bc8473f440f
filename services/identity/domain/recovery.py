"""A forgotten password or code famille: what somebody typed, until a job has looked for whom it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType
from uuid import UUID

from libs.domain.aggregate import Aggregate
from services.identity.domain.events import FamilyCodesFound

RecoveryId = NewType("RecoveryId", UUID)


class Forgotten(StrEnum):
    PASSWORD = "password"  # noqa: S105 - what is forgotten, not one
    FAMILY_CODE = "family_code"


@dataclass
class Recovery(Aggregate):
    """`identifier`: an address or a code famille, in its compared form."""

    id: RecoveryId
    forgotten: Forgotten
    identifier: str

    def tell_codes(self, email: str, family_codes: Sequence[str]) -> None:
        """Have these codes mailed to the address that opens them."""
        self.record(FamilyCodesFound(self.id, email, tuple(family_codes)))
