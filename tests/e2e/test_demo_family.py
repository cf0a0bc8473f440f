"""The families that a demo starts with are like any others, and are made once."""

import asyncio

from deploy.local.demo_family import ensure_family, families
from deploy.local.known_families import ensure_known_families, known_families
from tests.support.running_product import Product
from tests.support.sign_in import DASHBOARD, sign_in
from tests.support.visitor import Visitor


async def test_the_demo_starts_with_a_family_that_signs_in(product: Product, visitor: Visitor) -> None:
    await asyncio.to_thread(ensure_family, product.instance)
    [family] = families(product.instance)
    await sign_in(visitor, family.family_code, family.password)
    dashboard = await visitor.open(DASHBOARD)
    assert dashboard.text.count("Fiche en cours de traitement") >= 2
    await asyncio.to_thread(ensure_family, product.instance)
    assert families(product.instance) == [family]


async def test_the_demo_offers_first_uses(product: Product, visitor: Visitor) -> None:
    await asyncio.to_thread(ensure_known_families, product.instance)
    known = known_families(product.instance)
    assert [family.family_code for family in known] == ["0421", "0578"]
    page = await visitor.open("/premiere-utilisation")
    form = page.form("CONTINUER").fill("N° de compte famille", known[0].family_code)
    page = await visitor.press(form.fill("Code d'accès", known[0].claim_code))
    assert page.path == "/premiere-utilisation/compte"
    await asyncio.to_thread(ensure_known_families, product.instance)
    assert known_families(product.instance) == known
