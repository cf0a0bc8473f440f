"""What goes along with a mail: the entry of a calendar, a certificate where the commune attaches it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from libs.chassis.logging import get_logger
from libs.commune.admission import AdmissionData
from libs.commune.source import CommuneError
from libs.typesetting.certificates import CertificateSheet, typeset_certificate
from libs.typesetting.typeset import TypesettingFailed
from services.notifications.adapters.calendar_entry import invitation
from services.notifications.adapters.letterhead import Letterhead
from services.notifications.application.ports import Attachment, DueDelivery, Mail, Unwritable
from services.notifications.domain.delivery import Template

_CALENDAR = {Template.APPOINTMENT_BOOKED, Template.APPOINTMENT_MOVED, Template.APPOINTMENT_CANCELLED}


class Enclosures:
    """Made from the delivery's parameters when the mail leaves."""

    def __init__(self, commune_dir: Path, letterhead: Letterhead, admission: AdmissionData) -> None:
        self._commune_dir = commune_dir
        self._letterhead = letterhead
        self._admission = admission

    async def enclose(self, delivery: DueDelivery, mail: Mail) -> Mail:
        if delivery.template in _CALENDAR:
            cancelled = delivery.template is Template.APPOINTMENT_CANCELLED
            return replace(mail, invitation=invitation(delivery.params, mail.to, self._letterhead, cancelled=cancelled))
        if delivery.template is Template.CERTIFICATE and (sheet := delivery.params.get("sheet")):
            return replace(mail, attachment=await self._certificate(sheet))
        return mail

    async def _certificate(self, told: Mapping[str, Any]) -> Attachment:
        sheet = CertificateSheet(
            **{
                **told,
                "birth_date": date.fromisoformat(told["birth_date"]),
                "issued_on": date.fromisoformat(told["issued_on"]),
                "bring": self._admission.to_bring(told["level"], newcomer=told["newcomer"]),
            }
        )
        try:
            made = await typeset_certificate(self._commune_dir, sheet, public_url=self._letterhead.portal_url)
        except (TypesettingFailed, CommuneError) as error:
            get_logger().error("certificate cannot be typeset", error=type(error).__name__)
            raise Unwritable("certificate.typ") from error
        return Attachment(f"{sheet.number}.pdf", made)
