"""GET /sector: the same answer as the command line's, for anybody, from a copy in memory that follows each load."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from libs.commune.streets import read_streets
from services.schooling.commands import Level, load, sector_of
from services.schooling.settings import SchoolingSettings

Ask = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
async def url(settings: SchoolingSettings, folder: Path) -> str:
    url = settings.database_url.get_secret_value()
    await load(url, folder)
    return url


@pytest.fixture
def ask(url: str, client: httpx.AsyncClient, as_visitor: Callable[[], dict[str, str]]) -> Ask:
    async def get(**query: Any) -> httpx.Response:
        asked: dict[str, Any] = {"level": "GS", "school_year": 2026, **query}
        return await client.get("/sector", params=asked, headers=as_visitor())

    return get


async def test_the_answer_is_the_command_lines(ask: Ask, url: str) -> None:
    for address, query in {
        "25 bis rue des Selves": {"street": "RUE DES SELVES", "number": 25, "repetition": "BIS"},
        "3 rue de l'Oubli": {"street": "rue de l'Oubli", "number": 3},
        "12 rue des Selves, 06000 Nice": {"street": "rue des Selves", "number": 12, "city": "Nice"},
    }.items():
        answer = await ask(**query)
        assert answer.status_code == 200
        assert answer.json() == await sector_of(url, address, Level.GS, school_year=2026)
    assert (await ask(street="rue des selves", number=25)).json()["school"]["name"] == "Maternelle Lou Souleù"


async def test_a_familys_street_id_is_the_register_s(ask: Ask, folder: Path) -> None:
    selves = next(street for street in read_streets(folder) if street.name == "Rue des Selves")
    answer = (await ask(street_id=selves.id, number=25, level="CP")).json()
    assert (answer["street"], answer["school"]["name"]) == ("Rue des Selves", "Groupe Scolaire Louis Fiori")
    unknown = (await ask(street_id=UUID(int=7), number=25)).json()
    assert (unknown["street"], unknown["reason"]) == (None, "unknown-street")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"number": 1}, "street"),
        ({"number": 1, "street": "a", "street_id": UUID(int=7)}, "street"),
        ({"number": -1, "street": "a"}, "number"),
        ({"number": 1, "street": "a", "level": "6e"}, "level"),
        ({"number": 1, "street": "a", "school_year": 2040}, "school_year"),
        ({"number": 1, "street": "a", "repetition": "b!s"}, "repetition"),
        ({"number": 1, "street": "a", "more": "x"}, "more"),
    ],
)
async def test_a_wrong_question_names_its_field(ask: Ask, query: dict[str, Any], field: str) -> None:
    answer = await ask(**query)
    assert answer.status_code == 422
    assert [error["field"].rpartition(".")[2] for error in answer.json()["errors"]] == [field]


async def test_the_copy_in_memory_follows_each_load(ask: Ask, url: str, folder: Path, psql: asyncpg.Connection) -> None:
    assert (await ask(street="rue des selves", number=25)).json()["school"]["uai"] == "0069901A"
    path = folder / "sectors-maternelle.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("0069901A", "0069902B"), encoding="utf-8")
    await load(url, folder)
    assert (await ask(street="rue des selves", number=25)).json()["school"]["uai"] == "0069902B"


async def test_a_school_that_closed_is_told(ask: Ask, psql: asyncpg.Connection) -> None:
    await psql.execute("UPDATE schools SET open = false WHERE uai = '0069901A'")
    answer = (await ask(street="rue des selves", number=25)).json()
    assert (answer["school"], answer["reason"]) == (None, "school-closed")
    assert "Maternelle Lou Souleù, est fermée" in answer["explanation"]
