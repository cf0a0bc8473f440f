"""Pieces from a phone: photos of every kind, several at once, and whatever happens to the link or to the tab."""

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pikepdf
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Route

from tests.e2e.pieces_page import PiecesPage, Sight, payloads
from tests.e2e.window import Screenshots, View
from tests.support.agents import AgentAtWork
from tests.support.invented_families import InventedFamily
from tests.support.papers import Paper, a_pdf
from tests.support.photos import a_blurred_photo, a_heavy_photo, a_photo
from tests.support.procedures import FAMILY_BOOK, HEALTH_BOOK
from tests.support.running_product import Product
from tests.support.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

VIEWS = [View(360, scripts=True), View(360, scripts=False), View(1280, scripts=True)]
PHONE = View(360, scripts=True)
MEGABYTE = 1024 * 1024
DOMICILE = "Justificatif de domicile"
IDENTITY = "Pièces d'identité des responsables"


@pytest_asyncio.fixture(loop_scope="session")
async def page(
    request: pytest.FixtureRequest,
    product: Product,
    chromium: Browser,
    screenshots: Screenshots,
    family: InventedFamily,
) -> AsyncIterator[PiecesPage]:
    view: View = getattr(request, "param", PHONE)
    async with PiecesPage.of_a_new_child(Sight(product, chromium, view, screenshots), family) as opened:
        yield opened


@pytest.mark.parametrize("page", VIEWS, indirect=True, ids=lambda view: view.name)
async def test_photos_of_every_kind_are_joined_put_in_order_replaced_and_taken_back(page: PiecesPage) -> None:
    photos = [a_photo(f"page {number}.{ending}") for number, ending in enumerate(("jpg", "png", "webp", "heic"), 1)]
    await page.join(HEALTH_BOOK, photos, [f"page {number}" for number in range(1, 5)])
    assert [Path(name).stem for name in await page.names(HEALTH_BOOK)] == ["page 1", "page 2", "page 3", "page 4"]
    assert await page.window.says("Ces 4 photos formeront un seul PDF de 4 pages, dans cet ordre.")
    await page.window.examine("pieces-photos")
    if page.window.view.scripts:
        await sees_pictures(page, HEALTH_BOOK, 4)

    *_, last = await page.names(HEALTH_BOOK)
    await page.act(HEALTH_BOOK, "MONTER", last)
    await page.act(HEALTH_BOOK, "MONTER", last)
    assert [Path(name).stem for name in await page.names(HEALTH_BOOK)] == ["page 1", "page 4", "page 2", "page 3"]
    await page.replace(HEALTH_BOOK, last, a_photo("nette.jpg"))
    await page.act(HEALTH_BOOK, "RETIRER", (await page.names(HEALTH_BOOK))[0])
    assert [Path(name).stem for name in await page.names(HEALTH_BOOK)] == ["nette", "page 2", "page 3"]
    await page.open()
    assert [Path(name).stem for name in await page.names(HEALTH_BOOK)] == ["nette", "page 2", "page 3"]


@pytest.mark.parametrize("page", VIEWS[:2], indirect=True, ids=lambda view: view.name)
async def test_each_wrong_file_is_named_and_the_good_ones_stay(page: PiecesPage) -> None:
    papers = [a_photo("bonne.jpg"), Paper("lettre.docx", b"PK\3\4" * 99), Paper("vide.pdf", b""), a_pdf("bon.pdf")]
    await page.join(FAMILY_BOOK, papers, ["bonne.jpg", "bon.pdf"])
    said = " ".join(await page.wrongs(FAMILY_BOOK)).replace("\N{NO-BREAK SPACE}", " ")
    assert "« lettre.docx »" in said
    assert "« vide.pdf »" in said
    assert len(await page.names(FAMILY_BOOK)) == 2
    await page.window.examine("pieces-refusees")


async def test_a_blurred_photo_is_said_with_what_to_do(page: PiecesPage) -> None:
    await page.join(HEALTH_BOOK, [a_blurred_photo("floue.jpg"), a_photo("nette.jpg")])
    assert "Cette photo semble floue" in await page.file(HEALTH_BOOK, "floue.jpg").inner_text()
    assert "semble" not in await page.file(HEALTH_BOOK, "nette.jpg").inner_text()
    await page.window.examine("pieces-floue")


async def test_a_lost_link_loses_no_file(page: PiecesPage) -> None:
    down = True

    async def travel(route: Route) -> None:
        if down and route.request.method == "POST":
            await route.abort("connectionreset")
        else:
            await route.continue_()

    await page.window.page.route("**/enfants/**", travel)
    await page.choose(HEALTH_BOOK, [a_photo("une.jpg"), a_photo("deux.jpg")])
    again = page.row(HEALTH_BOOK).get_by_role("button", name="RÉESSAYER")
    await again.nth(1).wait_for()
    assert await page.window.says("La connexion est coupée : ce fichier n'est pas encore joint.")
    await page.window.examine("pieces-coupure")
    await page.window.page.get_by_role("button", name="ENREGISTRER").click()
    assert page.window.path == page.address
    down = False
    for _ in range(2):
        await again.first.click()
    for name in ("une.jpg", "deux.jpg"):
        await page.file(HEALTH_BOOK, name).wait_for()
    assert len(await page.names(HEALTH_BOOK)) == 2


async def test_a_service_that_is_busy_is_asked_again_by_itself(page: PiecesPage) -> None:
    refused = 0

    async def travel(route: Route) -> None:
        nonlocal refused
        if refused == 0 and b"filename" in (route.request.post_data_buffer or b""):
            refused += 1
            await route.fulfill(json={"row": "", "said": ["Réessayez."], "again": True}, status=422)
        else:
            await route.continue_()

    await page.window.page.route("**/enfants/**", travel)
    await page.choose(HEALTH_BOOK, [a_photo("une.jpg")])
    await page.file(HEALTH_BOOK, "une.jpg").wait_for(timeout=40_000)
    assert refused == 1
    assert await page.wrongs(HEALTH_BOOK) == []


async def test_a_tab_that_the_phone_kills_loses_nothing(page: PiecesPage) -> None:
    window = page.window
    await window.fill("Prénom", "Maëlle")
    async with window.page.expect_file_chooser() as choosing:
        await page.row(HEALTH_BOOK).get_by_role("button", name="JOINDRE", exact=True).click()
    beside = await window.context.new_page()
    await beside.goto(page.address)
    assert await beside.get_by_label("Prénom *").input_value() == "Maëlle"
    await beside.close()
    await (await choosing.value).set_files(payloads([a_photo("photo.jpg")]))
    await page.file(HEALTH_BOOK, "photo.jpg").wait_for()
    context = window.context
    await window.page.close()
    window.page = await context.new_page()
    await page.open()
    assert await window.field("Prénom").input_value() == "Maëlle"
    assert await page.names(HEALTH_BOOK) == ["photo.jpg"]


async def test_what_was_typed_is_kept_when_the_page_is_hidden_and_not_when_it_is_given_up(page: PiecesPage) -> None:
    window = page.window
    await window.fill("Nom", "Abandonné")
    await window.go_on("ANNULER")
    await page.open()
    assert await window.field("Nom").input_value() == ""
    await window.fill("Nom", "Gardé")
    async with window.page.expect_response(lambda answer: answer.request.method == "POST"):
        await window.page.evaluate(
            "Object.defineProperty(document, 'hidden', {value: true}),"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
    await page.open()
    assert await window.field("Nom").input_value() == "Gardé"


async def test_saving_waits_for_the_files_that_are_on_their_way(page: PiecesPage) -> None:
    held = asyncio.Event()

    async def travel(route: Route) -> None:
        if route.request.method == "POST" and b"filename" in (route.request.post_data_buffer or b""):
            await held.wait()
        await route.continue_()

    await page.window.page.route("**/enfants/**", travel)
    await page.choose(HEALTH_BOOK, [a_photo("une.jpg")])
    await page.row(HEALTH_BOOK).locator(".k-sending li").wait_for()
    await page.window.page.get_by_role("button", name="ENREGISTRER").click()
    await page.window.page.get_by_text("la suite se fera toute seule").wait_for()
    async with page.window.page.expect_navigation():
        held.set()
    assert page.window.page.url.endswith(page.address)  # the child's form, with what is missing in it
    assert await page.names(HEALTH_BOOK) == ["une.jpg"]


async def test_fifteen_heavy_photos_arrive_over_a_thin_link(page: PiecesPage, tmp_path: Path) -> None:
    """Five megabytes each, for two pieces at once; the link carries four a second."""
    heavy = a_heavy_photo("x.jpg", 5 * MEGABYTE).content
    paths = [tmp_path / f"photo {number:02}.jpg" for number in range(1, 16)]
    for number, path in enumerate(paths):
        path.write_bytes(heavy[:2] + b"\xff\xfe\x00\x03" + bytes([number]) + heavy[2:])
    devices = await page.window.context.new_cdp_session(page.window.page)
    await devices.send("Network.enable")
    await devices.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 150, "downloadThroughput": 500_000, "uploadThroughput": 4 * MEGABYTE},
    )
    for piece, chosen in ((HEALTH_BOOK, paths[:8]), (FAMILY_BOOK, paths[8:])):
        await page.row(piece).locator("input[name^='fichier:']").set_input_files(chosen)
    await page.row(HEALTH_BOOK).locator("progress:visible").first.wait_for()
    await page.window.examine("pieces-envoi")
    await page.file(FAMILY_BOOK, paths[-1].name).wait_for(timeout=150_000)
    assert await page.names(HEALTH_BOOK) == [path.name for path in paths[:8]]
    assert await page.names(FAMILY_BOOK) == [path.name for path in paths[8:]]
    assert "Cette pièce a le nombre de fichiers permis (8)" in await page.row(HEALTH_BOOK).inner_text()


@pytest.mark.parametrize("page", VIEWS[:2], indirect=True, ids=lambda view: view.name)
async def test_an_attestation_is_filled_in_signed_opened_and_done_again(page: PiecesPage) -> None:
    window, offer = page.window, "Je n'ai pas ce document : faire une attestation sur l'honneur"
    await window.fill("Prénom", "Maëlle")
    await window.press(offer, inside=page.row(FAMILY_BOOK))
    await window.press("SIGNER ET JOINDRE")
    await window.examine("attestation-erreurs")
    await fill_statement(page)
    if window.view.scripts:
        assert await window.says("de l'enfant, déclare sur l'honneur que")
        await draw(page)
    await window.examine("attestation-remplie")
    await window.press("SIGNER ET JOINDRE")
    assert window.path == page.address
    assert await window.field("Prénom").input_value() == "Maëlle"
    [name] = await page.names(FAMILY_BOOK)
    answer = await window.context.request.get(
        str(await page.file(FAMILY_BOOK, name).get_by_role("link").get_attribute("href"))
    )
    assert (await answer.body()).startswith(b"%PDF-")
    if folder := window.screenshots.folder:
        (folder / f"attestation-{window.view.name}.pdf").write_bytes(await answer.body())

    await window.press(f"REFAIRE {name}", inside=page.file(FAMILY_BOOK, name))
    await fill_statement(page)
    await window.press("SIGNER ET JOINDRE")
    assert await page.names(FAMILY_BOOK) == [name]
    await page.act(FAMILY_BOOK, "RETIRER", name)
    assert await page.names(FAMILY_BOOK) == []


async def fill_statement(page: PiecesPage) -> None:
    """Identity and filiation of the child."""
    await page.window.fill("Vous êtes, pour l'enfant", "mère")
    await page.window.fill("Sexe de l'enfant", "féminin")
    answers = {
        "Vos prénom et nom": "Camille Martin",
        "Prénoms et nom de l'enfant": "Maëlle Martin",
        "Date de naissance de l'enfant (JJ/MM/AAAA)": "02/05/2021",
        "Ville et pays de naissance de l'enfant": "Nice, France",
        "Prénom et nom du premier parent": "Camille Martin",
    }
    for label, answer in answers.items():
        await page.window.fill(label, answer)
    await page.sign("Camille Martin")


async def draw(page: PiecesPage) -> None:
    """A signature with the mouse."""
    canvas = page.window.page.locator("canvas")
    await canvas.scroll_into_view_if_needed()
    box = await canvas.bounding_box()
    assert box is not None
    mouse = page.window.page.mouse
    await mouse.move(box["x"] + 20, box["y"] + 60)
    await mouse.down()
    for step in range(1, 40):
        await mouse.move(box["x"] + 20 + 6 * step, box["y"] + 50 + 25 * (step % 3))
    await mouse.up()


async def test_photos_of_a_family_reach_the_town_as_one_pdf_beside_the_attestation(
    product: Product, chromium: Browser, screenshots: Screenshots, family: InventedFamily
) -> None:
    async with PiecesPage.of_a_family_record(Sight(product, chromium, PHONE, screenshots), family) as page:
        window = page.window
        await page.join(IDENTITY, [a_photo(f"page {number}.jpg") for number in (1, 2, 3)])
        await page.act(IDENTITY, "MONTER", "page 3.jpg")
        await window.press("Je n'ai pas ce document : faire une attestation sur l'honneur", inside=page.row(DOMICILE))
        for label, answer in {
            "Vos prénom et nom": "Camille Martin",
            "Votre date de naissance (JJ/MM/AAAA)": "02/05/1988",
            "Votre adresse complète": "25 rue des Selves, 06510 Carros",
        }.items():
            await window.fill(label, answer)
        await page.sign("Camille Martin")
        await window.press("SIGNER ET JOINDRE")
        await window.examine("fiche-famille-pieces")
        await page.complete_family_record(family)
        await window.press("TERMINER")
        await window.press("TERMINER")
        assert window.path.startswith("/mon-espace/demandes/")
        await page.open()
        assert await window.says("seule la visualisation des pièces est possible")
        for _ in range(20):  # the photos give way to their PDF once documents hears of the submission
            if len(await page.names(IDENTITY)) == 1:
                break
            await page.open()
        assert len(await page.names(IDENTITY)) == len(await page.names(DOMICILE)) == 1
        assert "3 pages" in await page.row(IDENTITY).inner_text()
        await window.examine("fiche-famille-transmise")
        code = page.code
    async with Visitor(product.site) as desk:
        agent = AgentAtWork(desk, await product.new_agent())
        await agent.sign_in()
        pages = [
            len(pikepdf.open(io.BytesIO(content)).pages)
            for address in await agent.find(code)
            for content in (await agent.files_of(await desk.open(address))).values()
        ]
    assert max(pages) == 3
    assert len(pages) == 4  # two papers of the child came with the creation


async def sees_pictures(page: PiecesPage, piece: str, count: int) -> None:
    """The small pictures are real ones."""
    pictures = page.row(piece).locator("img")
    assert await pictures.count() == count
    for number in range(count):
        await pictures.nth(number).scroll_into_view_if_needed()
        assert await pictures.nth(number).evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
