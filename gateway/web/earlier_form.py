"""A form of a page that was shown before another tab signed in or out: nothing of it was done, and no text is lost."""

from starlette.requests import Request
from starlette.responses import Response

from gateway.edge.csrf import FIELD
from gateway.edge.sessions import Session
from gateway.web.agents import sign_in_page as agents
from gateway.web.agents.home import HOME as AGENTS_HOME
from gateway.web.agents.home import first_list
from gateway.web.creation.locked import interrupted_page, is_of_creation
from gateway.web.creation.step import HOUSEHOLD
from gateway.web.given_back import given_back_page, sealed_form, sent_to
from gateway.web.home import sign_in_page as families
from gateway.web.home import sign_out
from gateway.web.pieces.part import asked_part
from gateway.web.visit import Visit, open_visit
from libs.chassis.auth import SubjectKind


async def earlier_form_page(request: Request) -> Response | None:
    """Gives the text back to its writer, or asks who they are; whoever leaves, leaves.

    Returns:
        None where nobody writes, for somebody else, and for a script, which keeps its page: the form is refused.

    Raises:
        Unavailable: identity cannot say who it is.
    """
    visit, page = await open_visit(request), sent_to(request)
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
            return given_back_page(visit, sealed_form(visit, page), "/mon-espace", "Aller à mon espace")
        case SubjectKind.STAFF if agents.GIVES_BACK.fullmatch(page):
            home = first_list(session) or AGENTS_HOME
            return given_back_page(visit, sealed_form(visit, page), home, "Aller à l'espace des agents")
        case SubjectKind.REGISTRATION if is_of_creation(page):
            return given_back_page(visit, sealed_form(visit, page), HOUSEHOLD, "Revenir à mon foyer")
        case SubjectKind.LOCKED_REGISTRATION if is_of_creation(page):
            return interrupted_page(visit)
    return None
