"""Schooling tells of an appointment with a head of school: a mail with its entry for the calendar, and a message."""

from libs.contracts.envelope import Envelope
from libs.contracts.schooling.v1 import (
    AppointmentApproaching,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentEvent,
    AppointmentMoved,
)
from services.notifications.application.ports import Unit
from services.notifications.application.tell_appointment import TellAppointment, tell_appointment
from services.notifications.application.tell_family import Voice
from services.notifications.application.tell_of_admission import AdmissionNews, tell_of_admission
from services.notifications.domain.delivery import Template
from services.notifications.domain.message import MessageKind


class OnAppointments:
    """One handler an event."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    async def booked(self, event: AppointmentBooked, _envelope: Envelope, uow: Unit) -> None:
        await self._tell(Template.APPOINTMENT_BOOKED, MessageKind.APPOINTMENT_BOOKED, event, uow)

    async def moved(self, event: AppointmentMoved, _envelope: Envelope, uow: Unit) -> None:
        await self._tell(Template.APPOINTMENT_MOVED, MessageKind.APPOINTMENT_MOVED, event, uow)

    async def cancelled(self, event: AppointmentCancelled, _envelope: Envelope, uow: Unit) -> None:
        by_town = event.by == "town"
        await self._tell(Template.APPOINTMENT_CANCELLED, MessageKind.APPOINTMENT_CANCELLED, event, uow, by_town=by_town)

    async def approaching(self, event: AppointmentApproaching, _envelope: Envelope, uow: Unit) -> None:
        """A reminder is worth a mail; the portal shows the appointment itself."""
        await tell_appointment(Template.APPOINTMENT_REMINDER, _told(event), uow)

    async def _tell(
        self, template: Template, kind: MessageKind, event: AppointmentEvent, uow: Unit, *, by_town: bool = False
    ) -> None:
        await tell_appointment(template, _told(event, by_town=by_town), uow)
        news = AdmissionNews(
            family_id=event.family_id,
            child_id=event.child_id,
            kind=kind,
            first_name=event.child_first_name,
            school_year=event.school_year,
            at=event.at,
            words={
                "school": event.school,
                "school_address": event.school_address,
                "school_telephone": event.school_telephone,
                "place": event.place,
                "starts_at": event.starts_at,
                "by_town": by_town,
            },
            occasion=f"{event.appointment_id}:{event.sequence}",
        )
        await tell_of_admission(news, uow, self._voice)


def _told(event: AppointmentEvent, *, by_town: bool = False) -> TellAppointment:
    return TellAppointment(
        appointment_id=event.appointment_id,
        family_id=event.family_id,
        school=event.school,
        school_address=event.school_address,
        school_telephone=event.school_telephone,
        place=event.place,
        starts_at=event.starts_at,
        minutes=event.minutes,
        sequence=event.sequence,
        told_at=event.at,
        by_town=by_town,
    )
