"""An address as an envelope wears it."""

from services.household.adapters.postal_lines import address_lines
from services.household.domain.checking import Value

HERE: Value = {
    "country": "FR",
    "postal_code": "06510",
    "city": "Carros",
    "street_number": "12",
    "street_name": "Rue Haute",
}


def test_an_envelope_names_no_country_inside_france() -> None:
    assert address_lines(HERE) == ["12 Rue Haute", "06510 CARROS"]


def test_a_foreign_country_is_written_out_in_capitals() -> None:
    abroad: Value = {
        "country": "IT",
        "postal_code": "10121",
        "city": "Torino",
        "street_number": "0",
        "street_name": "Via Roma",
    }
    assert address_lines(abroad) == ["Via Roma", "10121 TORINO", "ITALIE"]


def test_nobody_lives_nowhere() -> None:
    assert address_lines(None) == []
