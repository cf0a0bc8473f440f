"""A family's appointment with the head of a child's school, which finalises the inscription.

One slot is for one family, and a child has one appointment: the repository and the database hold that. Whoever looks
is told the time by PostgreSQL's clock.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID

from libs.domain.aggregate import Aggregate
from libs.domain.errors import Conflict
from services.schooling.domain.appointment_events import (
    AppointmentApproaching,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMoved,
    By,
)
from services.schooling.domain.slot import Slot


class AppointmentState(StrEnum):
    """Where it stands. `attended` and `missed` are the head's words, who may correct them."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    MISSED = "missed"


class SlotTaken(Conflict):
    """Another family was faster, or the school took the slot back."""

    code = "slot-taken"


class SlotTooClose(Conflict):
    """The slot begins too soon: the school has to know before."""

    code = "slot-too-close"


class TooLateToChange(Conflict):
    """The appointment is too close, or over: the family calls the school. `hours`: the town's notice."""

    code = "too-late-to-change"


class AppointmentExists(Conflict):
    """The child has an appointment: by this home or by the other one."""

    code = "appointment-exists"


class NoAppointmentDue(Conflict):
    """Nobody has to meet the head for this child: no valid certificate, a level that asks for none, or it is done."""

    code = "no-appointment-due"


class AppointmentClosed(Conflict):
    """It was cancelled, or took place."""

    code = "appointment-closed"


class AppointmentNotYet(Conflict):
    """Whether the family came can be said once the hour has come."""

    code = "appointment-not-yet"


@dataclass(frozen=True)
class Notice:
    """How long before a slot a family can still take, move or cancel it: the town's setting."""

    hours: int

    def passed(self, slot: Slot, now: datetime) -> bool:
        return now > slot.starts_at - timedelta(hours=self.hours)


@dataclass
class Appointment(Aggregate):
    """The aggregate. Its id is the UID of the calendars' entry, whatever happens to it.

    Attributes:
        family_id: the home that booked; the other one learns that there is an appointment, and no more.
        sequence: of the calendars' entry: how often it changed.
        word: the school's, to the family whose appointment it cancels.
    """

    id: UUID
    family_id: UUID
    child_id: UUID
    school_year: int
    slot: Slot
    state: AppointmentState
    booked_at: datetime
    sequence: int = 0
    closed_at: datetime | None = None
    closed_by: By | None = None
    word: str | None = None
    reminded: bool = False

    @classmethod
    def book(
        cls,
        appointment_id: UUID,
        family_id: UUID,
        child_id: UUID,
        school_year: int,
        slot: Slot,
        now: datetime,
        notice: Notice,
    ) -> Self:
        """Raises SlotTaken, SlotTooClose."""
        _require_takeable(slot, now, notice)
        booked = cls(appointment_id, family_id, child_id, school_year, slot, AppointmentState.BOOKED, now)
        booked.record(AppointmentBooked(*booked._fact(now)))
        return booked

    def move(self, slot: Slot, now: datetime, notice: Notice) -> None:
        """To another slot; to its own, nothing happens.

        Raises:
            AppointmentClosed, TooLateToChange, SlotTaken, SlotTooClose
        """
        self._require_changeable(now, notice)
        if slot.id == self.slot.id:
            return
        _require_takeable(slot, now, notice)
        self.slot = slot
        self.sequence += 1
        self.reminded = False
        self.record(AppointmentMoved(*self._fact(now)))

    def cancel(self, now: datetime, notice: Notice) -> None:
        """By the family. Raises AppointmentClosed, TooLateToChange."""
        self._require_changeable(now, notice)
        self._close(By.FAMILY, None, now)

    def call_off(self, word: str | None, now: datetime) -> None:
        """By the school or the town, at any time before it took place. Raises AppointmentClosed."""
        self._require_booked()
        self._close(By.TOWN, word, now)

    def mark(self, *, attended: bool, now: datetime) -> None:
        """The head says whether the family came; the last word counts. Raises AppointmentClosed, AppointmentNotYet."""
        if self.state is AppointmentState.CANCELLED:
            raise AppointmentClosed
        if now < self.slot.starts_at:
            raise AppointmentNotYet
        self.state = AppointmentState.ATTENDED if attended else AppointmentState.MISSED
        self.closed_at, self.closed_by = now, By.TOWN

    def remind(self, now: datetime) -> None:
        """Once for each hour that it has."""
        if self.state is AppointmentState.BOOKED and not self.reminded:
            self.reminded = True
            self.record(AppointmentApproaching(*self._fact(now)))

    def _close(self, by: By, word: str | None, now: datetime) -> None:
        self.state, self.closed_at, self.closed_by, self.word = AppointmentState.CANCELLED, now, by, word
        self.sequence += 1
        self.record(AppointmentCancelled(*self._fact(now), by=by))

    def _fact(self, now: datetime) -> tuple[UUID, UUID, UUID, int, Slot, int, datetime]:
        return self.id, self.family_id, self.child_id, self.school_year, self.slot, self.sequence, now

    def _require_changeable(self, now: datetime, notice: Notice) -> None:
        self._require_booked()
        if notice.passed(self.slot, now):
            raise TooLateToChange(hours=notice.hours)

    def _require_booked(self) -> None:
        if self.state is not AppointmentState.BOOKED:
            raise AppointmentClosed


def _require_takeable(slot: Slot, now: datetime, notice: Notice) -> None:
    if slot.cancelled:
        raise SlotTaken
    if notice.passed(slot, now):
        raise SlotTooClose(hours=notice.hours)
