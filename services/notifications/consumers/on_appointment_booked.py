"""A family took a slot of a head of school."""

from libs.contracts.envelope import Envelope
from libs.contracts.schooling.v1 import AppointmentBooked
from services.notifications.application.ports import Unit
from services.notifications.application.tell_appointment import tell_appointment
from services.notifications.consumers.appointment_told import told
from services.notifications.domain.delivery import Template


async def on_appointment_booked(event: AppointmentBooked, _envelope: Envelope, uow: Unit) -> None:
    await tell_appointment(Template.APPOINTMENT_BOOKED, told(event), uow)
