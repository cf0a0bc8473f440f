"""An address as one writes it on a line: `12 bis rue des Selves, 06000 Ville`."""

import re
from dataclasses import dataclass

# A number that an ordinal's ending follows (`4ème Rue`) belongs to the name, as does the R of `3 R des Selves`.
_NUMBER = re.compile(
    r"""(?P<number>\d{1,5})
        (?:\s*(?P<latin>bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies)\b
          |(?!\ +r\b)\s*(?P<letter>[a-z])(?=[\s,]))?
        (?=[\s,]|$)[\s,]*""",
    re.VERBOSE | re.IGNORECASE,
)
_PLACE = re.compile(r"[\s,]+(?P<postal_code>\d{5})(?:\s+(?P<city>.+))?$|,\s*(?P<town>[^,\d]+)$")


@dataclass(frozen=True)
class AddressLine:
    """`number` 0: the line has none. `postal_code` and `city` are None where the line does not say them."""

    number: int
    repetition: str
    street: str
    postal_code: str | None = None
    city: str | None = None


def parse_address_line(line: str) -> AddressLine:
    """Whatever is written: a line without a street gives an empty one."""
    text = " ".join(line.split())
    number = _NUMBER.match(text)
    rest = text[number.end() :] if number else text
    place = _PLACE.search(rest)
    street = rest[: place.start()] if place else rest
    return AddressLine(
        number=int(number["number"]) if number else 0,
        repetition=((number["latin"] or number["letter"] or "") if number else "").casefold(),
        street=street.strip(" ,"),
        postal_code=place["postal_code"] if place else None,
        city=(place["city"] or place["town"]) if place else None,
    )
