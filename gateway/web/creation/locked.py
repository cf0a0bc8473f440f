"""A creation that was left alone: the password of step 3 first, then on from where they were."""

import re
from collections.abc import Sequence

from starlette.responses import Response

from gateway.edge.forms import Form
from gateway.web.creation.step import HOUSEHOLD
from gateway.web.form_view import FormView
from gateway.web.visit import Visit

Texts = Sequence[tuple[str, str]]
_KEPT = "garde:"
_OF_THE_CREATION = re.compile(r"/creer-ma-famille(/[\w-]+)*", re.ASCII)
_NOT_KEPT = frozenset({"csrf", "password", "password_confirmation", "captcha", "mail_code"})


def locked_page(visit: Visit, form: FormView, going_on: str, typed: Texts, status: int = 200) -> Response:
    """Ask for the password.

    Args:
        going_on: the page to go on at.
        typed: what somebody was sending there; it goes round with the question and comes back with the answer.
    """
    return visit.page(
        "creation/unlock.html",
        status,
        form=form,
        summary=form.summary(["password"]),
        going_on=going_on,
        typed=[(_KEPT + name, value) for name, value in typed],
    )


def interrupted_page(visit: Visit) -> Response:
    """The same, in the place of an answer to a form: 403, since nothing was done."""
    texts = [(name, text) for name, all_of_it in visit.form.texts.items() for text in all_of_it]
    typed = [(name, text) for name, text in texts if name not in _NOT_KEPT]
    return locked_page(visit, FormView(), safe_path(visit.request.url.path), typed, 403)


def kept_texts(form: Form) -> Texts:
    """What went round with the question."""
    return [
        (name.removeprefix(_KEPT), text)
        for name, texts in form.texts.items()
        if name.startswith(_KEPT)
        for text in texts
    ]


def safe_path(path: str) -> str:
    """A page of the creation, and never another site's address."""
    return path if _OF_THE_CREATION.fullmatch(path) else HOUSEHOLD
