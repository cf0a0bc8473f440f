"""A postal address: in the commune it names a street of the register, or *Autre* with its text; elsewhere free text."""

import re
from uuid import UUID

from libs.domain.errors import FieldError
from libs.french.countries import COUNTRIES
from services.household.domain.checking import (
    Circumstances,
    Composite,
    Field,
    Refused,
    Typed,
    blank_or_text,
    check_fields,
    line,
)
from services.household.domain.ids import StreetId
from services.household.domain.town import Street

OTHER_STREET = "autre"
MEMBERS = (
    "country",
    "postal_code",
    "city",
    "street_number",
    "repetition",
    "street_id",
    "street_other",
    "complement",
)

# Departments 01 to 95, overseas 97 and 98; 20 is Corsica's in postal codes.
_FRENCH_POSTAL_CODE = re.compile(r"(0[1-9]|[1-8]\d|9[0-57-8])\d{3}", re.ASCII)
_NUMBER = re.compile(r"\d{1,5}", re.ASCII)
_REPETITION = re.compile(r"[a-z0-9]{1,10}", re.ASCII)
_FOREIGN_POSTAL_CODE_MAX = 12
_PLACE = frozenset({"country", "postal_code", "city"})


def check_address(typed: Typed, circumstances: Circumstances) -> tuple[Composite, list[FieldError]]:
    """The address with its `street_name`, or every refusal, named as the members are."""
    country = str(typed.get("country") or "").strip().upper() or "FR"
    values, errors = check_fields(_fields(french=country == "FR"), {**typed, "country": country}, circumstances)
    if any(error.field in _PLACE for error in errors):
        return {}, errors  # which streets there are depends on the place
    try:
        street = _street({**values, **_where(typed)}, circumstances)
    except _StreetRefused as refused:
        return {}, [*errors, refused.at(refused.member)]
    return ({}, errors) if errors else ({**values, **street}, [])


class _StreetRefused(Refused):
    def __init__(self, member: str, code: str) -> None:
        super().__init__(code)
        self.member = member


def _where(typed: Typed) -> dict[str, str | None]:
    return {member: blank_or_text(typed.get(member)) for member in ("street_id", "street_other")}


def _street(address: dict[str, str | None], circumstances: Circumstances) -> Composite:
    """The members that say which street it is."""
    chosen, written = address["street_id"], address["street_other"]
    here = circumstances.town.holds(address["country"] or "", address["postal_code"] or "", address["city"] or "")
    if chosen and chosen != OTHER_STREET:
        if not here:
            raise _StreetRefused("street_id", "street-outside-commune")
        street = _registered(chosen, circumstances)
        return {
            "street_id": str(street.id),
            "street_other": None,
            "street_name": street.name,
            "postal_code": street.postal_code,
            "city": street.city,
        }
    if here and not chosen:
        raise _StreetRefused("street_id", "required")
    if not written:
        raise _StreetRefused("street_other", "required")
    return {"street_id": OTHER_STREET if here else None, "street_other": written, "street_name": written}


def _registered(chosen: str, circumstances: Circumstances) -> Street:
    try:
        return circumstances.streets[StreetId(UUID(chosen))]
    except (ValueError, KeyError):
        raise _StreetRefused("street_id", "unknown-street") from None


def _fields(*, french: bool) -> list[Field]:
    return [
        Field("country", _country),
        Field("postal_code", _french_postal_code if french else _foreign_postal_code, required=french),
        Field("city", line),
        Field("street_number", _number, required=french),
        Field("repetition", _repetition, required=False),
        Field("street_other", line, required=False),
        Field("complement", line, required=False),
    ]


def _country(text: str, _circumstances: Circumstances) -> str:
    if text not in COUNTRIES:
        raise Refused("not-a-choice")
    return text


def _french_postal_code(text: str, _circumstances: Circumstances) -> str:
    bare = text.replace(" ", "")
    if not _FRENCH_POSTAL_CODE.fullmatch(bare):
        raise Refused("postal-code-format")
    return bare


def _foreign_postal_code(text: str, _circumstances: Circumstances) -> str:
    if len(text) > _FOREIGN_POSTAL_CODE_MAX:
        raise Refused("too-long", max=_FOREIGN_POSTAL_CODE_MAX)
    return text


def _number(text: str, _circumstances: Circumstances) -> str:
    """Digits; 0 means that the house has no number."""
    if not _NUMBER.fullmatch(text):
        raise Refused("street-number-format")
    return str(int(text))


def _repetition(text: str, _circumstances: Circumstances) -> str:
    """bis, ter, A, ..."""
    folded = text.lower()
    if not _REPETITION.fullmatch(folded):
        raise Refused("repetition-format")
    return folded


def streets_named(typed: Typed) -> set[StreetId]:
    """The ids of the register that a typed address names, known or not."""
    try:
        return {StreetId(UUID(str(typed.get("street_id") or "")))}
    except ValueError:
        return set()
