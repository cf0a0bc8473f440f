"""Mon compte, in a real browser: what happened, all the data of a family, and an end to it, to the last object."""

import asyncio
import io
import re
import time
import zipfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from playwright.async_api import Browser
from pypdf import PdfReader

from gateway.web.moments import day, today
from libs.chassis.clock import SystemClock
from libs.chassis.correlation import new_correlation, set_correlation
from libs.chassis.db import Database
from libs.chassis.sealing import Sealer
from services.documents.adapters.object_store import ObjectStore
from services.identity.adapters.published import publisher
from services.identity.adapters.unit_of_work import IdentityUnitOfWork
from services.identity.application.give_up_closed import give_up_closed
from tests.e2e.desk import Desk
from tests.e2e.parent import Parent
from tests.e2e.window import Screenshots, View, Window
from tests.support.invented_families import invent_family
from tests.support.procedures import Registering
from tests.support.running_product import Product
from tests.support.sign_in import ACTIVATION_SUBJECT, activate, sign_in
from tests.support.visitor import Visitor, an_address

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

VIEWS = [View(1280, scripts=True), View(360, scripts=False)]
BELIEVED = 2.0
"""Seconds for which the gateway may rely on a session that has just ended."""
SERVICES = ("identity", "household", "documents", "schooling", "notifications")
APART = {"audit", "outbox", "inbox", "idempotency", "erased_families", "erased_children", "closed_registrations"}
"""Ids alone: of what happened, of what must not come back, and of answers to repeat, which live a day.

The outbox holds what the others were told, for its thirty days (ADR 0020).
"""


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_a_parent_reads_what_happened_takes_the_data_along_and_closes_the_account(
    product: Product, chromium: Browser, screenshots: Screenshots, view: View, run: str
) -> None:
    family = invent_family(f"partir.{view.name}.{run}")
    async with Visitor(product.site, source=an_address(150 + VIEWS.index(view))) as visitor:
        code = await Registering(visitor, family).create()
        await activate(visitor, product.mails, family.email)
    window = await Window.opened(chromium, product.site, view, screenshots, "parent")
    await Parent(window, family, code=code).sign_in()

    await window.open("/mon-espace/mon-compte/historique")
    await window.examine("historique")
    for words in ("Connexion depuis un nouvel appareil", "Création de la famille", "Mail envoyé : lien d'activation"):
        assert await window.says(words), words

    await window.open("/mon-espace/mon-compte/mes-donnees")
    await window.examine("mes-donnees")
    await window.press("TÉLÉCHARGER MES DONNÉES")
    await window.examine("mes-donnees-refusees")
    await window.fill("Mot de passe actuel", family.password)
    async with window.page.expect_download() as download:
        await window.page.get_by_role("button", name="TÉLÉCHARGER MES DONNÉES").click()
    archive = zipfile.ZipFile(io.BytesIO((await (await download.value).path()).read_bytes()))
    assert archive.testzip() is None
    names = archive.namelist()
    assert {"LISEZ-MOI.txt", "donnees/foyer.json", "donnees/compte.json"} <= set(names)
    assert any(name.startswith("pieces/") and name.endswith(".pdf") for name in names)
    assert family.adult.last_name in archive.read("donnees/foyer.json").decode()

    await window.open("/mon-espace/mon-compte/fermer")
    await window.examine("fermer")
    await window.press("FERMER MON COMPTE")
    await window.examine("fermer-refuse")
    await window.fill("Mot de passe actuel", family.password)
    await window.page.get_by_role("checkbox", name="J'ai compris").check()
    await window.press("FERMER MON COMPTE")
    await window.examine("compte-ferme")
    assert await window.says("Votre compte est fermé")
    mail = await product.mails.wait_for(family.email, "Votre compte du kiosque famille est fermé")
    assert code not in mail.text, "a mailbox that others read learns no identifier"
    await window.fill("Identifiant", code)
    await window.fill("Mot de passe", family.password)
    await window.press("CONNEXION")
    assert await window.says("L'identifiant ou le mot de passe n'est pas le bon")
    await window.close()


async def test_the_counter_gives_an_account_back_to_a_holder_without_any_way_in(
    product: Product, chromium: Browser, screenshots: Screenshots, run: str
) -> None:
    family, anew = invent_family(f"perdu.{run}"), invent_family(f"retrouve.{run}")
    view = View(1280, scripts=True)
    window = await Window.opened(chromium, product.site, view, screenshots, "agent")
    async with Visitor(product.site, source=an_address(156)) as somebody:
        code = await Registering(somebody, family).create()
        await activate(somebody, product.mails, family.email)
        await sign_in(somebody, code, family.password)
        await Desk(window, await product.new_agent()).sign_in()
        await window.open("/agents/guichet")
        await window.fill("N° de compte famille", code)
        await window.press("RETROUVER")
        await window.examine("guichet-redonner-acces")
        await window.page.get_by_role("checkbox", name="J'ai vérifié l'identité").check()
        async with window.page.expect_download() as download:
            await window.page.get_by_role("button", name="IMPRIMER LA LETTRE AVEC LE NOUVEAU CODE").click()
        letter = PdfReader(await (await download.value).path()).pages[0].extract_text()
        [claim_code] = set(re.findall(r"(?:[2-9A-HJ-NP-Z]{4}-){2}[2-9A-HJ-NP-Z]{4}", letter))
        assert (await somebody.open("/mon-espace")).path == "/mon-espace", "a code that lies about ends nothing"

        holder = await Window.opened(chromium, product.site, view, screenshots, "parent")
        parent = Parent(holder, anew, mails=product.mails, code=code)
        await holder.open("/premiere-utilisation")
        await holder.fill("N° de compte famille", code)
        await holder.fill("Code d'accès", claim_code)
        await holder.press("CONTINUER")
        await parent.make_account()
        await asyncio.sleep(BELIEVED)
        assert (await somebody.open("/mon-espace")).path == "/", "the old account is still open"
    await parent.confirm((await product.mails.wait_for(anew.email, ACTIVATION_SUBJECT)).activation_link)
    await parent.sign_in()
    await holder.open("/mon-espace/tableau-de-bord")
    assert await holder.says(family.child.name)
    await holder.open("/mon-espace/mon-compte/historique")
    await holder.examine("historique-compte-redonne")
    assert await holder.says("Remplacement du compte par un nouveau, avec un code remis au guichet")
    warned = await product.mails.wait_for(family.email, "Votre compte du kiosque famille est fermé")
    assert "avec un code remis au guichet" in warned.text
    for opened in (window, holder):
        await opened.close()


async def test_after_its_delay_a_closed_family_is_in_no_table_and_in_no_bucket(product: Product, run: str) -> None:
    family = invent_family(f"effacer.{run}")
    async with Visitor(product.site, source=an_address(155)) as visitor:
        code = await Registering(visitor, family).create()
        await activate(visitor, product.mails, family.email)
        page = await visitor.open("/")
        page = await visitor.press(
            page.form("CONNEXION").fill("Identifiant", code).fill("Mot de passe", family.password)
        )
        words = await _traces(product, code, family.email)
        objects = await _objects_of(product, words)
        assert objects
        assert objects <= await _stored(product)
        await _until(lambda: _unknown(product, words))
        page = await visitor.open("/mon-espace/mon-compte/fermer")
        until = day(today() + timedelta(days=365))
        form = page.form("FERMER MON COMPTE").fill("Mot de passe actuel", family.password)
        form.choose(f"J'ai compris que je ne pourrai plus me connecter et que mon dossier sera effacé le {until}.")
        page = await visitor.press(form)
        assert page.says("Votre compte est fermé")
    await product.mails.wait_for(family.email, "Votre compte du kiosque famille est fermé")
    await _lets_the_delay_pass(product, code)
    await _until(lambda: _gone_everywhere(product, words, objects))


async def _lets_the_delay_pass(product: Product, code: str) -> None:
    connection = await asyncpg.connect(_dsn(product, "identity"))
    closed = "UPDATE claimable_families SET closed_at = now() - interval '400 days' WHERE family_code = $1"
    assert await connection.execute(closed, code) == "UPDATE 1"
    await connection.close()
    set_correlation(new_correlation())
    environment = product.instance.environment_of("identity")
    translate = publisher(Sealer(environment["IDENTITY_NOTIFICATIONS_SEALING_PUBLIC_KEY"]))
    database = Database(environment["IDENTITY_DATABASE_URL"], application="e2e")
    assert (
        await give_up_closed(lambda: IdentityUnitOfWork(database, translate), timedelta(days=365), SystemClock()) >= 1
    )
    await database.close()
    # What notifications keeps of the last mail goes thirty days after it left: long before the family does.
    connection = await asyncpg.connect(_dsn(product, "notifications"))
    await connection.execute("DELETE FROM deliveries WHERE account_id IS NULL AND template = 'account-closed'")
    await connection.close()


async def _traces(product: Product, code: str, email: str) -> list[str]:
    """What no table may hold any more: the ids of the family, of its account and its members, and its address."""
    connection = await asyncpg.connect(_dsn(product, "household"))
    family = await connection.fetchrow("SELECT id, registration_id FROM families WHERE code = $1", code)
    assert family is not None
    members = await connection.fetch(
        "SELECT id FROM adults WHERE family_id = $1 UNION SELECT child_id FROM homes WHERE family_id = $1", family["id"]
    )
    await connection.close()
    return [str(family["id"]), str(family["registration_id"]), email, *(str(member["id"]) for member in members)]


async def _unknown(product: Product, words: list[str]) -> list[str]:
    """The services that have not heard of the family yet."""
    return [service for service in SERVICES if not await _found(product, service, words)]


async def _gone_everywhere(product: Product, words: list[str], objects: set[str]) -> list[str]:
    found = [line for service in SERVICES for line in await _found(product, service, words)]
    return [*found, *(objects & await _stored(product))]


async def _found(product: Product, service: str, words: list[str]) -> list[str]:
    """`service.table` of every row that holds one of the words."""
    connection = await asyncpg.connect(_dsn(product, service))
    tables = await connection.fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    )
    found = []
    for table in sorted({row["tablename"] for row in tables} - APART):
        query = f"SELECT count(*) FROM {table} AS t WHERE t::text LIKE ANY ($1)"
        if await connection.fetchval(query, [f"%{word}%" for word in words]):
            found.append(f"{service}.{table}")
    await connection.close()
    return found


async def _objects_of(product: Product, words: list[str]) -> set[str]:
    """The keys of what one of these owns."""
    connection = await asyncpg.connect(_dsn(product, "documents"))
    rows = await connection.fetch("SELECT object_key FROM documents WHERE owner_id::text = ANY ($1)", words)
    await connection.close()
    return {row["object_key"] for row in rows}


async def _stored(product: Product) -> set[str]:
    """The keys in the bucket, other families' too."""
    variables = product.instance.environment_of("documents")
    store = ObjectStore(
        variables["DOCUMENTS_S3_ENDPOINT"],
        variables["DOCUMENTS_S3_ACCESS_KEY"],
        variables["DOCUMENTS_S3_SECRET_KEY"],
        variables["DOCUMENTS_S3_BUCKET"],
    )
    try:
        return set(await store.older_than(datetime.now(UTC) + timedelta(days=1)))
    finally:
        await store.close()


def _dsn(product: Product, service: str) -> str:
    url = product.instance.environment_of(service)[f"{service.upper()}_DATABASE_URL"]
    return url.replace("postgresql+asyncpg://", "postgresql://")


async def _until(what_is_left: Callable[[], Awaitable[list[str]]], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while left := await what_is_left():
        assert time.monotonic() < deadline, f"still there: {left}"
        await asyncio.sleep(1)
