"""A draft that nobody wrote to for 48 hours is gone, and whoever comes back is told."""

import asyncio
import secrets

from tests.support.procedures import EMAIL_STEP, HOUSEHOLD_STEP, Registering, fill_adult
from tests.support.running_product import Product

_PATIENCE = 100
_TWO_DAYS_AGO = "UPDATE drafts SET written_at = now() - interval '49 hours' WHERE adults::text LIKE '%{name}%'"


async def test_an_expired_draft_leads_to_the_start_with_a_sentence(registering: Registering, product: Product) -> None:
    visitor = registering.visitor
    name = f"Oubli{secrets.token_hex(4)}x"
    await registering.until_household()
    page = await registering.open_new("AJOUTER UN ADULTE DANS CE FOYER")
    form = page.form("ENREGISTRER")
    fill_adult(form, registering.family.adult)
    await visitor.press(form.fill("Prénom", name))
    product.instance.postgresql.execute(_TWO_DAYS_AGO.format(name=name), "kiosque_household")
    product.instance.kill("household-worker")  # its successor looks for idle drafts at once
    for _ in range(_PATIENCE):
        page = await visitor.open(HOUSEHOLD_STEP)
        if page.path != HOUSEHOLD_STEP:
            break
        await asyncio.sleep(0.2)
    assert page.path == "/creer-ma-famille"
    assert page.says("ce qui était saisi a été effacé")
    begun_anew = await visitor.open(EMAIL_STEP)
    assert begun_anew.value_of("Entrez votre adresse E-mail") == ""
    late = await visitor.press(form)
    assert late.path == "/creer-ma-famille" or late.status == 403
