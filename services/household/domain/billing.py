"""COORDONNÉES DE FACTURATION: who pays, and where the bills go, where either differs from the household."""

from libs.domain.errors import FieldError
from services.household.domain.address import MEMBERS as ADDRESS
from services.household.domain.address import check_address
from services.household.domain.checking import Circumstances, Composite, Field, Typed, check_fields, name, one_of
from services.household.domain.civility import CIVILITIES
from services.household.domain.composites import blank
from services.household.domain.contact import telephone

_PERSON = (
    Field("civility", one_of(*CIVILITIES), required=False),
    Field("last_name", name),
    Field("first_name", name),
    Field("telephone", telephone, required=False),
)
PERSON = tuple(field.name for field in _PERSON)


def check_billing(typed: Typed, circumstances: Circumstances) -> tuple[Composite, list[FieldError]]:
    """The payer, the address, both or neither: whatever is blank is the household's own."""
    value: Composite = {}
    errors: list[FieldError] = []
    if not blank(typed, PERSON):
        person, errors = check_fields(_PERSON, typed, circumstances)
        value |= person
    # The country stands chosen before anybody types.
    if not blank(typed, [member for member in ADDRESS if member != "country"]):
        address, refused = check_address(typed, circumstances)
        value |= address
        errors = errors + refused
    return ({}, errors) if errors else (value, [])
