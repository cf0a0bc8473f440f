"""An appointment, as schooling's events tell it."""

from libs.contracts.schooling.v1 import AppointmentEvent
from services.notifications.application.tell_appointment import TellAppointment


def told(event: AppointmentEvent, *, by_town: bool = False) -> TellAppointment:
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
