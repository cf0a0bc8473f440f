"""Activation and sign-in of a family, by the words on the screen."""

from tests.support.caught_mails import CaughtMails
from tests.support.pages import Page
from tests.support.visitor import Visitor

ACTIVATION_SUBJECT = "Activez votre compte"
HOME = "/mon-espace"
DASHBOARD = "/mon-espace/tableau-de-bord"


async def activate(visitor: Visitor, mails: CaughtMails, address: str) -> Page:
    """Open the mail's link and confirm with the page's button."""
    mail = await mails.wait_for(address, ACTIVATION_SUBJECT)
    page = await visitor.open(mail.activation_link)
    return await visitor.press(page.form("CONFIRMER"))


async def sign_in(visitor: Visitor, identifier: str, password: str) -> Page:
    """By code famille or address. Raises AssertionError when the site does not let them in."""
    page = await visitor.open("/")
    form = page.form("CONNEXION").fill("Identifiant", identifier).fill("Mot de passe", password)
    page = await visitor.press(form)
    assert page.path.startswith(HOME), f"at {page.path} ({page.status}): {page.text[:500]}"
    return page
