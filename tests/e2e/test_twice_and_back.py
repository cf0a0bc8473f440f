"""A double click, a reload, a way back, a second tab: nothing is doubled, nothing is lost."""

import asyncio

from tests.support.agents import AgentAtWork
from tests.support.pages import Form
from tests.support.procedures import (
    ACCOUNT_STEP,
    CONFIRMATION,
    EMAIL_STEP,
    HOUSEHOLD_STEP,
    Registering,
    fill_adult,
    shown_code,
)
from tests.support.running_product import Product
from tests.support.sign_in import ACTIVATION_SUBJECT
from tests.support.visitor import Visitor


async def files_of(product: Product, code: str) -> int:
    """How many files of this code the agents have on their list."""
    async with Visitor(product.site) as desk:
        agent = AgentAtWork(desk, await product.new_agent())
        await agent.sign_in()
        return len(await agent.find(code))


async def test_a_double_click_on_terminer_makes_one_family(registering: Registering, product: Product) -> None:
    await registering.until_terminer()
    form = (await registering.visitor.open(HOUSEHOLD_STEP)).form("TERMINER")
    pages = await asyncio.gather(*(registering.visitor.press(form) for _ in range(5)))
    assert {page.path for page in pages} == {CONFIRMATION}
    [code] = {shown_code(page) for page in pages}
    assert await files_of(product, code) == 1


async def test_reload_and_back_after_terminer_show_the_same_code(registering: Registering, product: Product) -> None:
    await registering.until_terminer()
    visitor = registering.visitor
    before = await visitor.open(HOUSEHOLD_STEP)
    adult = await registering.open_new("AJOUTER UN ADULTE DANS CE FOYER")
    code = shown_code(await visitor.press(before.form("TERMINER")))
    for path in (CONFIRMATION, HOUSEHOLD_STEP):
        assert shown_code(await visitor.open(path)) == code
    await product.mails.wait_for(registering.family.email, ACTIVATION_SUBJECT)  # identity has heard of it by now
    for path in (ACCOUNT_STEP, EMAIL_STEP):
        assert shown_code(await visitor.open(path)) == code
    assert shown_code(await visitor.press(before.form("TERMINER"))) == code
    late: Form = adult.form("ENREGISTRER")
    fill_adult(late, registering.family.adult)
    assert shown_code(await visitor.press(late)) == code
    assert await files_of(product, code) == 1


async def test_a_form_sent_twice_makes_one_adult(registering: Registering) -> None:
    await registering.until_household()
    form = (await registering.open_new("AJOUTER UN ADULTE DANS CE FOYER")).form("ENREGISTRER")
    fill_adult(form, registering.family.adult)
    await asyncio.gather(*(registering.visitor.press(form) for _ in range(4)))
    household = await registering.visitor.open(HOUSEHOLD_STEP)
    assert household.text.casefold().count(registering.family.adult.name.casefold()) == 1


async def test_two_tabs_do_not_overwrite_each_other_unseen(registering: Registering) -> None:
    await registering.until_household()
    await registering.add_adult()
    visitor = registering.visitor
    address = (await visitor.open(HOUSEHOLD_STEP)).address_of_person(registering.family.adult.name)
    async with visitor.other_tab() as second:
        here, there = await visitor.open(address), await second.open(address)
        await visitor.press(here.form("ENREGISTRER").fill("Prénom", "Premier onglet"))
        late = await second.press(there.form("ENREGISTRER").fill("Prénom", "Second onglet"))
        assert late.status == 409
        assert late.errors
        assert late.value_of("Prénom") == "Second onglet"
        kept = await second.press(late.form("ENREGISTRER"))
    assert kept.path == HOUSEHOLD_STEP
    assert kept.says("Second onglet")


async def test_back_edit_and_send_again_keeps_the_last_word(registering: Registering) -> None:
    await registering.until_household()
    page = await registering.open_new("AJOUTER UN ADULTE DANS CE FOYER")
    form = page.form("ENREGISTRER")
    fill_adult(form, registering.family.adult)
    await registering.visitor.press(form)
    again = await registering.visitor.press(form.fill("Prénom", "Corrigé"))
    if again.path != HOUSEHOLD_STEP:
        again = await registering.visitor.press(again.form("ENREGISTRER"))
    assert again.says("Corrigé")
    assert not again.says(registering.family.adult.name)


async def test_what_was_begun_is_found_again(registering: Registering) -> None:
    """Leave after the adult, come back by the home page's link: nothing has to be typed again."""
    await registering.until_household()
    await registering.add_adult()
    await registering.visitor.open("/")
    assert (await registering.visitor.open(HOUSEHOLD_STEP)).says(registering.family.adult.name)
    assert (await registering.visitor.open(ACCOUNT_STEP)).value_of("Nom") == registering.family.adult.last_name
