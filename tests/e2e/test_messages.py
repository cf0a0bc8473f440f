"""A family and the town write to each other: a question with a photo, an answer with a letter, in two browsers."""

from secrets import randbelow
from uuid import uuid4

import pytest
from playwright.async_api import Browser, FilePayload

from tests.e2e.desk import Desk
from tests.e2e.pieces_page import Sight
from tests.e2e.window import Screenshots, View, Window
from tests.support.invented_families import invent_family
from tests.support.papers import Paper, a_pdf
from tests.support.photos import a_photo
from tests.support.procedures import Registering
from tests.support.running_product import Product
from tests.support.sign_in import activate, sign_in
from tests.support.visitor import Visitor, an_address

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

VIEWS = [View(1280, scripts=True), View(360, scripts=False)]
QUESTION = "Ma fille peut-elle manger à la cantine le mercredi ?"
ANSWER = "Oui, il suffit de nous le dire la veille."


async def attach(window: Window, paper: Paper) -> None:
    """With scripts the file leaves by itself; without, JOINDRE sends it."""
    file: FilePayload = {"name": paper.name, "mimeType": "application/octet-stream", "buffer": paper.content}
    field = window.page.locator("#piece-attachment-file")
    await field.set_input_files(file)
    if not window.view.scripts:
        await window.press("JOINDRE")
    await window.page.locator(".k-files__name", has_text=paper.name).wait_for()


async def send_with_the_keyboard(window: Window) -> None:
    """From the text on, with Tab and Enter alone."""
    await window.page.locator("#body").focus()
    for _ in range(12):
        await window.page.keyboard.press("Tab")
        if await window.page.evaluate("document.activeElement.value === 'envoyer'"):
            break
    async with window.page.expect_navigation():
        await window.page.keyboard.press("Enter")


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_a_question_with_a_photo_is_answered_with_a_letter(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View, run: str
) -> None:
    family = invent_family(f"{view.name}.{run}.{uuid4().hex[:6]}")
    async with Visitor(product.site, source=an_address(randbelow(10_000))) as visitor:
        code = await Registering(visitor, family).create()
        await activate(visitor, product.mails, family.email)
        await sign_in(visitor, code, family.password)
        parent = await Sight(product, chromium, view, screenshots).window(visitor)
    desk = Desk(await Window.opened(chromium, product.site, view, screenshots, "agent"), await product.new_agent())
    agent = desk.window

    await parent.open("/mon-espace/messages")
    await parent.go_on("ÉCRIRE AU SERVICE")
    await parent.press("ENVOYER")
    await parent.examine("message-incomplet")
    assert await parent.says("Choisissez le service à qui vous écrivez.")
    await parent.choose("Service famille")
    await parent.fill("Objet", "Cantine du mercredi")
    await parent.fill("Votre message", f"Bonjour,\n\n{QUESTION}")
    await attach(parent, a_photo("menu.jpg"))
    await parent.examine("message-nouveau")
    await parent.open("/mon-espace")
    await parent.open("/mon-espace/messages/nouveau")
    assert await parent.field("Votre message").input_value() == f"Bonjour,\n\n{QUESTION}", "a draft is not lost"
    await send_with_the_keyboard(parent)
    assert await parent.says("Votre message est envoyé.")
    assert await parent.says("Pas encore lu par le service")
    await parent.examine("message-envoye")
    thread = parent.path

    await desk.sign_in()
    await agent.follow("MESSAGES")
    await agent.fill("Code famille", code)
    await agent.press("FILTRER")
    await agent.examine("agent-messages")
    await agent.follow("Cantine du mercredi")
    assert await agent.says(QUESTION)
    await _until_named(agent, "menu.jpg")
    assert len(await desk.downloads()) == 1
    await agent.fill("Réponse type", "C'est réglé")
    await agent.press("INSÉRER")
    written = await agent.field("Votre réponse").input_value()
    assert "Le nécessaire est fait." in written
    await agent.fill("Votre réponse", f"{ANSWER}\n\n{written}")
    await attach(agent, a_pdf("menus-de-decembre.pdf"))
    await agent.examine("agent-message-reponse")
    await agent.press("ENVOYER")
    assert await agent.says("Votre réponse est envoyée.")

    mail = await product.mails.wait_for(family.email, "Vous avez un nouveau message")
    assert ANSWER not in mail.text
    assert "Cantine" not in mail.text
    await parent.open("/mon-espace/messages")
    await parent.examine("messages-non-lus")
    assert await parent.says("VOS MESSAGES (2)"), "the answer, and what the kiosk told of the creation"
    await parent.follow("Cantine du mercredi")
    assert await parent.says(ANSWER)
    assert await parent.says("Lu par le service le")
    await _until_named(parent, "menus-de-decembre.pdf")
    await parent.examine("message-repondu")

    await agent.open(f"/agents/messages/{thread.rpartition('/')[2]}")
    assert await agent.says("Lu par la famille le")
    await agent.press("CLORE SANS RÉPONDRE")
    assert await agent.says("La conversation est close.")
    await agent.open("/agents/messages?liste=closes")
    await agent.examine("agent-messages-closes")
    await parent.open(thread)
    assert await parent.says("Si vous répondez, elle s'ouvre de nouveau.")
    await parent.fill("Votre message", "Merci !")
    await parent.press("ENVOYER")
    await agent.open(f"/agents/messages?code={code}")
    await agent.follow("Cantine du mercredi")
    assert await agent.says("Merci !")

    await parent.close()
    await agent.close()


async def test_of_two_agents_the_second_is_told_and_loses_nothing(
    product: Product, chromium: Browser, screenshots: Screenshots, run: str
) -> None:
    view = View(1280, scripts=True)
    family = invent_family(f"deux.{run}.{uuid4().hex[:6]}")
    async with Visitor(product.site, source=an_address(randbelow(10_000))) as visitor:
        code = await Registering(visitor, family).create()
    first, second = [
        Desk(await Window.opened(chromium, product.site, view, screenshots, "agent"), await product.new_agent())
        for _ in range(2)
    ]
    for desk in (first, second):
        await desk.sign_in()
    await first.window.open(f"/agents/foyers/jamais-actives?code={code}")
    await first.window.follow(code)
    await first.window.follow("Écrire à la famille")
    await first.window.fill("Objet", "Votre adresse")
    await first.window.fill("Votre message", "Bonjour,")
    await first.window.examine("agent-message-nouveau")
    await first.window.press("ENVOYER")
    assert await first.window.says("Votre message est envoyé.")
    thread = first.window.path
    for desk in (first, second):
        await desk.window.open(thread)
    await first.window.fill("Votre réponse", "Une précision")
    await first.window.press("ENVOYER")
    await second.window.fill("Votre réponse", "Je réponds aussi")
    await second.window.press("ENVOYER")
    assert await second.window.says("La conversation a changé depuis que vous l'avez ouverte")
    assert await second.window.says("Une précision")
    assert await second.window.field("Votre réponse").input_value() == "Je réponds aussi"
    await second.window.examine("agent-message-trop-tard")
    await second.window.press("ENVOYER")
    assert await second.window.says("Votre réponse est envoyée.")
    await first.window.close()
    await second.window.close()


async def _until_named(window: Window, name: str) -> None:
    """Documents hears of a sent file a moment later: the page says so meanwhile."""
    for _ in range(20):
        if await window.says(name):
            return
        await window.page.wait_for_timeout(250)
        await window.page.reload()
    raise AssertionError(f"{name} never appeared")
