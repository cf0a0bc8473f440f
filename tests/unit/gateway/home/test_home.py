"""The home page: the procedure's words, only what can be done here, and a way back to what was begun."""

from tests.fakes.services_behind_gateway import World
from tests.support.pages import Page
from tests.unit.gateway.conftest import Browser


async def home(browser: Browser) -> Page:
    answer = await browser.get("/")
    return Page(str(answer.url), answer.status_code, answer.text)


async def test_it_says_what_the_procedure_says(browser: Browser) -> None:
    page = await home(browser)
    for words in (
        "Kiosque famille",
        "Ville de CARROS",
        "IDENTIFICATION FAMILLE",
        "Bienvenue sur votre Espace Famille",
        "accessible 24H/24",
        "QUELLES ACTIONS PUIS-JE MENER ?",
        "Mise à jour ou consultation de votre dossier famille",
        "Accès aux infos pratiques",
        "COMMENT S'INSCRIRE",
        "si vous possédez un N° de compte famille",
        "pour les nouveaux arrivants",
        "Le Service est à votre disposition pour tout renseignement",
        "INSCRIPTIONS SCOLAIRES",
        "Accessibilité : non conforme",
    ):
        assert page.says(words), words
    form = page.form("CONNEXION")
    assert form.has("Identifiant")
    assert form.has("Mot de passe")


async def test_its_three_links_open_doors(browser: Browser) -> None:
    page = await home(browser)
    for words, path in (
        ("S'inscrire (première utilisation)", "/premiere-utilisation"),
        ("Créer ma famille", "/creer-ma-famille"),
        ("Mot de passe oublié", "/mot-de-passe-oublie"),
        ("Reprendre une création", "/creer-ma-famille/reprendre"),
    ):
        assert page.link(words).endswith(path)
        assert (await browser.get(path)).status_code == 200, path


async def test_it_promises_no_payment(browser: Browser) -> None:
    page = await home(browser)
    assert page.says("Le paiement des factures et les réservations ne se font pas ici pour l'instant")


async def test_a_creation_under_way_is_taken_up_again(browser: Browser, world: World) -> None:
    browser.arrive(world.registration_session())
    assert (await home(browser)).link("Reprendre où j'en étais").endswith("/creer-ma-famille/foyer")


async def test_so_is_one_that_was_left_alone(browser: Browser, world: World) -> None:
    browser.arrive(world.session("locked_registration"))
    assert (await home(browser)).link("Reprendre où j'en étais").endswith("/creer-ma-famille/foyer")


async def test_so_is_a_first_use(browser: Browser, world: World) -> None:
    browser.arrive(world.claiming_session())
    assert (await home(browser)).link("Reprendre où j'en étais").endswith("/premiere-utilisation/compte")
