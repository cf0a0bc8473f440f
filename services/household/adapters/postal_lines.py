"""An address as an envelope wears it, from a record's composite value."""

from collections.abc import Mapping

from libs.french.countries import COUNTRIES
from services.household.domain.checking import Value

_NO_NUMBER = "0"
_HERE = "FR"


def address_lines(address: Value) -> list[str]:
    """Complement, number and street, postal code and town in capitals, country unless it is France; empty for none."""
    if not isinstance(address, Mapping):
        return []
    text = {name: value for name, value in address.items() if isinstance(value, str)}
    number = text.get("street_number", "")
    house = [number if number != _NO_NUMBER else "", text.get("repetition", ""), text.get("street_name", "")]
    country = text.get("country", _HERE)
    lines = [
        text.get("complement", ""),
        " ".join(part for part in house if part),
        f"{text.get('postal_code', '')} {text.get('city', '').upper()}".strip(),
        COUNTRIES.get(country, country).upper() if country != _HERE else "",
    ]
    return [line for line in lines if line]
