"""What happens to appointments, in the past tense."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from libs.domain.aggregate import DomainEvent
from services.schooling.domain.slot import Slot


class By(StrEnum):
    """Who moved or cancelled."""

    FAMILY = "family"
    TOWN = "town"


@dataclass(frozen=True)
class AppointmentFact(DomainEvent):
    """`sequence` rises with each change that a calendar must know of (RFC 5545, 3.8.7.4)."""

    appointment_id: UUID
    family_id: UUID
    child_id: UUID
    school_year: int
    slot: Slot
    sequence: int
    at: datetime


@dataclass(frozen=True)
class AppointmentBooked(AppointmentFact):
    pass


@dataclass(frozen=True)
class AppointmentMoved(AppointmentFact):
    """`slot` is the new one."""


@dataclass(frozen=True)
class AppointmentCancelled(AppointmentFact):
    by: By


@dataclass(frozen=True)
class AppointmentApproaching(AppointmentFact):
    """It is tomorrow."""
