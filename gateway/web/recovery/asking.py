"""One question, answered alike for everybody: whether there is an account is said by mail, to its holder alone."""

from collections.abc import Awaitable, Callable

from starlette.responses import Response

from gateway.clients.service import Problem
from gateway.web.form_view import FormView, text_problem
from gateway.web.visit import Visit
from gateway.web.wording import of_page

Ask = Callable[[str, str], Awaitable[None]]


async def ask(visit: Visit, template: str, name: str, asking: Ask, sent: str) -> Response:
    """Pass on what was typed, and go on to the page that says what comes.

    Args:
        name: of the one field.
        asking: a service's method; it takes a bearer and the text.
        sent: address of the page that everybody comes to. A text that cannot even be an account's leads there too.
    """
    text = visit.form.text(name).strip()
    form = FormView({name: text})
    if not text:
        form.refuse([text_problem(name, "required")])
        return asked(visit, template, name, form)
    try:
        await asking(visit.kiosk.sessions.bearer_from(visit.address), text)
    except Problem as problem:
        if problem.status not in (422, 429):
            raise
        if problem.status == 429:
            form.status = 429
            form.complain(of_page("slow-down", retry_after=problem.retry_after), name)
            return asked(visit, template, name, form)
    return visit.go(sent)


def asked(visit: Visit, template: str, name: str, form: FormView) -> Response:
    """The page with the question."""
    status = form.status if form.wrong else 200
    return visit.page(template, status, form=form, summary=form.summary((name,)))
