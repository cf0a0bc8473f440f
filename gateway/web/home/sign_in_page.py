"""IDENTIFICATION FAMILLE: who somebody is, and what they were sending when their session had ended."""

import re

from starlette.responses import JSONResponse, Response

from gateway.clients.identity import RegistrationView
from gateway.web.form_view import FormView
from gateway.web.given_back import ASKS_FOR_STATEMENT, given_back_page, sealed_form, sent_to
from gateway.web.moments import today
from gateway.web.pieces.part import asked_part
from gateway.web.visit import Visit
from gateway.web.wording import of_page
from libs.chassis.auth import SubjectKind

FIELDS = ("identifier", "password")
GIVES_BACK = re.compile(
    r"/mon-espace/("
    r"fiches/[a-z]+-[0-9a-f-]{36}(/depart|/pieces/[a-z0-9-]+(\.[a-z0-9-]+)?/attestation" + ASKS_FOR_STATEMENT + r")?"
    r"|(enfants|adultes)/ajouter"
    r"|inscriptions/[0-9a-f-]{36}/(preinscription|derogation)/20\d\d"
    r"|messages/(nouveau|[0-9a-f-]{36})"
    r")",
    re.ASCII,
)
"""The pages of a family on which people write."""


def sign_in_page(
    visit: Visit,
    form: FormView,
    status: int = 200,
    registration: RegistrationView | None = None,
    *,
    sealed: str = "",
) -> Response:
    """The home page.

    Args:
        sealed: what was typed; it goes round with the question and comes back with the answer.
    """
    announcements = visit.kiosk.commune.profile.announcements_on(today())
    return visit.page(
        "home/home.html",
        status,
        form=form,
        summary=form.summary(FIELDS),
        announcements=announcements,
        registration=registration,
        locked=visit.session is not None and visit.session.kind is SubjectKind.LOCKED_REGISTRATION,
        sealed=sealed,
    )


def given_back(visit: Visit, sealed: str) -> Response:
    return given_back_page(visit, sealed, "/mon-espace", "Aller à mon espace")


def signed_out_page(visit: Visit) -> Response:
    """In the place of an answer to a form: 403, since nothing was done. A script is told and keeps its page."""
    if asked_part(visit):
        # The cookie stays: the page that the script belongs to still has a button, whose form the cookie proves.
        return JSONResponse({}, 403)
    form, page = FormView(), sent_to(visit.request)
    sealed = sealed_form(visit, page) if GIVES_BACK.fullmatch(page) else ""
    form.complain(of_page("signed-out-typed" if sealed else "signed-out"), "identifier")
    return sign_in_page(visit, form, 403, sealed=sealed)
