"""A creation that was left alone: the password of step 3 first, then on from where they were."""

import re

from starlette.responses import Response

from gateway.web.creation.step import HOUSEHOLD
from gateway.web.form_view import FormView
from gateway.web.given_back import ASKS_FOR_STATEMENT, given_back_page, sealed_form, sent_to
from gateway.web.visit import Visit

_OF_THE_CREATION = re.compile(rf"/creer-ma-famille(/[\w-]+)*({ASKS_FOR_STATEMENT})?", re.ASCII)


def locked_page(visit: Visit, form: FormView, going_on: str, sealed: str, status: int = 200) -> Response:
    """Ask for the password.

    Args:
        going_on: the page to go on at.
        sealed: what somebody was sending there; it goes round with the question and comes back with the answer.
    """
    return visit.page(
        "creation/unlock.html",
        status,
        form=form,
        summary=form.summary(["password"]),
        going_on=going_on,
        sealed=sealed,
    )


def interrupted_page(visit: Visit) -> Response:
    """The same, in the place of an answer to a form: 403, since nothing was done."""
    page = safe_path(sent_to(visit.request))
    return locked_page(visit, FormView(), page, sealed_form(visit, page), 403)


def given_back(visit: Visit, sealed: str) -> Response:
    return given_back_page(visit, sealed, HOUSEHOLD, "Revenir à mon foyer")


def safe_path(path: str) -> str:
    """A page of the creation, and never another site's address."""
    return path if is_of_creation(path) else HOUSEHOLD


def is_of_creation(path: str) -> bool:
    return bool(_OF_THE_CREATION.fullmatch(path))
