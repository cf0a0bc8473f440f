"""The address part of a form: towns that fit the postal code, streets that fit the town."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.clients.service import FieldProblem
from gateway.web.cities import same_city
from gateway.web.form_view import FormView, text_problem
from gateway.web.kiosk import Kiosk
from gateway.web.streets import StreetOption, starting_with, street_options
from gateway.web.visit import Visit

FRANCE = "FR"
router = APIRouter()


@dataclass(frozen=True)
class AddressPart:
    """What the fields of an address offer.

    Attributes:
        towns: of the postal code; empty where the town is written by hand: abroad, or for a code that is not known.
        town: the one to show chosen or written.
        streets: of the register.
        here: the address is in the commune; elsewhere the street is written by hand.
        towns_at: what a script asks for the towns of a code.
    """

    towns: Sequence[str]
    town: str
    streets: Sequence[StreetOption]
    here: bool
    towns_at: str = "/villes"


@router.get("/villes")
async def towns(request: Request, code_postal: str = "") -> Response:
    """The towns of a postal code, the one that is chosen to begin with, and the one whose streets are listed."""
    kiosk: Kiosk = request.app.state.kiosk
    found = kiosk.cities.of(code_postal)
    own = own_city(kiosk) if code_postal in kiosk.commune.profile.postal_codes else ""
    return JSONResponse({"towns": list(found), "chosen": _chosen(kiosk, code_postal, found, ""), "own": own})


async def address_part(visit: Visit, form: FormView, prefix: str = "", *, anew: bool = False) -> AddressPart:
    """The part for what the form holds.

    Args:
        anew: the person asked for the towns of the code: one that does not belong to it goes. Else it stays offered,
            since a town may be written as the list does not have it.
    """
    kiosk = visit.kiosk
    code, city = form.text(f"{prefix}postal_code"), form.text(f"{prefix}city")
    in_france = form.text(f"{prefix}country") in ("", FRANCE)
    found = list(kiosk.cities.of(code)) if in_france else []
    town = _chosen(kiosk, code, found, city) if found else city
    if found and not town and anew:
        town = _chosen(kiosk, code, found, "")
    elif found and city and not town:
        found.append(city)
        town = city
    here = in_france and code in kiosk.commune.profile.postal_codes and same_city(town, own_city(kiosk))
    streets = await street_options(visit)
    letter = form.text(f"{prefix}letter")
    return AddressPart(found, town, starting_with(streets, letter, form.text(f"{prefix}street_id")), here)


def own_city(kiosk: Kiosk) -> str:
    """The commune's name as addresses have it."""
    return kiosk.commune.profile.name.upper()


def wrong_town(kiosk: Kiosk, country: str, postal_code: str, city: str, field: str) -> list[FieldProblem]:
    """The refusal of a town that another postal code was chosen for: 75011 with a name that is of 06510."""
    found = kiosk.cities.of(postal_code) if country in ("", FRANCE) else ()
    if not found or not city or any(same_city(name, city) for name in found):
        return []
    return [text_problem(field, "city-of-other-code")]


def _chosen(kiosk: Kiosk, code: str, found: Sequence[str], city: str) -> str:
    """The town of the list that was typed; else the commune's own, else the only one."""
    if city:
        return next((name for name in found if same_city(name, city)), "")
    if code in kiosk.commune.profile.postal_codes:
        return next((name for name in found if same_city(name, own_city(kiosk))), "")
    return found[0] if len(found) == 1 else ""
