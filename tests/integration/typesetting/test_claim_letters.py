"""The letters with claim codes: a page a family, in order, whatever their names are."""

import io
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from libs.french.days import long_day
from libs.typesetting.claim_letters import AT_ONCE, ClaimLetter, qr_code, typeset_claim_letters

COMMUNE = Path(__file__).resolve().parents[3] / "communes" / "carros"
URL = "https://kiosque.example/"


def a_letter(
    number: int, recipient: tuple[str, ...] = ("Mme Inès Durand", "12 rue des Selves", "06510 Carros")
) -> ClaimLetter:
    return ClaimLetter(recipient, f"{number:05}", "K7MP-2WXQ-9RTB", until=date(2027, 2, 21))


async def pages(*letters: ClaimLetter) -> int:
    pdf = await typeset_claim_letters(COMMUNE, letters, public_url=URL, written_on=date(2026, 11, 23))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


@pytest.mark.parametrize("families", [1, 2, AT_ONCE])
async def test_each_family_has_one_page(families: int) -> None:
    assert await pages(*(a_letter(number) for number in range(families))) == families


@pytest.mark.parametrize(
    "recipient",
    [
        (),
        (
            "Mme " + "Anne-Sophie-Marguerite " * 3,
            "M. " + "Delacroix-Lefebvre " * 4,
            "Bât. C",
            "12 bis rue X",
            "06510 Carros",
        ),
        ("#panic(1) $x$ *gras*", '"); read("/etc/passwd")', "06510 Carros"),
        ("محمد بن علي", "06510 Carros"),
    ],
)
async def test_a_letter_stays_one_page_whoever_it_goes_to(recipient: tuple[str, ...]) -> None:
    assert await pages(a_letter(42, recipient)) == 1


def test_days_are_written_as_in_a_letter() -> None:
    assert [long_day(day) for day in (date(2027, 3, 1), date(2027, 8, 21))] == ["1er mars 2027", "21 août 2027"]


def test_the_square_to_aim_at_depends_on_nothing_but_the_link() -> None:
    assert qr_code("https://kiosque.example/premiere-utilisation").startswith(b"\x89PNG")
    assert (
        qr_code("https://kiosque.example/a")
        == qr_code("https://kiosque.example/a")
        != qr_code("https://kiosque.example/b")
    )
