"""A certificate on paper: made when somebody asks for it, and kept nowhere."""

from datetime import date

from starlette.responses import Response

from gateway.clients.schooling_admission import Sheet
from gateway.web.kiosk import Kiosk
from gateway.web.visit import Visit
from libs.typesetting.certificates import CertificateSheet, typeset_certificate


async def certificate_paper(visit: Visit, sheet: Sheet) -> Response:
    """The download. Raises TypesettingFailed."""
    made = await print_certificate(visit.kiosk, sheet)
    headers = {
        "Content-Disposition": f'attachment; filename="certificat-{sheet["number"]}.pdf"',
        "Cache-Control": "no-store",
    }
    return visit.answer(Response(made, media_type="application/pdf", headers=headers))


async def print_certificate(kiosk: Kiosk, sheet: Sheet) -> bytes:
    """A PDF/UA of one page. Raises TypesettingFailed, CommuneError."""
    printed = CertificateSheet(
        number=sheet["number"],
        uai=sheet["uai"],
        school=sheet["school"],
        level=sheet["level"],
        school_year=sheet["school_year"],
        last_name=sheet["last_name"],
        first_name=sheet["first_name"],
        birth_date=date.fromisoformat(sheet["birth_date"]),
        issued_on=date.fromisoformat(sheet["issued_on"]),
        newcomer=sheet["newcomer"],
        meets_head=sheet["meets_head"],
        bring=sheet["bring"],
        check=sheet["check"],
        key_id=sheet["key_id"],
        signature=sheet["signature"],
        provisional=sheet["provisional"],
    )
    async with kiosk.typesetting:
        return await typeset_certificate(kiosk.commune.directory, printed, public_url=kiosk.settings.origin)
