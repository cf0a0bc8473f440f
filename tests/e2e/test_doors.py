"""Steps are not skipped, other people's things are not found, and forms of strange pages are not taken."""

from uuid import uuid4

import pytest

from tests.support.agents import AgentAtWork
from tests.support.invented_families import InventedFamily, invent_family
from tests.support.pages import Page
from tests.support.procedures import ACCOUNT_STEP, CONFIRMATION, EMAIL_STEP, HOUSEHOLD_STEP, Registering
from tests.support.running_product import Product
from tests.support.sign_in import DASHBOARD, activate, sign_in
from tests.support.visitor import Visitor

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("path", "lands"),
    [
        (ACCOUNT_STEP, "/creer-ma-famille"),
        (HOUSEHOLD_STEP, "/creer-ma-famille"),
        (f"{HOUSEHOLD_STEP}/adultes/{NOBODY}", "/creer-ma-famille"),
        (f"{HOUSEHOLD_STEP}/enfants/{NOBODY}", "/creer-ma-famille"),
        (CONFIRMATION, "/creer-ma-famille"),
        ("/mon-espace", "/"),
        (DASHBOARD, "/"),
        ("/mon-espace/messages", "/"),
        ("/agents/foyers", "/agents/connexion"),
        (f"/agents/foyers/{NOBODY}", "/agents/connexion"),
    ],
)
async def test_a_stranger_is_led_to_the_door(visitor: Visitor, path: str, lands: str) -> None:
    assert (await visitor.open(path)).path == lands


@pytest.mark.parametrize("path", [HOUSEHOLD_STEP, f"{HOUSEHOLD_STEP}/adultes/{NOBODY}", CONFIRMATION])
async def test_no_step_is_skipped(registering: Registering, path: str) -> None:
    await registering.give_address()
    assert (await registering.visitor.open(path)).path == ACCOUNT_STEP


async def test_confirmation_waits_for_terminer(registering: Registering) -> None:
    await registering.until_household()
    assert (await registering.visitor.open(CONFIRMATION)).path.startswith(HOUSEHOLD_STEP)


@pytest.mark.parametrize(
    "path",
    [
        "/nulle-part",
        "/pieces/x",
        "/activation/inconnu",
        "/%ff",
        "/creer-ma-famille/foyer/adultes/x",
    ],
)
async def test_what_is_not_there_is_said_in_french(registering: Registering, path: str) -> None:
    await registering.until_household()
    page = await registering.visitor.open(path)
    assert page.status == 404
    assert page.heading
    assert page.leads_to("/")


async def test_a_family_finds_nothing_of_another(
    product: Product, visitor: Visitor, family: InventedFamily, run: str
) -> None:
    other = invent_family(f"{run}.{uuid4().hex[:8]}")
    async with Visitor(product.site) as theirs:
        await signed_in(product, theirs, other)
        dashboard = await theirs.open(DASHBOARD)
        records = [target for _, target in dashboard.links() if "/mon-espace/fiches/" in target]
        pieces = [
            target for record in records for _, target in (await theirs.open(record)).links() if "/pieces/" in target
        ]
        messages = [
            target
            for _, target in (await theirs.open("/mon-espace/messages")).links()
            if "/messages/" in target and not target.endswith("/nouveau")
        ]
        assert records
        assert pieces
        assert messages
        assert all([(await theirs.download(target)).status_code == 200 for target in records + pieces + messages])
    await signed_in(product, visitor, family)
    for target in records + pieces + messages:
        assert (await visitor.open(target)).status == 404, target


async def test_a_parent_is_no_agent(product: Product, visitor: Visitor, family: InventedFamily) -> None:
    await signed_in(product, visitor, family)
    assert (await visitor.open("/agents/foyers")).status == 403


async def test_a_password_alone_opens_no_agents_page(product: Product, visitor: Visitor) -> None:
    login = await product.new_agent()
    page = await visitor.open("/agents/connexion")
    await visitor.press(page.form("CONNEXION").fill("Identifiant", login.login).fill("Mot de passe", login.password))
    page = await visitor.open("/agents/foyers")
    assert page.status == 403 or page.path == "/agents/connexion/code"


async def test_an_agent_has_no_family(product: Product, visitor: Visitor) -> None:
    await AgentAtWork(visitor, await product.new_agent()).sign_in()
    assert (await visitor.open(DASHBOARD)).status == 403


async def test_every_form_of_the_creation_needs_its_token_and_our_origin(registering: Registering) -> None:
    visitor = registering.visitor
    await registering.until_household()
    await registering.add_adult()
    pages: list[Page] = [
        await visitor.open("/"),
        await visitor.open(EMAIL_STEP),
        await visitor.open(ACCOUNT_STEP),
        await visitor.open(HOUSEHOLD_STEP),
        await registering.open_new("AJOUTER UN ADULTE DANS CE FOYER"),
        await registering.open_new("AJOUTER UN ENFANT DANS CE FOYER"),
    ]
    await assert_guarded(visitor, pages)


async def test_every_form_of_the_family_space_needs_its_token_and_our_origin(
    product: Product, visitor: Visitor, family: InventedFamily
) -> None:
    await signed_in(product, visitor, family)
    dashboard = await visitor.open(DASHBOARD)
    records = [await visitor.open(target) for _, target in dashboard.links() if "/mon-espace/fiches/" in target]
    await assert_guarded(visitor, [dashboard, *records, await visitor.open("/mon-espace/messages")])


async def test_every_form_of_the_agents_needs_its_token_and_our_origin(
    product: Product, visitor: Visitor, family: InventedFamily
) -> None:
    async with Visitor(product.site) as parent:
        await Registering(parent, family).create()
    agent = AgentAtWork(visitor, await product.new_agent())
    await agent.sign_in()
    listed = await agent.work_list()
    await assert_guarded(
        visitor, [await visitor.open("/agents/foyers"), await visitor.open(next(iter(listed.values()))[0])]
    )


async def assert_guarded(visitor: Visitor, pages: list[Page]) -> None:
    forms = [form for page in pages for form in page.forms()]
    assert len(forms) >= len(pages)
    for form in forms:
        assert (await visitor.post(form, origin="https://ailleurs.example")).status == 403, (
            f"{form.action}: other origin"
        )
        assert (await visitor.post(form, origin=None)).status == 403, f"{form.action}: no origin"
        assert (await visitor.press(form.without("csrf"))).status == 403, f"{form.action}: no token"


async def signed_in(product: Product, visitor: Visitor, family: InventedFamily) -> str:
    """A family that exists, is activated and signed in; its code."""
    code = await Registering(visitor, family).create()
    await activate(visitor, product.mails, family.email)
    await sign_in(visitor, code, family.password)
    return code
