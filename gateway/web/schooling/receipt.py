"""Accusé de réception of a pre-registration or a dérogation (R112-11-1 CRPA), on the town's letterhead."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import date

from gateway.clients.schooling_families import FollowedRequest
from gateway.web.kiosk import Kiosk
from gateway.web.moments import paris_day, today
from libs.commune.letterhead import LETTERS_FOLDER, read_letterhead
from libs.french.days import long_day
from libs.typesetting.typeset import typeset

_KINDS = {
    "sector": "Préinscription scolaire",
    "derogation": "Demande de dérogation",
    "outside": "Demande d'inscription d'un enfant d'une autre commune",
}


async def print_receipt(kiosk: Kiosk, request: FollowedRequest, holder: str, pieces: Mapping[str, str]) -> bytes:
    """A PDF/UA.

    Args:
        holder: the name of the account that asks for it.
        pieces: the names of papers by code.

    Raises:
        TypesettingFailed
    """
    commune, told, wish = kiosk.commune, request["receipt"], request["derogation"]
    letterhead = await asyncio.to_thread(read_letterhead, commune.directory)
    async with kiosk.typesetting:
        return await typeset(
            commune.directory / LETTERS_FOLDER / "pre-registration-receipt.typ",
            {
                "letterhead": letterhead,
                "recipient": [holder, *([request["address"]] if request["address"] else [])],
                "written": f"{commune.profile.name}, le {long_day(today())}",
                "title": f"{_KINDS[request['kind']]} {request['school_year_label']}",
                "number": request["number"],
                "received_on": long_day(paris_day(told["received_at"])),
                "child": request["child_name"],
                "level": request["level"],
                "level_objection": request["level_objection"],
                "sector_school": request["sector_school"]["name"] if request["sector_school"] else None,
                "wanted_school": wish["wanted_school"]["name"] if wish else None,
                "reasons": wish["reasons"] if wish else [],
                "takes_files": wish is not None or request["newcomer"],
                "files": _files(request, pieces),
                "commission": wish["commission"]["sentence"] if wish and wish["commission"] else None,
                "service": told["service"],
                "sentence": told["sentence"],
                "silence_means": "acceptée" if told["silence_means"] == "accepted" else "refusée",
                "silence_on": long_day(date.fromisoformat(told["silence_on"])),
                "remedies": told["remedies"],
            },
        )


def _files(request: FollowedRequest, pieces: Mapping[str, str]) -> list[str]:
    """How many files of which paper came, and on which day those that followed."""
    came = Counter((file["piece"], file["added_at"]) for file in request["documents"])
    return [_came(pieces.get(piece, "Fichier"), count, added_at) for (piece, added_at), count in came.items()]


def _came(label: str, count: int, added_at: str | None) -> str:
    many = "s" if count > 1 else ""
    said = f"{label} : {count} fichier{many}"
    return f"{said}, ajouté{many} le {long_day(paris_day(added_at))}" if added_at else said
