"""MES DONNÉES: one ZIP of everything, made while it leaves."""

import io
import json
import tracemalloc
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from gateway.clients.service import Problem, Unavailable
from gateway.web.account.archive_names import Paths, safe_name
from gateway.web.kiosk import Kiosk
from libs.typesetting.typeset import TypesettingFailed
from tests.fakes.accounts_behind_gateway import PASSWORD
from tests.fakes.admission_behind_gateway import NUMBER
from tests.fakes.family_data_behind_gateway import FakeDownload
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.account.test_own_account import parent, press, read
from tests.unit.gateway.conftest import Browser

__all__ = ["parent"]
DATA = "/mon-espace/mon-compte/mes-donnees"
RIGHT = {"current_password": PASSWORD}
CHILD = "child-44444444-4444-4444-8444-444444444444"


def a_file(number: int, name: str = "carnet.pdf", scan: str = "clean") -> dict[str, Any]:
    return {
        "id": f"file-{number}",
        "record": CHILD,
        "piece": "vaccins",
        "piece_label": "Carnet de santé - Pages des vaccinations",
        "file_name": name,
        "scan": scan,
        "received_at": "2026-11-23T09:05:00Z",
    }


@pytest.fixture(autouse=True)
def _family(world: World) -> None:
    child = {"key": CHILD, "kind": "child", "written": {"first_name": "Léa", "last_name": "MARTIN"}, "accepted": {}}
    world.exports = {"household": {"records": [child]}, "documents": {"documents": []}}


def holds(world: World, *files: dict[str, Any]) -> None:
    world.exports["documents"]["documents"] = list(files)
    for file in files:
        world.files[file["id"]] = FakeDownload(b"%", 100_000)


async def archive(browser: Browser) -> zipfile.ZipFile:
    answer = await browser.post(DATA, RIGHT)
    assert answer.status_code == 200, answer.text
    return zipfile.ZipFile(io.BytesIO(answer.content))


FOLDER = "pieces/Léa MARTIN/Carnet de santé - Pages des vaccinations"


async def test_the_account_leads_to_the_page_which_asks_the_password(parent: Browser, world: World) -> None:
    assert (await read(parent, "/mon-espace/mon-compte")).leads_to(DATA)
    assert (await read(parent, DATA)).offers("TÉLÉCHARGER MES DONNÉES")
    for typed in ({}, {"current_password": "another 1"}):
        page = await press(parent, DATA, typed)
        assert (page.status, page.errors[0].target) == (422, "#current_password")
    assert not [call for call in world.calls if call.startswith("export of")]


async def test_everything_is_in_it_under_names_that_can_be_read(parent: Browser, world: World) -> None:
    holds(world, a_file(1), a_file(2, "Carnet.pdf"))
    answer = await parent.post(DATA, RIGHT)
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"].startswith('attachment; filename="kiosque-famille-mes-donnees-20')
    found = zipfile.ZipFile(io.BytesIO(answer.content))
    assert found.testzip() is None
    assert found.namelist() == [
        "donnees/compte.json",
        "donnees/foyer.json",
        "donnees/pieces.json",
        "donnees/scolarite.json",
        "donnees/messages.json",
        f"{FOLDER}/carnet.pdf",
        f"{FOLDER}/Carnet (2).pdf",
        "LISEZ-MOI.txt",
    ]
    assert json.loads(found.read("donnees/foyer.json"))["service"] == "household"
    assert len(found.read(f"{FOLDER}/carnet.pdf")) == 100_000
    assert "VOS DONNÉES DANS LE KIOSQUE FAMILLE" in found.read("LISEZ-MOI.txt").decode("utf-8-sig")


def certified(world: World, **changed: Any) -> None:
    one = {"number": NUMBER, "first_name": "Léa", "last_name": "Martin", "replaced_by": None, "revoked_at": None}
    world.exports["schooling"] = {"certificates": [one | changed]}


PAPER = f"certificats/Léa Martin/{NUMBER}.pdf"


async def test_a_valid_certificate_is_in_it_as_paper(parent: Browser, world: World) -> None:
    certified(world)
    found = await archive(parent)
    (page,) = PdfReader(io.BytesIO(found.read(PAPER))).pages
    assert NUMBER in page.extract_text()
    assert "certificats/" in found.read("LISEZ-MOI.txt").decode("utf-8-sig")


@pytest.mark.parametrize("changed", [{"replaced_by": "CI-2027-00009"}, {"revoked_at": "2026-11-28T10:00:00Z"}])
async def test_what_holds_no_more_is_printed_no_more(parent: Browser, world: World, changed: dict[str, str]) -> None:
    certified(world, **changed)
    assert PAPER not in (await archive(parent)).namelist()


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [(Problem(404, "not-found"), "il a été retiré"), (TypesettingFailed("typst"), "il n'a pas pu être imprimé")],
)
async def test_a_certificate_that_cannot_leave_is_named_with_its_reason(
    parent: Browser, world: World, refusal: Exception, reason: str
) -> None:
    certified(world)
    world.refuses["family_sheet"] = refusal  # type: ignore[assignment] # what printing raises comes the same way
    found = await archive(parent)
    assert PAPER not in found.namelist()
    assert f"{PAPER} : {reason}" in found.read("LISEZ-MOI.txt").decode("utf-8-sig")


@pytest.mark.parametrize(
    ("scan", "refusal", "reason"),
    [
        ("pending", Problem(409, "scan-pending"), "l'antivirus ne l'a pas encore vérifié"),
        ("infected", Problem(409, "document-infected"), "l'antivirus l'a refusé"),
        ("clean", Problem(404, "not-found"), "il a été retiré pendant la préparation"),
        ("clean", Unavailable(), "il n'a pas pu être relu"),
    ],
)
async def test_a_file_that_cannot_leave_is_named_with_its_reason(
    parent: Browser, world: World, scan: str, refusal: Exception, reason: str
) -> None:
    holds(world, a_file(1, scan=scan), a_file(2, "ok.pdf"))
    world.files["file-1"] = refusal
    found = await archive(parent)
    assert f"{FOLDER}/carnet.pdf" not in found.namelist()
    assert f"{FOLDER}/ok.pdf" in found.namelist()
    assert f"{FOLDER}/carnet.pdf : {reason}" in found.read("LISEZ-MOI.txt").decode("utf-8-sig")


async def test_a_service_that_is_away_gives_no_archive_at_all(parent: Browser, world: World) -> None:
    world.away.add("export of notifications")
    page = await press(parent, DATA, RIGHT)
    assert page.status == 503
    assert PASSWORD not in page.source


async def test_a_service_that_goes_away_meanwhile_leaves_an_archive_that_opens_nowhere(
    parent: Browser, world: World
) -> None:
    holds(world, a_file(1), a_file(2))
    world.files["file-2"] = Unavailable()
    world.away.add("documents is ready")
    with pytest.raises(AssertionError):  # httpx: the answer never ended
        await parent.post(DATA, RIGHT)


async def test_too_many_archives_are_told_to_wait(parent: Browser, world: World) -> None:
    world.refuses["export_account"] = Problem(429, "slow-down", retry_after=1200)
    page = await press(parent, DATA, RIGHT)
    assert page.status == 429
    assert page.errors[0].message == "Trop d'essais à la suite. Attendez 20 minutes, puis recommencez."


async def test_only_so_many_leave_at_once(parent: Browser, kiosk: Kiosk) -> None:
    for _ in range(4):
        await kiosk.exporting.acquire()
    try:
        assert (await press(parent, DATA, RIGHT)).status == 503
    finally:
        for _ in range(4):
            kiosk.exporting.release()


async def test_memory_is_bounded_however_many_files_there_are(parent: Browser, world: World) -> None:
    holds(world, *(a_file(number) for number in range(200)))
    for number in range(200):
        world.files[f"file-{number}"] = FakeDownload(bytes([number % 256]), 1_000_000)
    await archive(parent)
    tracemalloc.start()
    try:
        await archive(parent)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 20_000_000, "two hundred megabytes passed through"


NAMES: Mapping[str, str] = {
    "../../etc/passwd": "-..-etc-passwd",
    "CON.pdf": "_CON.pdf",
    "a\u202egnp.pdf": "agnp.pdf",
    "line\r\nbreak.pdf": "linebreak.pdf",
    "  dots...  ": "dots",
    "": "sans nom",
}


@pytest.mark.parametrize(("given_name", "harmless"), NAMES.items())
def test_a_name_is_made_harmless(given_name: str, harmless: str) -> None:
    assert safe_name(given_name) == harmless


@given(st.lists(st.tuples(st.text(max_size=200), st.text(max_size=200)), max_size=8))
def test_paths_are_relative_distinct_and_of_one_depth(steps: list[tuple[str, str]]) -> None:
    paths = Paths()
    found = [paths.path("pieces", *step) for step in steps]
    assert len({path.casefold() for path in found}) == len(found)
    for path in found:
        assert len(path.split("/")) == 3
        assert not any(part in {"", ".", ".."} or "\\" in part for part in path.split("/"))
