"""Creating a family: what was typed is kept, steps are not skipped, files and texts go together, nothing is doubled."""

import pytest

from gateway.clients.service import FieldProblem, Problem
from gateway.edge.forms import MAX_FILE_BYTES
from gateway.web.typography import keep_together
from tests.fakes.family_file import ADULT_ID, CHILD_ID, with_a_draft
from tests.fakes.services_behind_gateway import STREET_ID, World
from tests.unit.gateway.conftest import ORIGIN, Browser

NEW_ID = "77777777-7777-4777-8777-777777777777"
HOUSEHOLD = "/creer-ma-famille/foyer"
ADULT = {
    "family_situation": "marie",
    "last_name": "Martin",
    "first_name": "Camille",
    "birth_date": "02/05/1988",
    "sex": "feminin",
    "country": "FR",
    "postal_code": "06510",
    "city": "CARROS",
    "street_number": "25",
    "street_id": STREET_ID,
}
CHILD: dict[str, str | list[str]] = {
    "sex": "feminin",
    "last_name": "Martin",
    "first_name": "Léa",
    "birth_date": "02/05/2021",
    "guardians": [ADULT_ID, "none"],
}
PDF = ("carnet.pdf", b"%PDF-1.7 ...", "application/pdf")
HEALTH = "fichier:carnet-sante-vaccinations"
ACCOUNT = {
    "civility": "madame",
    "last_name": "Martin",
    "first_name": "Camille",
    "password": "bon mot 1",
    "password_confirmation": "bon mot 1",
    "email": "camille@exemple.fr",
    "email_confirmation": "camille@exemple.fr",
    "terms_version": "2026-11",
    "accepts_terms": "oui",
    "declares_exact": "oui",
    "captcha": "c29sdmVk",
}


@pytest.fixture
def creating(browser: Browser, world: World) -> Browser:
    browser.arrive(world.registration_session())
    return browser


@pytest.fixture
def drafting(browser: Browser, world: World) -> Browser:
    token = world.registration_session()
    with_a_draft(world, token)
    browser.arrive(token)
    return browser


async def test_the_address_opens_a_registration(browser: Browser, world: World) -> None:
    answer = await browser.post("/creer-ma-famille/adresse-email", {"email": "camille@exemple.fr"})
    assert answer.headers["location"] == "/creer-ma-famille/compte"
    assert "session-registration" in answer.headers["set-cookie"]
    page = await browser.get("/creer-ma-famille/compte")
    assert 'value="camille@exemple.fr"' in page.text


async def test_a_refused_address_is_kept_with_its_message(browser: Browser, world: World) -> None:
    world.refuses["start_registration"] = Problem(422, "invalid", [FieldProblem("email", "invalid-email")])
    answer = await browser.post("/creer-ma-famille/adresse-email", {"email": "camille@"})
    assert answer.status_code == 422
    assert 'value="camille@"' in answer.text
    assert '<a href="#email">' in answer.text


@pytest.mark.parametrize(
    "path", ["/creer-ma-famille/compte", HOUSEHOLD, f"{HOUSEHOLD}/adultes/{NEW_ID}", f"{HOUSEHOLD}/enfants/{NEW_ID}"]
)
async def test_a_step_without_its_registration_leads_to_the_start(browser: Browser, path: str) -> None:
    answer = await browser.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/creer-ma-famille")


async def test_the_household_waits_for_the_account(browser: Browser, world: World) -> None:
    browser.arrive(world.registration_session(account=False))
    answer = await browser.get(HOUSEHOLD)
    assert answer.headers["location"] == "/creer-ma-famille/compte?fait=compte-d-abord"
    answer = await browser.post(f"{HOUSEHOLD}/terminer")
    assert answer.headers["location"] == "/creer-ma-famille/compte?fait=compte-d-abord"


async def test_an_expired_draft_is_said(browser: Browser) -> None:
    browser.arrive("a-session-that-is-no-more")
    answer = await browser.get(HOUSEHOLD)
    assert answer.headers["location"] == "/creer-ma-famille?fait=creation-expiree"
    assert 'kiosque=""' in answer.headers["set-cookie"]


async def test_an_account_is_made(browser: Browser, world: World) -> None:
    browser.arrive(world.registration_session(account=False))
    answer = await browser.post("/creer-ma-famille/compte", ACCOUNT)
    assert answer.headers["location"] == HOUSEHOLD
    assert "describe_account" in world.calls


async def test_every_wrong_field_of_the_account_is_named_and_passwords_are_never_filled_again(
    browser: Browser, world: World
) -> None:
    browser.arrive(world.registration_session(account=False))
    wrong = {"password": "court", "password_confirmation": "autre", "email_confirmation": "x@y.fr", "first_name": ""}
    typed = {name: value for name, value in (ACCOUNT | wrong).items() if name != "accepts_terms"}
    answer = await browser.post("/creer-ma-famille/compte", typed)
    assert answer.status_code == 422
    for name in ("first_name", "password", "password_confirmation", "email_confirmation", "accepts_terms"):
        assert f'href="#{name}"' in answer.text
    assert "court" not in answer.text
    assert "autre" not in answer.text.replace("L'autre", "").partition("<main")[2].partition("k-terms")[0]
    assert 'value="Martin"' in answer.text
    assert "describe_account" not in world.calls


async def test_the_strength_of_a_password_is_told(creating: Browser) -> None:
    assert (await creating.post("/creer-ma-famille/compte/force", {"password": "court"})).json() == {"level": "weak"}


async def test_an_adult_is_kept_once_however_often_it_is_sent(creating: Browser, world: World) -> None:
    for _ in range(3):
        answer = await creating.post(f"{HOUSEHOLD}/adultes/{NEW_ID}", ADULT | {"base": EMPTY})
        assert answer.headers["location"] == HOUSEHOLD
    [draft] = world.drafts.values()
    assert len(draft["adults"]) == 1
    assert draft["version"] == 1


EMPTY = "44136fa355b3678a1146ad16"


async def test_a_new_form_carries_the_print_of_nothing(creating: Browser) -> None:
    page = await creating.get(f"{HOUSEHOLD}/adultes/{NEW_ID}")
    assert f'name="base" value="{EMPTY}"' in page.text


async def test_two_tabs_do_not_overwrite_each_other_unseen(creating: Browser, world: World) -> None:
    await creating.post(f"{HOUSEHOLD}/adultes/{NEW_ID}", ADULT | {"base": EMPTY})
    late = await creating.post(f"{HOUSEHOLD}/adultes/{NEW_ID}", ADULT | {"base": EMPTY, "first_name": "Claude"})
    assert late.status_code == 409
    assert 'value="Claude"' in late.text
    base = late.text.partition('name="base" value="')[2].partition('"')[0]
    again = await creating.post(f"{HOUSEHOLD}/adultes/{NEW_ID}", ADULT | {"base": base, "first_name": "Claude"})
    assert again.status_code == 303
    [draft] = world.drafts.values()
    assert draft["adults"][0]["typed"]["first_name"] == "Claude"


async def test_an_adult_is_saved_as_one_types_and_may_be_given_up(creating: Browser, world: World) -> None:
    page = f"{HOUSEHOLD}/adultes/{NEW_ID}"
    nothing_begun = await creating.get(f"{page}/annuler")
    assert nothing_begun.headers["location"] == HOUSEHOLD
    half = {"base": EMPTY, "first_name": "Camille", "birth_date": "hier", "action": "garder"}
    fields = {"csrf": creating.token, "form_key": "a-form-key", **half}
    headers = {"Origin": creating.origin, "X-Kiosque-Part": "text"}
    answer = await creating.http.post(page, data=fields, headers=headers)
    assert answer.status_code == 200
    [draft] = world.drafts.values()
    assert draft["adults"][0]["typed"]["first_name"] == "Camille"
    assert "GARDER POUR PLUS TARD" in (await creating.get(f"{page}/annuler")).text
    validated = await creating.post(page, ADULT | answer.json()["fields"])
    assert validated.headers["location"] == HOUSEHOLD
    assert (await creating.get(f"{page}/annuler")).headers["location"] == HOUSEHOLD


async def test_filtering_streets_keeps_everything_typed(creating: Browser, world: World) -> None:
    typed = ADULT | {"action": "filtrer", "letter": "s", "street_id": "", "complement": "Bâtiment B"}
    answer = await creating.post(f"{HOUSEHOLD}/adultes/{NEW_ID}", typed)
    assert answer.status_code == 200
    assert "Rue des Selves" in answer.text
    assert "Rue des Oliviers" not in answer.text
    assert 'value="Bâtiment B"' in answer.text
    assert "keep_adult" not in world.calls


async def test_refused_fields_stand_beside_their_message_in_the_order_of_the_screen(
    creating: Browser, world: World
) -> None:
    errors = [FieldProblem("street_number", "street-number-format"), FieldProblem("last_name", "required")]
    world.refuses["keep_adult"] = Problem(422, "invalid", errors)
    answer = await creating.post(f"{HOUSEHOLD}/adultes/{NEW_ID}", ADULT | {"base": EMPTY, "street_number": "douze"})
    assert answer.status_code == 422
    assert answer.text.index('href="#last_name"') < answer.text.index('href="#street_number"')
    assert 'value="douze"' in answer.text
    assert "<title>Erreur\N{NO-BREAK SPACE}:" in answer.text


async def test_joining_a_file_keeps_the_text_unchecked_and_comes_back_to_the_piece(
    drafting: Browser, world: World
) -> None:
    base = await base_of(drafting, f"{HOUSEHOLD}/enfants/{CHILD_ID}")
    half = {"base": base, "action": "joindre:carnet-sante-vaccinations", "first_name": "Léa", "birth_date": "hier"}
    answer = await drafting.post(f"{HOUSEHOLD}/enfants/{CHILD_ID}", half, [(HEALTH, PDF)])
    assert answer.headers["location"] == f"{HOUSEHOLD}/enfants/{CHILD_ID}#piece-carnet-sante-vaccinations"
    page = await drafting.get(f"{HOUSEHOLD}/enfants/{CHILD_ID}")
    assert 'value="hier"' in page.text
    assert "carnet.pdf" in page.text
    [draft] = world.drafts.values()
    assert draft["children"][0]["complete"] is False


async def test_saving_also_takes_the_chosen_files(drafting: Browser, world: World) -> None:
    base = await base_of(drafting, f"{HOUSEHOLD}/enfants/{CHILD_ID}")
    answer = await drafting.post(
        f"{HOUSEHOLD}/enfants/{CHILD_ID}",
        CHILD | {"base": base, "action": "enregistrer"},
        [
            (HEALTH, PDF),
            ("fichier:livret-famille", ("livret.pdf", b"%PDF-1.4", "application/pdf")),
            ("fichier:pai", ("", b"", "")),
        ],
    )
    assert answer.headers["location"] == HOUSEHOLD
    assert len(world.joined) == 2
    assert len(set(world.keys)) == 2


async def test_a_file_over_the_limit_is_said_beside_its_piece_and_the_text_is_kept(
    drafting: Browser, world: World
) -> None:
    base = await base_of(drafting, f"{HOUSEHOLD}/enfants/{CHILD_ID}")
    film = ("film.pdf", b"%PDF-" + b"\0" * MAX_FILE_BYTES, "application/pdf")
    typed = CHILD | {"base": base, "action": "joindre:carnet-sante-vaccinations", "birth_place": "Saint-Laurent-du-Var"}
    answer = await drafting.post(f"{HOUSEHOLD}/enfants/{CHILD_ID}", typed, [(HEALTH, film)])
    assert answer.status_code == 422
    assert keep_together("dépasse 10 Mo") in answer.text
    assert 'href="#piece-carnet-sante-vaccinations"' in answer.text
    assert 'value="Saint-Laurent-du-Var"' in answer.text
    assert world.joined == []


async def test_a_refused_file_says_why(drafting: Browser, world: World) -> None:
    base = await base_of(drafting, f"{HOUSEHOLD}/enfants/{CHILD_ID}")
    answer = await drafting.post(
        f"{HOUSEHOLD}/enfants/{CHILD_ID}",
        CHILD | {"base": base, "action": "joindre:carnet-sante-vaccinations"},
        [(HEALTH, ("a.pdf", b"GIF89a", "application/pdf"))],
    )
    assert answer.status_code == 422
    assert "n'est pas un PDF" in answer.text.replace("&#39;", "'")


async def test_joining_nothing_says_what_to_do(drafting: Browser) -> None:
    base = await base_of(drafting, f"{HOUSEHOLD}/enfants/{CHILD_ID}")
    answer = await drafting.post(
        f"{HOUSEHOLD}/enfants/{CHILD_ID}",
        CHILD | {"base": base, "action": "joindre:pai"},
        [("fichier:pai", ("", b"", ""))],
    )
    assert answer.status_code == 422
    assert "Choisissez d&#39;abord un fichier" in answer.text


async def test_two_answers_that_exclude_each_other_are_refused(drafting: Browser, world: World) -> None:
    typed = CHILD | {"action": "enregistrer", "guardians": [ADULT_ID, "none", "declared_elsewhere"]}
    answer = await drafting.post(f"{HOUSEHOLD}/enfants/{CHILD_ID}", typed)
    assert answer.status_code == 422
    assert "Cochez une seule de ces deux réponses" in answer.text
    assert "keep_child" not in world.calls


async def test_an_unchecked_file_is_not_offered_for_reading(drafting: Browser, world: World) -> None:
    await drafting.post(
        f"{HOUSEHOLD}/enfants/{CHILD_ID}",
        CHILD | {"base": await base_of(drafting, f"{HOUSEHOLD}/enfants/{CHILD_ID}"), "action": "enregistrer"},
        [(HEALTH, PDF)],
    )
    world.documents[0]["scan"] = "pending"
    page = await drafting.get(f"{HOUSEHOLD}/enfants/{CHILD_ID}")
    assert "antivirus en cours" in page.text
    assert "/pieces/" not in page.text


async def test_removing_a_child_removes_its_files_and_twice_is_once(drafting: Browser, world: World) -> None:
    await drafting.post(
        f"{HOUSEHOLD}/enfants/{CHILD_ID}",
        CHILD | {"base": await base_of(drafting, f"{HOUSEHOLD}/enfants/{CHILD_ID}"), "action": "enregistrer"},
        [(HEALTH, PDF)],
    )
    for _ in range(2):
        answer = await drafting.post(f"{HOUSEHOLD}/enfants/{CHILD_ID}/retirer")
        assert answer.headers["location"] == HOUSEHOLD
    assert world.documents == []


async def test_terminer_names_what_is_missing(creating: Browser, world: World) -> None:
    answer = await creating.post(f"{HOUSEHOLD}/terminer")
    assert answer.status_code == 422
    assert 'href="#ajouter-adulte"' in answer.text
    assert 'href="#ajouter-enfant"' in answer.text
    assert "create_family" not in world.calls


async def test_terminer_leads_to_the_missing_piece(drafting: Browser, world: World) -> None:
    next(iter(world.drafts.values()))["missing"] = []
    missing = FieldProblem(f"child-{CHILD_ID}", "piece-missing", {"piece": "livret-famille"})
    world.refuses["create_family"] = Problem(409, "draft-incomplete", [missing])
    answer = await drafting.post(f"{HOUSEHOLD}/terminer")
    assert answer.status_code == 409
    assert f'href="{HOUSEHOLD}/enfants/{CHILD_ID}#piece-livret-famille"' in answer.text
    assert "Livret de famille" in answer.text


async def test_terminer_shows_the_code_and_a_second_one_shows_it_again(drafting: Browser, world: World) -> None:
    next(iter(world.drafts.values()))["missing"] = []
    for _ in range(2):
        answer = await drafting.post(f"{HOUSEHOLD}/terminer")
        assert answer.headers["location"] == "/creer-ma-famille/confirmation"
    assert world.calls.count("create_family") == 1
    page = await drafting.get("/creer-ma-famille/confirmation")
    assert "VOTRE CODE FAMILLE EST LE\N{NO-BREAK SPACE}: " in page.text
    assert "00012" in page.text
    assert "camille.martin@exemple.fr" in page.text
    for path in (HOUSEHOLD, "/creer-ma-famille/compte", "/creer-ma-famille/adresse-email"):
        assert (await drafting.get(path)).headers["location"] == "/creer-ma-famille/confirmation"


async def test_the_confirmation_moves_on_once_the_address_is_confirmed(drafting: Browser, world: World) -> None:
    next(iter(world.drafts.values()))["missing"] = []
    await drafting.post(f"{HOUSEHOLD}/terminer")
    assert (await drafting.get("/creer-ma-famille/confirmation/etat")).json() == {"activated": False}
    next(iter(world.registrations.values()))["state"] = "activated"
    assert (await drafting.get("/creer-ma-famille/confirmation/etat")).json() == {"activated": True}
    moved = await drafting.get("/creer-ma-famille/confirmation")
    assert moved.headers["location"] == "/?fait=compte-active"
    assert 'value="00012"' in (await drafting.get("/?fait=compte-active")).text


async def test_a_throttled_mail_says_how_long_to_wait(drafting: Browser, world: World) -> None:
    next(iter(world.drafts.values()))["missing"] = []
    await drafting.post(f"{HOUSEHOLD}/terminer")
    world.refuses["send_activation_again"] = Problem(429, "too-many-requests", retry_after=90)
    answer = await drafting.post("/creer-ma-famille/confirmation/renvoyer")
    assert answer.status_code == 429
    assert keep_together("2 minutes") in answer.text


async def test_a_service_that_is_away_gives_what_was_typed_back(creating: Browser, world: World) -> None:
    world.away.add("keep_adult")
    answer = await creating.post(f"{HOUSEHOLD}/adultes/{NEW_ID}", ADULT | {"base": EMPTY, "complement": "Bâtiment B"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert 'name="complement" value="Bâtiment B"' in answer.text
    assert f'action="{HOUSEHOLD}/adultes/{NEW_ID}"' in answer.text
    world.away.clear()
    assert (await creating.post(f"{HOUSEHOLD}/adultes/{NEW_ID}", ADULT | {"base": EMPTY})).status_code == 303


async def test_a_password_is_never_given_back(creating: Browser, world: World) -> None:
    world.away.add("describe_account")
    answer = await creating.post("/creer-ma-famille/compte", ACCOUNT)
    assert answer.status_code == 503
    assert "bon mot 1" not in answer.text
    assert "RENVOYER" not in answer.text


async def test_too_long_a_form_is_a_page(creating: Browser) -> None:
    answer = await creating.http.post(
        f"{HOUSEHOLD}/adultes/{NEW_ID}", content=b"a=" + b"x" * 3_000_000,
        headers={"Origin": ORIGIN, "Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    assert answer.status_code == 413
    assert "trop volumineux" in answer.text


async def base_of(browser: Browser, path: str) -> str:
    """What the form on a page was filled from."""
    page = await browser.get(path)
    return page.text.partition('name="base" value="')[2].partition('"')[0]
