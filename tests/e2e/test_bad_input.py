"""What people type wrong comes back with a sentence beside the field, and nothing that they typed is lost."""

import pytest

from tests.support.pages import Page
from tests.support.procedures import (
    ACCOUNT_STEP,
    BIRTH_DATE,
    EMAIL_STEP,
    HOUSEHOLD_STEP,
    STREET_NUMBER,
    Registering,
    fill_adult,
    fill_child,
)


def assert_refused(page: Page, *messages: str) -> None:
    """A summary whose links lead to fields of this very page, and these sentences in it."""
    assert page.status == 422, f"{page.status} at {page.path}"
    said = [error.message for error in page.errors]
    assert said, f"no error summary: {page.text[:400]}"
    dangling = [error for error in page.errors if not page.has(error.target.removeprefix("#"))]
    assert not dangling
    missing = [message for message in messages if not any(message in line for line in said)]
    assert not missing, f"the summary says {said}"
    assert all(page.text.count(line) >= 2 for line in said), "a message stands in the summary but not beside its field"


async def test_an_empty_address_is_asked_for_again(registering: Registering) -> None:
    page = await registering.visitor.open(EMAIL_STEP)
    assert_refused(await registering.visitor.press(page.form("CONTINUER")), "Entrez votre adresse e-mail.")


async def test_half_an_address_is_refused_and_kept(registering: Registering) -> None:
    page = await registering.visitor.open(EMAIL_STEP)
    refused = await registering.visitor.press(page.form("CONTINUER").fill("Entrez votre adresse E-mail", "zoe@"))
    assert_refused(refused, "Cette adresse e-mail n'est pas complète")
    assert refused.value_of("Entrez votre adresse E-mail") == "zoe@"


async def test_an_empty_account_names_every_field(registering: Registering) -> None:
    await registering.give_address()
    form = (
        (await registering.visitor.open(ACCOUNT_STEP)).form("CONTINUER").fill("Nom", "Nuñez").fill("Adresse e-mail", "")
    )
    refused = await registering.visitor.press(form)
    assert_refused(refused, "prénom", "mot de passe", "adresse e-mail", "conditions générales", "exacts")
    assert refused.value_of("Nom") == "Nuñez"


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("court1", "au moins 8 caractères"),
        ("uniquementdeslettres", "au moins un chiffre"),
        ("1234567890", "au moins une lettre"),
        ("password1", "trop facile à deviner"),
        ("a1" * 13, "25 caractères au plus"),
    ],
)
async def test_a_weak_password_is_refused_with_its_reason(
    registering: Registering, password: str, message: str
) -> None:
    await registering.give_address()
    form = (await registering.visitor.open(ACCOUNT_STEP)).form("CONTINUER")
    registering.fill_account(form)
    form.fill("Mot de passe", password).fill("Confirmation du mot de passe", password)
    refused = await registering.visitor.press(form)
    assert_refused(refused, message)
    assert password not in refused.source
    assert refused.value_of("Nom") == registering.family.adult.last_name


async def test_an_empty_adult_names_every_field(registering: Registering) -> None:
    await registering.until_household()
    page = await registering.open_new("AJOUTER UN ADULTE DANS CE FOYER")
    refused = await registering.visitor.press(page.form("ENREGISTRER").fill("Prénom", "Zoé"))
    assert_refused(refused, "situation familiale", "nom", "date de naissance", "sexe", "numéro de rue", "voie")
    assert refused.value_of("Prénom") == "Zoé"


async def test_an_empty_child_names_every_field(registering: Registering) -> None:
    await registering.until_household()
    await registering.add_adult()
    page = await registering.open_new("AJOUTER UN ENFANT DANS CE FOYER")
    refused = await registering.visitor.press(page.form("ENREGISTRER").fill("Prénom", "Loïc"))
    assert_refused(refused, "sexe", "nom", "date de naissance", "adulte")
    assert refused.value_of("Prénom") == "Loïc"


@pytest.mark.parametrize(
    ("label", "typed", "message"),
    [
        ("Nom", "x" * 10_000, "trop long"),
        ("Nom", "1234", "au moins une lettre"),
        (BIRTH_DATE, "31/02/1990", "n'existe pas"),
        (BIRTH_DATE, "hier", "JJ/MM/AAAA"),
        (BIRTH_DATE, "01/01/2999", "futur"),
        (STREET_NUMBER, "douze", "en chiffres"),
        ("Code Postal", "0651", "5 chiffres"),
        ("Voie", "Choisissez", "Choisissez la voie"),
    ],
)
async def test_a_wrong_field_of_an_adult_is_kept_beside_its_message(
    registering: Registering, label: str, typed: str, message: str
) -> None:
    await registering.until_household()
    page = await registering.open_new("AJOUTER UN ADULTE DANS CE FOYER")
    form = page.form("ENREGISTRER")
    fill_adult(form, registering.family.adult)
    refused = await registering.visitor.press(form.fill(label, typed))
    assert_refused(refused, message)
    assert refused.value_of(label) == typed
    assert refused.value_of("Prénom") == registering.family.adult.first_name


@pytest.mark.parametrize("name", ["ليلى", "O’Brien-N'Diaye", "Đặng", "李", "<script>alert(1)</script>"])
async def test_names_of_any_script_are_kept_as_they_are(registering: Registering, name: str) -> None:
    await registering.until_household()
    page = await registering.open_new("AJOUTER UN ADULTE DANS CE FOYER")
    form = page.form("ENREGISTRER")
    fill_adult(form, registering.family.adult)
    saved = await registering.visitor.press(form.fill("Prénom", name))
    assert saved.path == HOUSEHOLD_STEP
    assert saved.says(name)
    assert "<script>alert" not in saved.source


async def test_terminer_without_anybody_says_what_is_missing(registering: Registering) -> None:
    await registering.until_household()
    page = await registering.visitor.open(HOUSEHOLD_STEP)
    refused = await registering.visitor.press(page.form("TERMINER"))
    said = " ".join(error.message for error in refused.errors)
    assert refused.path != "/creer-ma-famille/confirmation"
    assert "adulte" in said
    assert "enfant" in said


async def test_terminer_without_the_required_papers_leads_to_them(registering: Registering) -> None:
    await registering.until_household()
    await registering.add_adult()
    page = await registering.open_new("AJOUTER UN ENFANT DANS CE FOYER")
    form = page.form("ENREGISTRER")
    fill_child(form, registering.family.child, registering.family.adult)
    await registering.visitor.press(form)
    refused = await registering.visitor.press((await registering.visitor.open(HOUSEHOLD_STEP)).form("TERMINER"))
    said = [error.message for error in refused.errors]
    assert any("Carnet de santé" in line for line in said), said
    assert any("Livret de famille" in line for line in said), said
    there = await registering.visitor.open(refused.errors[0].target)
    assert there.has(refused.errors[0].target.partition("#")[2])
