"""Files of a record: several a slot, each taken or refused by its name; order, replacement; answers for the script."""

from typing import Any

import pytest

from gateway.clients.service import FieldProblem, Problem
from gateway.edge.forms import MAX_FILE_BYTES
from gateway.web.file_wording import OF_FILE
from gateway.web.typography import keep_together
from tests.fakes.family_file import ADULT_ID, ADULT_KEY, CHILD_ID, CHILD_KEY, with_a_draft, with_a_family
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.conftest import ORIGIN, Browser

PAGE = f"/creer-ma-famille/foyer/enfants/{CHILD_ID}"
RECORD = f"/mon-espace/fiches/{CHILD_KEY}"
PIECE = "pai"
INPUT = f"fichier:{PIECE}"
JOIN = f"joindre:{PIECE}"
TYPED: dict[str, str | list[str]] = {"last_name": "Martin", "first_name": "Léa", "guardians": [ADULT_ID]}


def photo(name: str = "IMG_1.jpg", content: bytes = b"a photo") -> tuple[str, bytes, str]:
    return (name, b"\xff\xd8\xff" + content, "image/jpeg")


@pytest.fixture
def drafting(browser: Browser, world: World) -> Browser:
    token = world.registration_session()
    with_a_draft(world, token)
    world.documents.clear()
    browser.arrive(token)
    return browser


@pytest.fixture
def parent(browser: Browser, world: World) -> Browser:
    with_a_family(world)
    browser.arrive(world.family_session())
    return browser


async def send(
    browser: Browser,
    data: dict[str, Any],
    files: list[tuple[str, tuple[str, bytes, str]]] | None = None,
    page: str = PAGE,
) -> Any:
    """The whole form, as a browser without scripts sends it."""
    shown = (await browser.get(page)).text
    base = shown.partition('name="base" value="')[2].partition('"')[0]
    return await browser.post(page, {"base": base, **TYPED, **data}, files)


async def ask(
    browser: Browser,
    action: str,
    files: list[tuple[str, tuple[str, bytes, str]]] | None = None,
    *,
    part: str = "piece",
    page: str = PAGE,
    **typed: str,
) -> Any:
    """What the script sends."""
    fields = {"csrf": browser.token, "form_key": "a-form-key", "action": action, **typed}
    headers = {"Origin": ORIGIN, "X-Kiosque-Part": part}
    return await browser.http.post(page, data=fields, files=files, headers=headers)


def names(world: World) -> list[str]:
    own = [document for document in world.documents if document["piece"] == PIECE]
    return [document["file_name"] for document in sorted(own, key=lambda file: file["position"])]


async def test_several_files_of_several_pieces_come_at_once(drafting: Browser, world: World) -> None:
    other = ("fichier:livret-famille", ("livret.pdf", b"%PDF-1.7", "application/pdf"))
    files = [(INPUT, photo("1.jpg")), (INPUT, photo("2.jpg")), other]
    answer = await send(drafting, {"action": JOIN}, files)
    assert answer.headers["location"] == f"{PAGE}#piece-{PIECE}"
    assert names(world) == ["1.jpg", "2.jpg"]
    assert len(world.joined) == 3


async def test_each_refused_file_is_named_with_its_own_sentence_and_the_others_are_kept(
    drafting: Browser, world: World
) -> None:
    files = [
        (INPUT, photo()),
        (INPUT, ("lettre.docx", b"PK", "application/zip")),
        (INPUT, ("vide.pdf", b"", "application/pdf")),
        (INPUT, ("film.jpg", b"\xff\xd8" + b"\0" * MAX_FILE_BYTES, "image/jpeg")),
    ]
    answer = await send(drafting, {"action": JOIN}, files)
    assert answer.status_code == 422
    assert keep_together("« lettre.docx » : ce genre de fichier ne convient pas") in answer.text
    assert keep_together("« vide.pdf » : ce fichier est vide") in answer.text
    assert keep_together("« film.jpg » : ce fichier dépasse 10 Mo") in answer.text
    assert answer.text.count(f'href="#piece-{PIECE}"') == 3
    assert names(world) == ["IMG_1.jpg"]


async def test_the_same_form_sent_twice_makes_one_file_and_two_photos_of_one_name_make_two(
    drafting: Browser, world: World
) -> None:
    files = [(INPUT, photo("image.jpg", b"recto")), (INPUT, photo("image.jpg", b"verso"))]
    shown = (await drafting.get(PAGE)).text
    base = shown.partition('name="base" value="')[2].partition('"')[0]
    for _ in range(2):
        await drafting.post(PAGE, {"base": base, **TYPED, "action": JOIN}, files)
    assert world.joined == [b"\xff\xd8\xffrecto", b"\xff\xd8\xffverso"]


async def test_photos_are_put_in_order(drafting: Browser, world: World) -> None:
    await send(drafting, {"action": JOIN}, [(INPUT, photo(f"{number}.jpg")) for number in (1, 2, 3)])
    last = next(document["id"] for document in world.documents if document["file_name"] == "3.jpg")
    answer = await send(drafting, {"action": f"monter:{PIECE}:{last}"})
    assert answer.headers["location"] == f"{PAGE}#piece-{PIECE}"
    assert names(world) == ["1.jpg", "3.jpg", "2.jpg"]
    await send(drafting, {"action": f"descendre:{PIECE}:{last}"})
    await send(drafting, {"action": f"descendre:{PIECE}:{last}"})
    assert names(world) == ["1.jpg", "2.jpg", "3.jpg"]
    page = (await drafting.get(PAGE)).text
    assert "Ces 3 photos formeront un seul PDF de 3 pages, dans cet ordre." in page
    assert page.index("1.jpg") < page.index("2.jpg") < page.index("3.jpg")
    assert page.count('value="monter:') == page.count('value="descendre:') == 2
    assert page.count('loading="lazy"') == 3


async def test_an_order_that_came_too_late_is_said(drafting: Browser, world: World) -> None:
    await send(drafting, {"action": JOIN}, [(INPUT, photo("1.jpg")), (INPUT, photo("2.jpg"))])
    world.refuses["order"] = Problem(409, "order-stale")
    answer = await send(drafting, {"action": f"monter:{PIECE}:{world.documents[1]['id']}"})
    assert answer.status_code == 422
    assert "ont changé dans une autre fenêtre" in answer.text


async def test_a_file_takes_the_place_of_another(drafting: Browser, world: World) -> None:
    await send(drafting, {"action": JOIN}, [(INPUT, photo("1.jpg")), (INPUT, photo("2.jpg"))])
    first = world.documents[0]["id"]
    files = [(f"remplacement:{PIECE}:{first}", photo("nette.jpg", b"sharp"))]
    answer = await send(drafting, {"action": f"remplacer:{PIECE}:{first}"}, files)
    assert answer.headers["location"] == f"{PAGE}#piece-{PIECE}"
    assert names(world) == ["nette.jpg", "2.jpg"]
    files = [(f"remplacement:{PIECE}:{first}", photo("encore.jpg", b"sharper"))]
    late = await send(drafting, {"action": f"remplacer:{PIECE}:{first}"}, files)
    assert keep_together("« encore.jpg » : le fichier à remplacer n&#39;est plus là") in late.text


async def test_replacing_by_nothing_says_what_to_do(drafting: Browser, world: World) -> None:
    await send(drafting, {"action": JOIN}, [(INPUT, photo())])
    answer = await send(drafting, {"action": f"remplacer:{PIECE}:{world.documents[0]['id']}"})
    assert answer.status_code == 422
    assert "Choisissez d&#39;abord un fichier" in answer.text


async def test_a_file_is_taken_back_and_twice_is_once(drafting: Browser, world: World) -> None:
    await send(drafting, {"action": JOIN}, [(INPUT, photo())])
    file = world.documents[0]["id"]
    for _ in range(2):
        answer = await send(drafting, {"action": f"retirer:{PIECE}:{file}"})
        assert answer.status_code == 303
    assert world.documents == []
    assert (await send(drafting, {"action": f"retirer:{PIECE}:../x"})).status_code == 303


async def test_what_struck_in_a_photo_is_said_with_what_to_do(drafting: Browser, world: World) -> None:
    await send(drafting, {"action": JOIN}, [(INPUT, photo())])
    world.documents[0]["remarks"] = ["dark", "blurred"]
    page = (await drafting.get(PAGE)).text
    assert "Cette photo semble floue et sombre. Vérifiez qu'on peut lire le texte, ou remplacez-la." in page
    assert "Cette photo deviendra un PDF d'une page." in page


async def test_a_full_slot_takes_no_more_and_says_why(drafting: Browser, world: World) -> None:
    most = next(p["max_files"] for d in await catalogue(drafting) for p in d["pieces"] if p["code"] == PIECE)
    await send(drafting, {"action": JOIN}, [(INPUT, photo(f"{number}.jpg")) for number in range(most)])
    page = (await drafting.get(PAGE)).text
    assert f"Cette pièce a le nombre de fichiers permis ({most})" in page
    assert f'name="{INPUT}"' not in page


async def catalogue(browser: Browser) -> Any:
    kiosk = browser.http._transport.app.state.kiosk  # type: ignore[attr-defined]
    return await kiosk.clients.documents.catalogue("")


@pytest.mark.parametrize("code", sorted(OF_FILE))
async def test_every_refusal_has_a_sentence_of_its_own(drafting: Browser, world: World, code: str) -> None:
    world.refuses["join"] = Problem(422, code, details={"max_pages": 50, "max_files": 4})
    answer = await ask(drafting, JOIN, [(INPUT, photo("piège.jpg"))])
    [said] = answer.json()["said"]
    assert said.startswith(keep_together("« piège.jpg » : "))
    assert "…" not in said
    assert list(OF_FILE.values()).count(OF_FILE[code]) == 1


async def test_the_script_gets_its_row_alone_and_the_text_stays_as_it_was(drafting: Browser, world: World) -> None:
    before = dict(next(iter(world.drafts.values()))["children"][0]["typed"])
    answer = await ask(drafting, JOIN, [(INPUT, photo())])
    told = answer.json()
    assert answer.status_code == 200
    assert told["row"].strip().startswith(f'<tr id="piece-{PIECE}"')
    assert told["row"].count("<tr") == 1
    assert "IMG_1.jpg" in told["row"]
    assert (told["said"], told["again"]) == ([], False)
    assert next(iter(world.drafts.values()))["children"][0]["typed"] == before
    assert answer.headers["cache-control"] == "no-store"


async def test_a_service_away_lets_the_script_try_again(drafting: Browser, world: World) -> None:
    world.away.add("join")
    answer = await ask(drafting, JOIN, [(INPUT, photo())])
    assert answer.status_code == 422
    assert answer.json()["again"] is True


async def test_the_script_keeps_the_text_as_typed_and_learns_what_the_form_is_filled_from(
    drafting: Browser, world: World
) -> None:
    shown = (await drafting.get(PAGE)).text
    base = shown.partition('name="base" value="')[2].partition('"')[0]
    answer = await ask(drafting, "garder", part="text", base=base, first_name="Maëlle", birth_date="hier")
    assert answer.status_code == 200
    now = answer.json()["fields"]["base"]
    assert now != base
    child = next(iter(world.drafts.values()))["children"][0]
    assert (child["typed"]["first_name"], child["complete"]) == ("Maëlle", False)
    page = (await drafting.get(PAGE)).text
    assert f'name="base" value="{now}"' in page
    assert 'value="hier"' in page


async def test_text_that_another_tab_changed_is_not_overwritten_by_the_script(drafting: Browser, world: World) -> None:
    answer = await ask(drafting, "garder", part="text", base="of-another-time", first_name="Second onglet")
    assert answer.status_code == 409
    assert answer.json() == {}
    assert next(iter(world.drafts.values()))["children"][0]["typed"]["first_name"] != "Second onglet"


async def test_a_record_keeps_text_and_files_for_the_script_too(parent: Browser, world: World) -> None:
    answer = await ask(parent, "garder", part="text", page=RECORD, version="4", birth_date="hier")
    assert answer.json() == {"fields": {"version": "5"}}
    assert "keep_record as typed" in world.calls
    answer = await ask(parent, JOIN, [(INPUT, photo())], page=RECORD)
    assert "IMG_1.jpg" in answer.json()["row"]
    refused = await ask(parent, "joindre:carnet-sante-vaccinations", page=RECORD)
    assert "Pièce refusée." in refused.json()["row"]


async def test_joining_keeps_half_typed_text_of_a_record(parent: Browser, world: World) -> None:
    world.refuses["keep_record"] = Problem(422, "invalid", [FieldProblem("birth_date", "date-format")])
    answer = await parent.post(RECORD, {"version": "4", "birth_date": "hier", "action": JOIN}, [(INPUT, photo())])
    assert answer.headers["location"] == f"{RECORD}#piece-{PIECE}"


async def test_a_locked_record_takes_nothing_from_the_script(parent: Browser, world: World) -> None:
    answer = await ask(parent, JOIN, [(INPUT, photo())], page=f"/mon-espace/fiches/{ADULT_KEY}")
    assert answer.status_code == 409
    assert world.joined == []


async def test_a_preview_that_is_not_there_is_no_page(drafting: Browser, world: World) -> None:
    answer = await drafting.get(f"/pieces/{CHILD_ID}/apercu")
    assert (answer.status_code, answer.text) == (404, "")
    assert "preview" in world.calls


async def test_strangers_see_no_preview(browser: Browser) -> None:
    assert (await browser.get(f"/pieces/{CHILD_ID}/apercu")).headers["location"] == "/"
