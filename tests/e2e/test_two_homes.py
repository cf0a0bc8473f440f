"""The wall between a child's two homes: words of home A in every field and file of its own, and none of them in home B.

B reads all that it can: every page that a link leads to, its files, PDFs and archive, every route of the API, mails.
What the child itself is (identity, health) both homes know: the test looks that B sees it, or the walk would be blind.
"""

import asyncio
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from itertools import count
from uuid import uuid4

import pytest

from gateway.web.moments import day, today
from libs.french.elision import de
from services.schooling.commands import SlotPlan, publish_slots
from tests.support.agents import AgentAtWork
from tests.support.crawler import Crawl, Read, as_text
from tests.support.invented_families import InventedFamily, invent_family, on_screen
from tests.support.pages import Form
from tests.support.papers import Paper, a_pdf
from tests.support.procedures import Registering
from tests.support.running_product import Product
from tests.support.sign_in import DASHBOARD, HOME, activate, sign_in
from tests.support.visitor import Visitor, an_address

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

API = "/api/v1"
RECORD = re.compile(r"/mon-espace/fiches/((?:family|adult|child|health)-[0-9a-f-]{36})")
SCHOOL_REQUEST = re.compile(r"/agents/scolarite/[0-9a-f]{8}-[0-9a-f-]{27}$")
REQUEST = re.compile(r"/demandes/([0-9a-f-]{36})")
YEAR, LES_PLANS = 2027, "0069903C"
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b")
# Fields in which not every word may stand.
UNWRITTEN = re.compile(
    r"date|vaccinations|postal_code|city|street_number|letter|repetition|extension|country|email|signature"
)
# What an address elsewhere needs besides words.
ELSEWHERE = {"postal_code": "75011", "city": "PARIS", "street_number": "12"}
# Of the child, and so known to both homes.
IDENTITY = {"sex", "last_name", "first_name", "birth_date", "birth_place"}
HEALTH = {"doctor", "allergies", "treatments", "diet", "care_plan", "vaccinations"}


@dataclass
class Home:
    """A family at its browser.

    Attributes:
        secrets: what it wrote for itself alone, by where it wrote it.
        shared: what it wrote of the child's health.
    """

    visitor: Visitor
    family: InventedFamily
    code: str = ""
    secrets: dict[str, str] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    telephones: Iterator[int] = field(default_factory=lambda: count(10_007, 7))

    async def arrives(self, product: Product) -> None:
        registering = Registering(self.visitor, self.family)
        self.code = await registering.create()
        for paper in registering.papers.values():
            self._keeps(f"file {paper.name}", paper)
        await activate(self.visitor, product.mails, self.family.email)
        await sign_in(self.visitor, self.code, self.family.password)
        self.secrets |= {"code famille": self.code, "mail": self.family.email}

    async def writes_everywhere(self) -> None:
        """A word, a number or a file of its own into whatever takes one; each fiche declared exact, then TERMINER."""
        for key in await self.records():
            address = f"/mon-espace/fiches/{key}"
            form = (await self.visitor.open(address)).form("ENREGISTRER")
            self._fills(form, key.partition("-")[0])
            await self._saves(form)
            form = (await self.visitor.open(address)).form("ENREGISTRER")
            for name, _ in form.inputs("text"):
                if "date:" in name or name.startswith("date"):
                    form.put(name, day(today()))
            form.put("exactness", "oui")
            await self._saves(form)
        page = await self.visitor.press((await self.visitor.open("/mon-espace/terminer")).form("TERMINER"))
        assert page.status == 200, [error.message for error in page.errors]

    async def records(self) -> list[str]:
        page = await self.visitor.open(DASHBOARD)
        found = [match[1] for _, target in page.links() if (match := RECORD.search(target))]
        return list(dict.fromkeys(found))

    async def writes_to_the_town(self) -> None:
        form = (await self.visitor.open("/mon-espace/messages/nouveau")).form("ENVOYER")
        for name, _ in form.inputs("text", "textarea"):
            form.put(name, self._word(f"message {name}"))
        form.put("desk", next(value for name, value in form.inputs("radio") if name == "desk"))
        await self._saves(form)

    async def asks_for_another_school(self, child_id: str) -> None:
        """A newcomer's dérogation, with a word or a file in whatever takes one."""
        address = f"/mon-espace/inscriptions/{child_id}/derogation/{YEAR}"
        async with asyncio.timeout(30):  # until schooling has heard that every fiche is green
            while not (page := await self.visitor.open(address)).offers("CONTINUER"):  # noqa: ASYNC110 - another process hears of it
                await asyncio.sleep(0.3)
        page = await self.visitor.press(page.form("CONTINUER").put("enrolled_before", "non"))
        form = page.form("TERMINER").put("reason_1", "fratrie")
        form.put("wanted_school", form.values("wanted_school")[0])
        for name, _ in form.inputs("text", "textarea"):
            form.put(name, self._word(f"request {name}"))
        for name, _ in form.inputs("file"):
            paper = a_pdf(f"{a_word()}.pdf")
            self._keeps(f"request {name}", paper)
            form.attach_to(name, paper.name, paper.content)
        page = await self.visitor.press(form)
        assert page.path.endswith("/verifier"), [error.message for error in page.errors]
        page = await self.visitor.press(page.form("TERMINER"))
        addresses = " ".join([page.path, *(target for _, target in page.links())])
        request = REQUEST.search(addresses)
        assert request, addresses
        self.secrets["request"] = request[1]

    async def meets_the_head(self, child_id: str) -> None:
        """The first free hour."""
        address = f"/mon-espace/rendez-vous/{child_id}/{YEAR}"
        page = await self.visitor.open(address)
        slot = next(target for _, target in page.links() if f"{address}/" in target)
        page = await self.visitor.press((await self.visitor.open(slot)).form("CONFIRMER"))
        assert page.status == 200, page.text[:400]
        self.secrets["appointment"] = slot.rpartition("/")[2]

    def _fills(self, form: Form, kind: str) -> None:
        held = dict(form.inputs("text"))
        for name, _ in form.inputs("text", "textarea", "tel"):
            first, _, member = name.partition(".")
            if member in ELSEWHERE and not held.get(name):
                form.put(name, ELSEWHERE[member])
            if UNWRITTEN.search(name) or (kind == "child" and first in IDENTITY):
                continue
            kept = self.shared if kind == "health" and first in HEALTH else self.secrets
            telephone = (name, "") in form.inputs("tel") or "telephone" in name or "mobile" in name
            kept[f"{kind} {name}"] = word = self._number() if telephone else a_word()
            form.put(name, word)
        for name, value in form.inputs("radio"):
            if value == "oui":
                form.put(name, value)
        for name, _ in form.inputs("file"):
            if name.startswith("fichier:"):
                paper = a_pdf(f"{a_word()}.pdf")
                self._keeps(f"{kind} {name}", paper)
                form.attach_to(name, paper.name, paper.content)

    async def _saves(self, form: Form) -> None:
        page = await self.visitor.press(form)
        errors = [error.message for error in page.errors]
        assert page.status == 200, f"{page.status} at {page.path}: {errors or page.text[:300]}"
        assert not errors, errors

    def _keeps(self, where: str, paper: Paper) -> None:
        self.secrets[f"{where}, name"] = paper.name
        self.secrets[f"{where}, content"] = as_text("application/pdf", paper.content).split("Page 1 - ")[1].split()[0]

    def told(self, where: str) -> str:
        """A word that an agent writes to this home alone."""
        return self._word(f"agent's {where}")

    def _word(self, where: str) -> str:
        self.secrets[where] = word = a_word()
        return word

    def _number(self) -> str:
        digits = f"06{next(self.telephones):08d}"
        return " ".join(digits[place : place + 2] for place in range(0, 10, 2))


def a_word() -> str:
    return f"canari{secrets.token_hex(4)}"


async def _accepts_everything(agent: AgentAtWork, code: str) -> None:
    for address in await agent.find(code):
        page = await agent.visitor.open(address)
        if page.offers("ACCEPTER LE RESTE"):
            await agent.visitor.press(page.form("ACCEPTER LE RESTE"))
            page = await agent.visitor.open(address)
        page = await agent.visitor.press(page.form("CONCLURE"))
        page = await agent.visitor.press(page.form("CONCLURE ET PRÉVENIR LA FAMILLE"))
        assert page.status == 200, page.text[:400]


async def _decides_for_the_sector(agent: AgentAtWork, town: Home) -> None:
    """The dérogation is refused in the agent's words, which are the family's alone; the sector's school stands."""
    page = await agent.visitor.open("/agents/scolarite")
    page = await agent.visitor.press(page.form("FILTRER").fill("Code famille", town.code))
    address = next(target for _, target in page.links() if SCHOOL_REQUEST.search(target))
    steps = (
        ("FIXER LE NIVEAU", "", {"level": "CE1", "reason": town.told("level")}),
        ("DÉTERMINER L'ÉCOLE", "", {"school": LES_PLANS, "reason": town.told("school")}),
        ("ENREGISTRER L'AVIS", "", {"opinion": "unfavourable"}),
        (
            "ENREGISTRER LA DÉCISION",
            "Décision sur l'école désirée",
            {"decision": "refuse", "reason_code": "motif-insuffisant", "comment": town.told("refusal")},
        ),
    )
    for button, near, values in steps:
        form = (await agent.visitor.open(address)).form(button, near)
        for name, value in values.items():
            form.put(name, value)
        page = await agent.visitor.press(form)
        assert not page.errors, (button, [error.message for error in page.errors])
    page = await agent.visitor.open(f"{address}/conclure")
    page = await agent.visitor.press(page.form("CONCLURE ET PRÉVENIR LA FAMILLE"))
    assert page.status == 200, page.text[:400]


async def _slots_of_the_head(product: Product) -> None:
    days = {"first": today() + timedelta(days=10), "last": today() + timedelta(days=16)}
    plan = SlotPlan(
        LES_PLANS, **days, weekdays=frozenset(range(5)), times=[time(9), time(10)], minutes=30, place="Bureau"
    )
    await publish_slots(product.instance.environment_of("schooling")["SCHOOLING_DATABASE_URL"], plan)


async def _links(agent: AgentAtWork, from_home: Home, to_home: Home) -> None:
    """The counter gives one home's code for the child to the other."""
    child = from_home.family.child
    page = await agent.visitor.open("/agents/guichet")
    page = await agent.visitor.press(page.form("RETROUVER").fill("N° de compte famille", from_home.code))
    page = await agent.visitor.press(page.form(f"CODE DE RATTACHEMENT {de(child.name)}"))
    code = CODE.search(page.text)
    assert code, page.text[:600]
    form = (await to_home.visitor.open("/mon-espace/enfants/rattacher")).form("RATTACHER L'ENFANT")
    form.fill("Code de rattachement", code[0])
    form.fill("Date de naissance de l'enfant (JJ/MM/AAAA)", on_screen(child.birth_date))
    linked = await to_home.visitor.press(form)
    assert RECORD.search(linked.url), f"at {linked.path}: {[error.message for error in linked.errors]}"


async def _asks_every_route(crawl: Crawl, family_id: str, child_id: str) -> None:
    """Every GET of the API with the ids that this home knows."""
    document = await crawl.visitor.ask("/api/openapi.json")
    paths = [path for path, methods in document["paths"].items() if "get" in methods]
    assert len(paths) > 30
    known = {"family_id": family_id, "child_id": child_id}
    for path in paths:
        for key in (f"child-{child_id}", f"health-{child_id}"):
            address = path
            for name, value in {**known, "key": key}.items():
                address = address.replace(f"{{{name}}}", value)
            await crawl.everything_from(re.sub(r"\{\w+\}", _A_UUID, address))


_A_UUID = str(uuid4())


async def test_a_home_reads_nothing_of_the_childs_other_home(product: Product, run: str) -> None:
    async with (
        Visitor(product.site, source=an_address(401)) as mother,
        Visitor(product.site, source=an_address(402)) as father,
        Visitor(product.site, source=an_address(403)) as desk,
    ):
        one, other = invent_family(f"foyer-a.{run}"), invent_family(f"foyer-b.{run}")
        child = replace(one.child, first_name="Maëlle", birth_date=date(2020, 5, 2))
        a = Home(mother, replace(one, child=child))
        b = Home(father, replace(other, child=replace(other.child, first_name="Octave")))
        agent = AgentAtWork(desk, await product.new_agent("agent_famille", "agent_scolaire"))
        await agent.sign_in()
        for home in (a, b):
            await home.arrives(product)
            await _accepts_everything(agent, home.code)
        await _links(agent, a, b)
        await a.writes_everywhere()
        await a.writes_to_the_town()
        await _accepts_everything(agent, a.code)
        child_id = next(key for key in await a.records() if key.startswith("child-")).removeprefix("child-")
        await a.asks_for_another_school(child_id)
        await _decides_for_the_sector(agent, a)
        await _slots_of_the_head(product)
        await a.meets_the_head(child_id)

        crawl = Crawl(father)
        await crawl.everything_from(HOME, DASHBOARD)
        both = set(await a.records()) & set(await b.records())
        shared_child = next(key for key in both if key.startswith("child-")).removeprefix("child-")
        session = await father.ask(f"{API}/session")
        await _asks_every_route(crawl, session["family_id"], shared_child)
        form = (await father.open("/mon-espace/mon-compte/mes-donnees")).form("TÉLÉCHARGER MES DONNÉES")
        archive = await father.press_for_file(form.fill("Mot de passe actuel", b.family.password))
        assert archive.headers["content-type"] == "application/zip"
        crawl.read["archive"] = Read("archive", 200, as_text("application/zip", archive.content))
        assert "certificats/" in crawl.read["archive"].text.partition("LISEZ-MOI.txt")[0], (
            "the certificate of both homes"
        )
        for mail in await product.mails.to(b.family.email):
            crawl.read[mail.id] = Read(f"mail {mail.subject}", 200, f"{mail.subject}\n{mail.text}\n{mail.html}")

        assert len(crawl.read) > 80, sorted(crawl.read)
        assert len(a.secrets) > 40, sorted(a.secrets)
        assert crawl.holding("Elémentaire Les Plans"), "the child's school is known to both homes"
        for where, word in a.shared.items():
            assert crawl.holding(word), f"B does not see what is known of the child's health: {where}"
        for where, word in a.secrets.items():
            assert not crawl.holding(word), f"{where} of A is shown to B at {crawl.holding(word)}"
