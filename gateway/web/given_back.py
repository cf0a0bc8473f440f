"""What somebody was sending when their session had ended: it goes round with the question who they are."""

from collections.abc import Sequence

from starlette.requests import Request

from gateway.edge.forms import Form

Texts = Sequence[tuple[str, str]]
ASKS_FOR_STATEMENT = r"\?modele=[\w-]{1,60}(&remplace=[0-9a-f-]{36})?"
"""The only query that an address with a form to give back has: which sworn statement is filled in."""
_KEPT = "garde:"
_NOT_KEPT = frozenset({"csrf", "password", "password_confirmation", "captcha", "mail_code"})


def sent_to(request: Request) -> str:
    """The address that the form was sent to, within this site."""
    url = request.url
    return f"{url.path}?{url.query}" if url.query else url.path


def sent_texts(form: Form) -> Texts:
    """What goes round: everything but secrets and files."""
    texts = [(name, text) for name, all_of_it in form.texts.items() for text in all_of_it]
    return [(name, text) for name, text in texts if name not in _NOT_KEPT]


def going_round(texts: Texts) -> Texts:
    """As inputs of the page that asks."""
    return [(_KEPT + name, value) for name, value in texts]


def kept_texts(form: Form) -> Texts:
    """What went round with the question."""
    return [
        (name.removeprefix(_KEPT), text)
        for name, texts in form.texts.items()
        if name.startswith(_KEPT)
        for text in texts
    ]
