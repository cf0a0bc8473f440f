"""The receipt of a submission as a PDF/UA: what article R112-11-1 of the CRPA asks.

The day of reception; the service, its mail, address and telephone; and, where the town set it, what its silence means
and from which day, with the remedies against a refusal or the proof of an acceptance (L232-3).
"""

import asyncio
from typing import Any

from gateway.web.family.submissions.submission_view import RecordView, SubmissionView
from gateway.web.kiosk import Kiosk
from gateway.web.moments import moment, paris_day, today
from libs.commune.letterhead import LETTERS_FOLDER, read_letterhead
from libs.commune.profile import Silence
from libs.french.days import long_day
from libs.typesetting.typeset import typeset


async def print_submission_receipt(kiosk: Kiosk, view: SubmissionView, family_code: str) -> bytes:
    """Raises TypesettingFailed."""
    commune = kiosk.commune
    letterhead = await asyncio.to_thread(read_letterhead, commune.directory)
    async with kiosk.typesetting:
        return await typeset(
            commune.directory / LETTERS_FOLDER / "submission-receipt.typ",
            receipt_values(view, family_code, commune.profile.answers.silence)
            | {
                "letterhead": letterhead,
                "written": f"{commune.profile.name}, le {long_day(today())}",
                "site": kiosk.settings.origin.partition("://")[2],
            },
        )


def receipt_values(view: SubmissionView, family_code: str, silence: Silence | None) -> dict[str, Any]:
    """What `submission-receipt.typ` prints, letterhead apart."""
    made_at = view.submission["made_at"]
    return {
        "reference": view.reference,
        "family_code": family_code,
        "received_at": moment(made_at),
        "withdrawn_at": moment(view.submission["withdrawn_at"]) if view.submission["withdrawn_at"] else None,
        "expected_on": long_day(view.expected_on) if view.waits else None,
        "records": [_record(record) for record in view.records],
        "silence": _silence(silence, made_at),
    }


def _record(record: RecordView) -> dict[str, Any]:
    return {
        "title": record.title,
        "fields": [item.label for item in record.items if not item.item["piece"]],
        "pieces": [
            {"label": item.label, "files": len(item.item["document_ids"])}
            for item in record.items
            if item.item["piece"]
        ],
    }


def _silence(silence: Silence | None, made_at: str) -> dict[str, Any] | None:
    if silence is None:
        return None
    return {
        "means": silence.means,
        "since": long_day(silence.since(paris_day(made_at))),
        "legal_basis": silence.legal_basis,
        "remedies": silence.remedies,
    }
