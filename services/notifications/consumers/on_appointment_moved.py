"""A family took another slot."""

from libs.contracts.envelope import Envelope
from libs.contracts.schooling.v1 import AppointmentMoved
from services.notifications.application.ports import Unit
from services.notifications.application.tell_appointment import tell_appointment
from services.notifications.consumers.appointment_told import told
from services.notifications.domain.delivery import Template


async def on_appointment_moved(event: AppointmentMoved, _envelope: Envelope, uow: Unit) -> None:
    await tell_appointment(Template.APPOINTMENT_MOVED, told(event), uow)
