"""The two questions of the agents' sign-in; what an agent was sending when their session had ended goes round them."""

import re

from starlette.responses import JSONResponse, Response

from gateway.web.agents.home import HOME, first_list
from gateway.web.form_view import FormView
from gateway.web.given_back import ASKS_FOR_STATEMENT, given_back_page, sealed_form, sent_to
from gateway.web.pieces.part import asked_part
from gateway.web.visit import Visit
from gateway.web.wording import of_page

FIELDS = ("login", "password", "code")
_ID = "[0-9a-f-]{36}"
GIVES_BACK = re.compile(
    rf"/agents/("
    rf"messages/(familles/)?{_ID}"
    rf"|foyers/{_ID}(/enfants/{_ID})?"
    rf"|scolarite/{_ID}/(niveau|ecole|avis|derogation|decision|proposition)"
    rf"|certificats/[\w-]+/revocation"
    rf"|rendez-vous/\w+/(publier|creneaux/[\d-]+/{_ID}/retirer)"
    rf"|guichet/{_ID}/foyer/(adultes|enfants)/{_ID}(/pieces/[a-z0-9-]+/attestation{ASKS_FOR_STATEMENT})?"
    rf"|guichet/familles/{_ID}/enfants/{_ID}/retrait"
    rf")",
    re.ASCII,
)
"""The pages of the town on which people write or choose."""


def password_page(visit: Visit, form: FormView, status: int = 200, *, sealed: str = "") -> Response:
    """`sealed`: what was typed; it goes round with both questions and comes back with the second answer."""
    return _page(visit, "agents/sign_in.html", form, status, sealed)


def code_page(visit: Visit, form: FormView, status: int = 200, *, sealed: str = "") -> Response:
    return _page(visit, "agents/second_factor.html", form, status, sealed)


def given_back(visit: Visit, sealed: str) -> Response:
    home = first_list(visit.session) if visit.session else None
    return given_back_page(visit, sealed, home or HOME, "Aller à l'espace des agents")


def agent_signed_out_page(visit: Visit) -> Response:
    """In the place of an answer to a form: 403, since nothing was done. A script is told and keeps its page."""
    if asked_part(visit):
        # The cookie stays: the page that the script belongs to still has a button, whose form the cookie proves.
        return JSONResponse({}, 403)
    form, page = FormView(), sent_to(visit.request)
    sealed = sealed_form(visit, page) if GIVES_BACK.fullmatch(page) else ""
    form.complain(of_page("signed-out-typed" if sealed else "signed-out"), "login")
    return password_page(visit, form, 403, sealed=sealed)


def _page(visit: Visit, template: str, form: FormView, status: int, sealed: str) -> Response:
    return visit.page(template, status, form=form, summary=form.summary(FIELDS), sealed=sealed)
