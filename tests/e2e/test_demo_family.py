"""The family that a demo starts with is like any other, and is made once."""

import asyncio

from deploy.local.demo_family import ensure_family, families
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
