"""What a page says when a message could not be sent; what was typed is kept."""

from gateway.clients.service import Problem
from gateway.web.form_view import FormView
from gateway.web.wording import of_page


def refused_sending(form: FormView, problem: Problem) -> None:
    """Raises the problem when it is none of the message's: the page is not there, or not for this person."""
    if problem.status in (401, 403, 404):
        raise problem
    form.status = problem.status
    if problem.status == 429:
        form.complain(of_page("too-many-messages", retry_after=problem.retry_after))
    elif problem.code == "stale-version":
        form.complain(of_page("thread-changed"), "messages")
    else:
        form.refused_by(problem)
