"""What somebody was sending when their session had ended goes round, sealed, with the question who they are."""

from starlette.requests import Request
from starlette.responses import Response

from gateway.edge.csrf import FIELD
from gateway.edge.forms import Form
from gateway.edge.kept_forms import KeptForm, Texts
from gateway.web.visit import Visit

ASKS_FOR_STATEMENT = r"\?modele=[\w-]{1,60}(&remplace=[0-9a-f-]{36})?"
"""The only query that an address with a form to give back has: which sworn statement is filled in."""
KEPT = "garde"
"""The input that carries it."""
NOT_OPENED = "texte-non-repris"
"""The notice for whoever signs in with a form that does not open for them."""
_NOT_KEPT = frozenset({FIELD, "password", "password_confirmation", "captcha", "mail_code"})


def sent_to(request: Request) -> str:
    """The address that the form was sent to, within this site."""
    url = request.url
    return f"{url.path}?{url.query}" if url.query else url.path


def sealed_form(visit: Visit, path: str) -> str:
    """The form that came, for the page that asks; empty when it does not say whose it is.

    Args:
        path: the page that it is for.
    """
    writer = visit.kiosk.csrf.writer(visit.form.text(FIELD))
    return visit.kiosk.kept_forms.seal(KeptForm(path, _sent_texts(visit.form)), writer)


def kept_form(visit: Visit) -> str:
    """What goes round with the question, still sealed; empty when nothing does."""
    return visit.form.text(KEPT)


def given_back_page(visit: Visit, sealed: str, home: str, home_name: str) -> Response:
    """For whoever is signed in now: what they had typed, to be sent with one press; or their home.

    Args:
        home, home_name: where they go without sending it.
    """
    session = visit.session
    form = visit.kiosk.kept_forms.open(sealed, session.subject.id) if session else None
    if form is None:
        return visit.go(f"{home}?fait={NOT_OPENED}")
    return visit.page("home/given_back.html", going_on=form.path, typed=form.texts, home=home, home_name=home_name)


def _sent_texts(form: Form) -> Texts:
    """Everything but secrets and files."""
    texts = [(name, text) for name, all_of_it in form.texts.items() for text in all_of_it]
    return [(name, text) for name, text in texts if name not in _NOT_KEPT]
