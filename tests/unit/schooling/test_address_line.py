"""An address on one line, and the street it names in any spelling."""

from uuid import UUID

import pytest

from services.schooling.domain.address_line import AddressLine, parse_address_line
from services.schooling.domain.streets import NoStreet, Street, StreetRegister


@pytest.mark.parametrize(
    ("line", "parsed"),
    [
        ("12 bis rue des Selves", AddressLine(12, "bis", "rue des Selves")),
        ("12bis, rue des Selves", AddressLine(12, "bis", "rue des Selves")),
        ("12 B rue des Selves", AddressLine(12, "b", "rue des Selves")),
        ("12b rue des Selves", AddressLine(12, "b", "rue des Selves")),
        ("12 R des Selves", AddressLine(12, "", "R des Selves")),
        ("12 bis r des Selves", AddressLine(12, "bis", "r des Selves")),
        ("  12   rue  des Selves ", AddressLine(12, "", "rue des Selves")),
        ("rue des Selves", AddressLine(0, "", "rue des Selves")),
        ("0 rue des Selves", AddressLine(0, "", "rue des Selves")),
        ("4ème Rue", AddressLine(0, "", "4ème Rue")),
        ("8 4ème Rue", AddressLine(8, "", "4ème Rue")),
        ("3 rue du 8 Mai 1945", AddressLine(3, "", "rue du 8 Mai 1945")),
        ("3 bis", AddressLine(3, "bis", "")),
        ("", AddressLine(0, "", "")),
        ("12 rue des Selves, 06000 Ville", AddressLine(12, "", "rue des Selves", "06000", "Ville")),
        ("12 rue des Selves 06000 Ville Haute", AddressLine(12, "", "rue des Selves", "06000", "Ville Haute")),
        ("12 rue des Selves 06000", AddressLine(12, "", "rue des Selves", "06000", None)),
        ("12, rue des Selves, Ville", AddressLine(12, "", "rue des Selves", None, "Ville")),
    ],
)
def test_a_line_is_taken_apart(line: str, parsed: AddressLine) -> None:
    assert parse_address_line(line) == parsed


def street(place: int, name: str, city: str = "Ville", postal_code: str = "06000") -> Street:
    return Street(UUID(int=place), f"06000_{place}", name, postal_code, "06000", city)


SELVES, LAVOIR = street(1, "Rue des Selves"), street(2, "Rue du Lavoir")
OTHER_LAVOIR = street(3, "Rue du Lavoir", "Bourg-Vieux", "06001")
ORDINAL = street(4, "4ème Rue")
SAINT = street(5, "Avenue Antoine de Saint-Exupéry")
REGISTER = StreetRegister([SELVES, LAVOIR, OTHER_LAVOIR, ORDINAL, SAINT])


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("RUE DES SELVES", SELVES),
        ("r. des selves", SELVES),
        ("4e rue", ORDINAL),
        ("AV ANTOINE DE ST EXUPERY", SAINT),
        ("Rue de l'Oubli", NoStreet.UNKNOWN),
        ("", NoStreet.UNKNOWN),
        ("rue du lavoir", NoStreet.AMBIGUOUS),
    ],
)
def test_a_street_is_known_whatever_its_spelling(name: str, found: Street | NoStreet) -> None:
    assert REGISTER.one_named(name) == found


@pytest.mark.parametrize(
    ("postal_code", "city", "found"),
    [
        ("06001", None, OTHER_LAVOIR),
        (None, "BOURG VIEUX", OTHER_LAVOIR),
        ("06000", "ville", LAVOIR),
        ("75001", None, NoStreet.OUTSIDE),
        ("06000", "Paris", NoStreet.OUTSIDE),
    ],
)
def test_postal_code_and_city_tell_streets_apart(
    postal_code: str | None, city: str | None, found: Street | NoStreet
) -> None:
    assert REGISTER.one_named("rue du lavoir", postal_code=postal_code, city=city) == found
