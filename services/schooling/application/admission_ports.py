"""What certificates and appointments need from outside, as Protocols."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from libs.domain.throttling import Limit
from services.schooling.domain.appointment import Appointment
from services.schooling.domain.certificate import Certificate
from services.schooling.domain.slot import Slot
from services.schooling.domain.statement import Signature, Statement


class Seal(Protocol):
    """The town's."""

    @property
    def commune(self) -> str:
        """The town's name, as certificates bear it."""

    def sign(self, statement: Statement) -> Signature: ...


class Certificates(Protocol):
    """What is got is held until the end of the transaction."""

    async def next_number(self, school_year: int) -> str:
        """The next of the year: whoever asks at the same time waits; what is rolled back leaves no gap."""

    async def school_name(self, uai: str) -> str: ...

    async def get(self, number: str) -> Certificate:
        """Raises NotFound."""

    async def valid_of(self, child_id: UUID, school_year: int) -> Certificate | None: ...

    async def add(self, certificate: Certificate) -> None: ...

    async def save(self, certificate: Certificate) -> None:
        """Raises StaleVersion."""

    async def forget(self, child_id: UUID) -> None:
        """Those of a child who is no more; their numbers stay spent."""


class Slots(Protocol):
    async def hold_school(self, uai: str) -> bool:
        """Let nobody else publish there until the end of the transaction. False: no such open school."""

    async def between(self, uai: str, begins: datetime, ends: datetime) -> Sequence[Slot]:
        """Those that were not cancelled."""

    async def hold(self, slot_id: UUID) -> Slot:
        """Until the end of the transaction. Raises NotFound."""

    async def add(self, slots: Sequence[Slot], by: str) -> None: ...

    async def cancel(self, slot_id: UUID, by: str) -> None: ...


class Appointments(Protocol):
    """What is got is held until the end of the transaction; a slot is held before its appointment."""

    async def get(self, appointment_id: UUID) -> Appointment:
        """Raises NotFound."""

    async def current_of(self, child_id: UUID, school_year: int) -> Appointment | None:
        """The one that is booked, or took place."""

    async def on(self, slot_id: UUID) -> Appointment | None:
        """Who has the slot."""

    async def approaching(self, most: int) -> Sequence[Appointment]:
        """Some of tomorrow that nobody was reminded of, once it is nine in Paris; skipping held ones."""

    async def add(self, appointment: Appointment) -> None: ...

    async def save(self, appointment: Appointment) -> None:
        """Raises StaleVersion."""

    async def forget_family(self, family_id: UUID) -> None: ...

    async def forget_child(self, child_id: UUID) -> None: ...


@dataclass(frozen=True)
class PublicCertificate:
    """What anybody with the paper in hand is told."""

    number: str
    state: str
    school: str
    level: str
    school_year: int
    initials: str
    issued_on: date
    provisional: bool


class Throttle(Protocol):
    async def take(self, limits: Sequence[Limit]) -> int:
        """0, or the seconds to wait."""

    async def give_back(self, limits: Sequence[Limit]) -> None: ...
