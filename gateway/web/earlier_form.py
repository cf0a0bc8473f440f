"""A form of a page that was shown before another tab signed in or out: nothing of it was done, and no text is lost."""

from starlette.requests import Request
from starlette.responses import Response

from gateway.edge.csrf import FIELD
from gateway.edge.forms import Form
from gateway.edge.sessions import Session
from gateway.web.agents import sign_in_page as agents
from gateway.web.creation import locked as creation
from gateway.web.given_back import sealed_form, sent_to
from gateway.web.home import sign_in_page as families
from gateway.web.home import sign_out
from gateway.web.pieces.part import asked_part
from gateway.web.visit import Visit, open_visit
from libs.chassis.auth import SubjectKind


async def earlier_form_page(request: Request, form: Form) -> Response | None:
    """Gives the text back to its writer, or asks who they are; whoever leaves, leaves.

    Returns:
        None where nobody writes, for somebody else, and for a script, which keeps its page: the form is refused.

    Raises:
        Unavailable: identity cannot say who it is.
    """
    visit, page = await open_visit(request), sent_to(request)
    visit.form = form
    if page == sign_out.PATH:
        return await sign_out.sign_out(visit)
    if asked_part(visit):
        return None
    return _asked(visit, page) if visit.session is None else _given_back(visit, visit.session, page)


def _asked(visit: Visit, page: str) -> Response | None:
    if page.startswith("/agents/"):
        return agents.agent_signed_out_page(visit)
    return families.signed_out_page(visit) if page.startswith("/mon-espace") else None


def _given_back(visit: Visit, session: Session, page: str) -> Response | None:
    if visit.kiosk.csrf.writer(visit.form.text(FIELD)) != visit.kiosk.kept_forms.writer(session.subject.id):
        return None
    match session.kind:
        case SubjectKind.FAMILY if families.GIVES_BACK.fullmatch(page):
            return families.given_back(visit, sealed_form(visit, page))
        case SubjectKind.STAFF if agents.GIVES_BACK.fullmatch(page):
            return agents.given_back(visit, sealed_form(visit, page))
        case SubjectKind.REGISTRATION if creation.is_of_creation(page):
            return creation.given_back(visit, sealed_form(visit, page))
        case SubjectKind.LOCKED_REGISTRATION if creation.is_of_creation(page):
            return creation.interrupted_page(visit)
    return None
