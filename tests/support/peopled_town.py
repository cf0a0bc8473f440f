"""A town with families in every state, and everybody who looks at them: whoever walks from here meets every page."""

import asyncio
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace

from gateway.edge.sessions import BELIEVED
from tests.support.agents import SIGN_IN, AgentAtWork
from tests.support.crawler import as_text
from tests.support.family_space import FamilySpace, a_child, conclude
from tests.support.invented_families import InventedChild, InventedFamily, invent_family, on_screen
from tests.support.known_families import a_known_family
from tests.support.pages import Page
from tests.support.papers import a_pdf
from tests.support.photos import a_photo
from tests.support.procedures import BIRTH_DATE, CONFIRMATION, HOUSEHOLD_STEP, Registering, shown_code
from tests.support.running_product import Product
from tests.support.visitor import Visitor, an_address
from tests.support.walk import Walk

PRE_REGISTRATION, DEROGATION = "Préinscription scolaire 2027/2028", "Demande de dérogation 2027/2028"
PROOF = "Justificatif du motif de dérogation scolaire"
HEAD = "direction_du_village"
COUNTER = "/agents/guichet"
OPTIONAL_PAPER = "Attestation MDPH"
_LINK_CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b")
_SLOT = re.compile(r"/rendez-vous/[0-9a-f-]{36}/\d{4}/[0-9a-f-]{36}$")
_PRINTED = re.compile(r"numéro (\S+), code de contrôle (\S+)")
_LONG_AGO = """
    UPDATE sessions SET last_seen_at = now() - interval '31 minutes'
    WHERE account_id IN (SELECT id FROM accounts WHERE email = '{email}')
"""


@dataclass
class PeopledTown:
    """Who lives there.

    Attributes:
        walks: each person with the addresses that they start at.
    """

    product: Product
    run: str
    stack: AsyncExitStack
    walks: list[tuple[Walk, list[str]]] = field(default_factory=list)
    _addresses: int = 800

    async def everybody(self) -> None:
        """One after the other where one needs the other, else together."""
        await asyncio.gather(self.anybody(), self.somebody_who_creates(), self.left_alone(), self.known_before())
        clerk, school = await asyncio.gather(self.agent("agent_famille"), self.agent("agent_scolaire"))
        await asyncio.gather(
            self.with_a_fiche_refused(clerk), self.waiting_for_the_town(), self.with_two_homes(clerk, school)
        )
        await self.at_the_counter(clerk)
        await self.head_of_school()
        await self.meets_the_head(*self.accepted)

    async def visitor(self) -> Visitor:
        self._addresses += 1
        return await self.stack.enter_async_context(Visitor(self.product.site, source=an_address(self._addresses)))

    def walks_from(self, who: str, visitor: Visitor, *starts: str) -> None:
        self._walk(who, visitor)[1].extend(starts)

    def _walk(self, who: str, visitor: Visitor) -> tuple[Walk, list[str]]:
        for found in self.walks:
            if found[0].visitor is visitor:
                return found
        self.walks.append((Walk(who, visitor, alike=8 if who.startswith(("agent", "direction")) else 40), []))
        return self.walks[-1]

    def family(self, key: str, child: str = "Léo", born: int = 2024) -> InventedFamily:
        family = invent_family(f"{key}.{self.run}")
        return replace(
            family,
            adult=replace(family.adult, street="Rue du Château", street_number="25"),
            child=a_child(family, child, born),
        )

    # Nobody in particular

    async def anybody(self) -> None:
        """Who is not signed in, with the mails that they got in their hands."""
        visitor, family = await self.visitor(), self.family("inactif")
        sleeping = FamilySpace(await self.visitor(), family)
        await sleeping.create()
        self.walks_from("created", sleeping.visitor, CONFIRMATION)
        activation = (await self.product.mails.wait_for(family.email, "Activez votre compte")).activation_link
        asked = await self._asks(visitor, "/mot-de-passe-oublie", "RECEVOIR UN LIEN", "Identifiant", sleeping.code)
        code = await self._asks(
            visitor, "/code-famille-oublie", "RECEVOIR MON CODE", "Adresse e-mail de votre compte", family.email
        )
        self.walks_from("anybody", visitor, "/", activation, asked.url, code.url, "/agents/connexion", "/api/docs")

    async def _asks(self, visitor: Visitor, path: str, button: str, label: str, text: str) -> Page:
        page = await visitor.open(path)
        return await visitor.press(page.form(button).fill(label, text))

    async def somebody_who_creates(self) -> None:
        """Everything typed and joined, TERMINER not pressed; the link to go on another day is in the mail."""
        visitor, family = await self.visitor(), self.family("creation")
        await Registering(visitor, family).until_terminer()
        await Registering(visitor, replace(family, child=a_child(family, "Nour", 2021))).add_child()
        page = await visitor.open(HOUSEHOLD_STEP)
        await visitor.press(page.form("Continuer plus tard : recevoir un lien par mail"))
        link = (await self.product.mails.wait_for(family.email, "Reprenez la création")).link_to(
            "/creer-ma-famille/reprendre/"
        )
        self.walks_from("creating", visitor, HOUSEHOLD_STEP, "/creer-ma-famille/compte", link)
        await self._other_ways(visitor, page.address_of_person(family.child.first_name))

    async def _other_ways(self, visitor: Visitor, child: str) -> None:
        """A photo in the place of a file; an attestation and a document of another fiche in the place of a paper."""
        page, photo = await visitor.open(child), a_photo("mdph.jpg")
        form = page.form("JOINDRE", near=OPTIONAL_PAPER)
        page = await visitor.press(form.attach(OPTIONAL_PAPER, photo.name, photo.content, "image/jpeg"))
        assert page.says(photo.name), page.text[:300]
        await self._press_on(visitor, child, "attester:", "reprendre:")

    async def _press_on(self, visitor: Visitor, address: str, *actions: str) -> None:
        """Pages that buttons of a form lead to; a button's value begins with its action."""
        for action in actions:
            form = (await visitor.open(address)).form_acting(action)
            assert form is not None, f"no button {action!r} at {address}"
            page = await visitor.press(form)
            self._walk("", visitor)[1].append(page.url)

    async def left_alone(self) -> None:
        """The same on a shared computer, half an hour later."""
        visitor, family = await self.visitor(), self.family("pause")
        await Registering(visitor, family).until_household()
        self.product.instance.postgresql.execute(_LONG_AGO.format(email=family.email), "kiosque_identity")
        await asyncio.sleep(BELIEVED + 0.2)
        self.walks_from("left alone", visitor, HOUSEHOLD_STEP)

    async def known_before(self) -> None:
        """A family with the letter of the town."""
        visitor, family = await self.visitor(), self.family("connu")
        known = await a_known_family(self.product.instance, family)
        page = await visitor.open("/premiere-utilisation")
        form = page.form("CONTINUER").fill("N° de compte famille", known.family_code)
        page = await visitor.press(form.fill("Code d'accès", known.claim_code))
        self.walks_from("first use", visitor, page.url)

    # Parents

    async def waiting_for_the_town(self) -> None:
        """All orange; and a mail address that waits for its confirmation."""
        space = FamilySpace(await self.visitor(), self.family("orange"))
        await space.arrive(self.product)
        await space.complete()
        await space.hand_in()
        page = await space.visitor.open("/mon-espace/mon-compte/adresse-email")
        form = page.form("RECEVOIR LE LIEN").fill("Mot de passe actuel", space.family.password)
        new = f"nouvelle.{space.family.email}"
        form.fill("Nouvelle adresse e-mail", new).fill("Confirmation de la nouvelle adresse", new)
        await space.visitor.press(form)
        link = (await self.product.mails.wait_for(new, "adresse")).link_to("/adresse/")
        self.walks_from("parent", space.visitor, "/mon-espace", link, "/adresse-confirmee")
        forgetful = await self.visitor()
        await self._asks(forgetful, "/mot-de-passe-oublie", "RECEVOIR UN LIEN", "Identifiant", space.code)
        mail = await self.product.mails.wait_for(space.family.email, "mot de passe")
        self.walks_from("anybody", forgetful, mail.link_to("/mot-de-passe/"))

    async def with_a_fiche_refused(self, clerk: AgentAtWork) -> None:
        """A paper and a field refused, the rest never completed: red in every way."""
        space = FamilySpace(await self.visitor(), self.family("refus"))
        await space.arrive(self.product)
        [address] = await clerk.find(space.code)
        await self._refuse_two(clerk, address)
        await conclude(clerk, space.code)
        await self._one_more_child(space)
        self.walks_from("agent_famille", clerk.visitor, address)

    async def _refuse_two(self, clerk: AgentAtWork, address: str) -> None:
        form = (await clerk.visitor.open(address)).form("ENREGISTRER")
        items = [name.partition(":")[2] for name, value in form.inputs("radio") if value == "refuse"]
        for item in (items[0], items[-1]):
            form.put(f"decision:{item}", "refuse").put(f"reason:{item}", form.values(f"reason:{item}")[0])
            form.put(f"comment:{item}", "Tout doit être lisible, comme sur l'original.")
        page = await clerk.visitor.press(form)
        await clerk.visitor.press(page.form("ACCEPTER LE RESTE"))

    async def _one_more_child(self, space: FamilySpace) -> None:
        """Added in the family space, and not handed in: it can be taken out again, and has papers to join."""
        page = await space.visitor.open("/mon-espace/enfants/ajouter")
        form = page.form("ENREGISTRER").fill("Sexe", "Féminin").fill("Nom", space.family.child.last_name)
        form.fill("Prénom", "Nour").fill(BIRTH_DATE, "02/05/2021")
        page = await space.visitor.press(form)
        assert "/fiches/" in page.url, [error.message for error in page.errors]
        self.walks_from("parent", space.visitor, "/mon-espace")
        await self._press_on(space.visitor, page.url, "attester:", "reprendre:")

    async def with_two_homes(self, clerk: AgentAtWork, school: AgentAtWork) -> None:
        """All green, with a child in each state of a school request; one of them has a second home."""
        family = self.family("verte")
        born = {"Nour": 2021, "Inès": 2020, "Tom": 2022, "Zoé": 2023, "Paul": 2019}
        children = {name: a_child(family, name, year) for name, year in born.items()}
        space, other = (
            FamilySpace(await self.visitor(), family),
            FamilySpace(await self.visitor(), self.family("autre")),
        )
        await asyncio.gather(space.arrive(self.product, *children.values()), other.arrive(self.product))
        await space.complete()
        await space.hand_in()
        await conclude(clerk, space.code)
        for child in (family.child, children["Nour"], children["Tom"]):
            page = await space.school_choice(PRE_REGISTRATION, child)
            await space.visitor.press(page.form("TERMINER"))
        for child in (children["Inès"], children["Paul"]):
            page = await self._asks_for_another_school(space, child)
            await space.visitor.press(page.form("TERMINER"))
        checked = await self._asks_for_another_school(space, children["Zoé"])
        requests = await self._requests(school, space.code)
        await self._accept(school, requests["Nour"])
        await self._propose(school, requests["Tom"])
        await self._refuse(school, requests["Paul"])
        await self._link(clerk, space, other, children["Zoé"])
        await self._write(space)
        self.accepted = (space, children["Nour"])
        page = await space.school_choice(PRE_REGISTRATION, children["Zoé"])
        contested = await space.visitor.press(page.form("TERMINER").put("level_objection", "Elle saute une classe."))
        self.walks_from("parent", space.visitor, "/mon-espace", checked.url, contested.url)
        await self._press_on(space.visitor, checked.url.removesuffix("/verifier"), "reprendre:")
        self.walks_from("parent", other.visitor, "/mon-espace")
        unopened = requests.pop("Léo")
        self.walks_from("agent_scolaire", school.visitor, "/agents", *requests.values())
        self._walk("agent_scolaire", school.visitor)[0].leave_out.add(unopened)
        self.walks_from("agent_famille", clerk.visitor, *await clerk.find(other.code))

    async def _asks_for_another_school(self, space: FamilySpace, child: InventedChild) -> Page:
        page = await space.school_choice(DEROGATION, child)
        paper = a_pdf("attestation de travail.pdf")
        page = await space.visitor.press(page.form("JOINDRE").attach(PROOF, paper.name, paper.content))
        form = page.form("TERMINER").fill("Ecole désirée", "Groupe Scolaire Louis Fiori")
        form.fill("Motif 1", "Un frère ou une sœur est déjà dans cette école")
        form.fill("Ce que vous voulez ajouter (facultatif)", "Sa sœur y est en CM1.")
        return await space.visitor.press(form)

    async def _write(self, space: FamilySpace) -> None:
        form = (await space.visitor.open("/mon-espace/messages/nouveau")).form("ENVOYER")
        form.choose("Service famille").fill("Objet", "Cantine du mercredi").fill(
            "Votre message", "Bonjour, à quelle heure ?"
        )
        await space.visitor.press(form)

    # The town

    async def agent(self, role: str) -> AgentAtWork:
        """Signed in; the page of the six digits is read on the way."""
        agent = AgentAtWork(await self.visitor(), await self.product.new_agent(role))
        page = await agent.visitor.open(SIGN_IN)
        form = page.form("CONNEXION").fill("Identifiant", agent.login.login)
        page = await agent.visitor.press(form.fill("Mot de passe", agent.login.password))
        await self._walk(role, agent.visitor)[0].look_at(page.url)
        page = await agent.visitor.press(page.form("CONTINUER").fill("Code à 6 chiffres", agent.login.code()))
        assert page.path.startswith("/agents/"), page.text[:300]
        return agent

    async def _requests(self, school: AgentAtWork, code: str) -> dict[str, str]:
        """The addresses of a family's requests, by the child's first name."""
        found = {}
        page = await school.visitor.open("/agents/scolarite")
        page = await school.visitor.press(page.form("FILTRER").fill("Code famille", code))
        for name in ("Léo", "Nour", "Inès", "Tom", "Paul"):
            found[name] = page.link_in_row(name)
        return found

    async def _step(self, agent: AgentAtWork, address: str, button: str, **texts: str) -> None:
        page = await agent.visitor.open(address)
        form = page.form(button)
        for name, text in texts.items():
            form.put(name, text)
        page = await agent.visitor.press(form)
        assert not page.errors, [error.message for error in page.errors]

    async def _conclude(self, school: AgentAtWork, address: str) -> None:
        page = await school.visitor.open(f"{address}/conclure")
        await school.visitor.press(page.form("CONCLURE ET PRÉVENIR LA FAMILLE"))

    async def _accept(self, school: AgentAtWork, address: str) -> None:
        await self._step(school, address, "ENREGISTRER LA DÉCISION", decision="accept")
        await self._conclude(school, address)

    async def _propose(self, school: AgentAtWork, address: str) -> None:
        await self._step(school, address, "METTRE SUR LISTE D'ATTENTE")
        await self._step(school, address, "PROPOSER CETTE ÉCOLE", school="0069902B", comment="Il y reste une place.")

    async def _refuse(self, school: AgentAtWork, address: str) -> None:
        await self._step(school, address, "ENREGISTRER L'AVIS", opinion="unfavourable")
        page = await school.visitor.open(address)
        form = page.form("ENREGISTRER LA DÉCISION").put("decision", "refuse")
        form.put("reason_code", form.values("reason_code")[0]).put(
            "comment", "Il reste deux places pour les enfants du secteur."
        )
        await school.visitor.press(form)
        await self._conclude(school, address)

    async def _link(self, clerk: AgentAtWork, home: FamilySpace, other: FamilySpace, child: InventedChild) -> None:
        """The counter gives one home's code for the child to the other."""
        page = await clerk.visitor.open(COUNTER)
        page = await clerk.visitor.press(page.form("RETROUVER").fill("N° de compte famille", home.code))
        files = f"/agents/foyers?demandes=conclues&code={home.code}"
        self.walks_from("agent_famille", clerk.visitor, page.url, files)
        page = await clerk.visitor.press(page.form(f"CODE DE RATTACHEMENT de {child.name}"))
        code = _LINK_CODE.search(page.text)
        assert code, page.text[:600]
        form = (await other.visitor.open("/mon-espace/enfants/rattacher")).form("RATTACHER L'ENFANT")
        form.fill("Code de rattachement", code[0])
        form.fill("Date de naissance de l'enfant (JJ/MM/AAAA)", on_screen(child.birth_date))
        page = await other.visitor.press(form)
        assert "/fiches/" in page.url, page.text[:300]

    async def at_the_counter(self, clerk: AgentAtWork) -> None:
        """A family under way, and one that is finished."""
        writing = await self._at_the_counter(clerk, self.family("guichet"))
        page = await clerk.visitor.open(writing.household)
        await self._other_ways(clerk.visitor, page.address_of_person(writing.family.child.first_name))
        page = await clerk.visitor.open((await self._at_the_counter(clerk, self.family("guichet-fini"))).household)
        page = await clerk.visitor.press(page.form("TERMINER"))
        [address] = await clerk.find(shown_code(page))
        await self._refuse_two(clerk, address)
        self.walks_from("agent_famille", clerk.visitor, page.url, f"{address}/conclure", "/agents")

    async def _at_the_counter(self, clerk: AgentAtWork, family: InventedFamily) -> Registering:
        """An adult and two children: what one has can be used again for the other."""
        page = await clerk.visitor.open(COUNTER)
        page = await clerk.visitor.press(page.form("CRÉER UNE FAMILLE AU GUICHET"))
        writing = Registering(clerk.visitor, family, household=page.path)
        await writing.add_adult()
        await writing.add_child()
        await replace(writing, family=replace(family, child=a_child(family, "Nour", 2021))).add_child()
        return writing

    async def head_of_school(self) -> None:
        """With hours to meet the families whose child was accepted; one of them takes one."""
        head = await self.agent(HEAD)
        page = await head.visitor.open("/agents/rendez-vous")
        page = await head.visitor.open(page.link("PUBLIER DES CRÉNEAUX"))
        form = page.form("PUBLIER").put("begins", "16 h 30").put("ends", "18 h").put("place", "Bureau de la direction")
        for weekday in ("Lundi", "Mardi", "Jeudi", "Vendredi"):
            form.choose(weekday)
        page = await head.visitor.press(form)
        self.walks_from(HEAD, head.visitor, "/agents", page.link("VOIR LA SEMAINE"))

    async def meets_the_head(self, space: FamilySpace, child: InventedChild) -> None:
        """Takes the first free hour; the certificate is shown to somebody who checks it."""
        page = await space.visitor.open("/mon-espace/rendez-vous")
        certificate = await space.visitor.download(page.address_of_person("Télécharger le certificat"))
        page = await space.visitor.open(page.link(f"PRENDRE RENDEZ-VOUS pour {child.first_name}"))
        page = await space.visitor.open(next(target for _, target in page.links() if _SLOT.search(target)))
        await space.visitor.press(page.form("CONFIRMER"))
        printed = _PRINTED.search(" ".join(as_text("application/pdf", certificate.content).split()))
        assert printed, "the certificate does not say how to check it"
        checking = await self.visitor()
        form = (await checking.open("/certificats")).form("VÉRIFIER")
        page = await checking.press(form.fill("Numéro", printed[1]).fill("Code de contrôle", printed[2]))
        self.walks_from("anybody", checking, page.url)


@asynccontextmanager
async def peopled_town(product: Product, run: str) -> AsyncIterator[PeopledTown]:
    """Full of people; they leave at the end."""
    async with AsyncExitStack() as stack:
        town = PeopledTown(product, f"{run}.{secrets.token_hex(2)}", stack)
        await town.everybody()
        yield town
