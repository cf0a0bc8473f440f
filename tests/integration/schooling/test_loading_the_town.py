"""The commune's folder, loaded into schooling: whole, once, and without losing what an operator imported."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import asyncpg
import httpx
import pytest
import yaml
from sqlalchemy.exc import DBAPIError

from libs.commune.sectors import read_sectors_at
from libs.commune.source import CommuneError
from libs.commune.streets import read_ban
from services.schooling.commands import Cycle, load, load_sectors, load_streets
from services.schooling.settings import SchoolingSettings

TABLES = (
    "school_years",
    "schools",
    "school_places",
    "campaigns",
    "derogation_reasons",
    "refusal_reasons",
    "commission_sessions",
    "streets",
    "addresses",
    "sector_sets",
    "sector_rules",
)


@pytest.fixture
def url(settings: SchoolingSettings) -> str:
    return settings.database_url.get_secret_value()


def change(folder: Path, name: str, **values: object) -> None:
    data = yaml.safe_load((folder / name).read_text(encoding="utf-8"))
    (folder / name).write_text(yaml.safe_dump(data | values, allow_unicode=True), encoding="utf-8")


async def counted(psql: asyncpg.Connection) -> dict[str, int]:
    return {table: await psql.fetchval(f"SELECT count(*) FROM {table}") for table in TABLES}


async def test_loading_twice_changes_nothing(url: str, folder: Path, psql: asyncpg.Connection) -> None:
    first = await load(url, folder)
    written = await counted(psql)
    assert first["changed"] == sum(written.values()) - written["sector_sets"]
    assert min(written.values()) > 0
    assert (await load(url, folder))["changed"] == 0
    assert await counted(psql) == written
    assert await psql.fetchval("SELECT revision FROM town_state") == 1
    assert [row["action"] for row in await psql.fetch("SELECT action FROM audit")] == ["schools.loaded"]


async def test_what_is_no_longer_listed_is_closed_not_deleted(url: str, folder: Path, psql: asyncpg.Connection) -> None:
    await load(url, folder)
    before = await counted(psql)
    schools = yaml.safe_load((folder / "schools.yaml").read_text(encoding="utf-8"))
    schools["schools"][0]["places"] = {}
    change(folder, "schools.yaml", schools=schools["schools"][:2], sectors=[])
    campaigns = yaml.safe_load((folder / "campaigns.yaml").read_text(encoding="utf-8"))["campaigns"]
    change(folder, "campaigns.yaml", campaigns=campaigns[:1])
    await load(url, folder)
    after = await counted(psql)
    assert after["school_places"] == before["school_places"] - 8  # of the school that is still listed, no more stated
    assert {name: count for name, count in after.items() if name != "school_places"} == {
        name: count for name, count in before.items() if name != "school_places"
    }
    assert [row["open"] for row in await psql.fetch("SELECT open FROM schools ORDER BY position")] == [
        True,
        True,
        False,
        False,
    ]
    assert await psql.fetchval("SELECT count(*) FROM campaigns WHERE listed") == 1


@pytest.mark.parametrize(
    ("name", "values", "problem"),
    [
        ("schools.yaml", {"schools": [{"uai": "nonsense"}]}, "uai"),
        ("schools.yaml", {"school_years": [{"year": 2026, "rentree": "2026-09-01"}]}, "not among the school years: 20"),
        ("campaigns.yaml", {"campaigns": []}, None),
    ],
)
async def test_a_wrong_file_loads_nothing(
    url: str, folder: Path, psql: asyncpg.Connection, name: str, values: dict[str, object], problem: str | None
) -> None:
    change(folder, name, **values)
    if problem is None:
        assert (await load(url, folder))["campaigns"] == 0
        return
    with pytest.raises(CommuneError, match=problem):
        await load(url, folder)
    assert sum((await counted(psql)).values()) == 0


async def test_a_wrong_line_of_the_folders_sectors_loads_nothing(
    url: str, folder: Path, psql: asyncpg.Connection
) -> None:
    path = folder / "sectors-maternelle.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("RUE DES SELVES", "RUE DE NULLE PART"), encoding="utf-8")
    with pytest.raises(CommuneError, match=r"sectors-maternelle\.csv: line 2: unknown-street"):
        await load(url, folder)
    assert sum((await counted(psql)).values()) == 0


async def test_streets_that_an_operator_imported_outlive_the_folder(
    url: str, folder: Path, psql: asyncpg.Connection
) -> None:
    await load(url, folder)
    lines = (folder / "streets.csv").read_bytes().splitlines(keepends=True)
    only = read_ban(lines[:5], "ban.csv", "06033")
    changes = await load_streets(url, only)
    assert (changes.addresses.loaded, changes.addresses.unchanged) == (0, 4)
    assert changes.addresses.removed > 100
    assert await psql.fetchval("SELECT count(*) FROM streets WHERE listed") == 1
    await load(url, folder)  # its sectors name streets that are no more
    assert (await load(url, folder))["changed"] == 0
    assert await psql.fetchval("SELECT count(*) FROM addresses") == 4
    assert await psql.fetchval("SELECT count(*) FROM sector_rules WHERE cycle = 'maternelle'") == 1
    again = await load_streets(url, only)
    assert not again.addresses.any
    assert not again.streets.any


@pytest.mark.parametrize(
    ("opens", "closes", "state"),
    [
        ("interval '1 second'", "interval '1 day'", "upcoming"),
        ("interval '-1 day'", "interval '1 minute'", "open"),
        ("interval '-1 second'", "interval '0'", "closed"),
    ],
)
async def test_a_campaign_is_judged_by_the_databases_clock(
    url: str,
    folder: Path,
    psql: asyncpg.Connection,
    client: httpx.AsyncClient,
    as_visitor: Callable[[], dict[str, str]],
    opens: str,
    closes: str,
    state: str,
) -> None:
    await load(url, folder)
    await psql.execute(
        f"UPDATE campaigns SET opens_at = now() + {opens} + interval '2 s' * (({opens}) > interval '0')::int,"
        f" closes_at = now() + {closes} WHERE code = 'rentree-2026'"
    )
    answer = (await client.get("/campaigns", headers=as_visitor())).json()
    campaign = next(each for each in answer if each["code"] == "rentree-2026")
    assert campaign["state"] == state
    assert campaign["newcomers"] is True


async def test_anybody_reads_school_years_and_campaigns(
    url: str, folder: Path, client: httpx.AsyncClient, as_visitor: Callable[[], dict[str, str]]
) -> None:
    await load(url, folder)
    years = (await client.get("/school-years", headers=as_visitor())).json()
    assert {"year": 2026, "rentree": "2026-09-01"} in years
    [first, *_] = (await client.get("/campaigns", headers=as_visitor())).json()
    assert first["opens_at"] == "2026-03-27T23:00:00Z"  # midnight in Paris, before the clocks changed
    assert first["closes_at"] == "2026-04-30T22:00:00Z"
    assert first["grace_until"] == "2026-05-15T22:00:00Z"
    for path in ("/school-years", "/campaigns", "/sector"):
        assert (await client.get(path)).status_code == 401


async def test_two_imports_at_once_take_turns(url: str, folder: Path, psql: asyncpg.Connection) -> None:
    await load(url, folder)
    text = (folder / "sectors-maternelle.csv").read_text(encoding="utf-8")
    files = []
    for uai in ("0069902B", "0069904D"):
        (folder / f"{uai}.csv").write_text(text.replace("0069901A", uai), encoding="utf-8")
        files.append(read_sectors_at(folder / f"{uai}.csv", "06033"))
    await asyncio.gather(
        *(load_sectors(url, file, cycle=Cycle.MATERNELLE, school_year=2026) for file in [*files, *files])
    )
    rows = await psql.fetch("SELECT line, uai FROM sector_rules WHERE cycle = 'maternelle' AND school_year = 2026")
    kept = sorted((row["line"], row["uai"]) for row in rows)
    assert kept in [sorted((row.line, row.uai) for row in file.rows) for file in files]


async def test_an_import_that_breaks_off_leaves_everything_as_it_was(
    url: str, folder: Path, psql: asyncpg.Connection
) -> None:
    await load(url, folder)
    before = await counted(psql)
    await psql.execute(
        "CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;"
        "CREATE TRIGGER break_off BEFORE UPDATE ON town_state FOR EACH ROW EXECUTE FUNCTION break_off()"
    )
    try:
        lines = (folder / "streets.csv").read_bytes().splitlines(keepends=True)
        with pytest.raises(DBAPIError):
            await load_streets(url, read_ban(lines[:5], "ban.csv", "06033"))
        file = read_sectors_at(folder / "sectors-maternelle.csv", "06033")
        with pytest.raises(DBAPIError):
            await load_sectors(url, file, cycle=Cycle.MATERNELLE, school_year=2026)
    finally:
        await psql.execute("DROP FUNCTION break_off CASCADE")
    assert await counted(psql) == before
