"""Signing out: on the server first, then in the browser."""

from starlette.responses import Response

from gateway.web.visit import Visit
from libs.chassis.auth import SubjectKind

PATH = "/deconnexion"


async def sign_out(visit: Visit) -> Response:
    """To the sign-in of whoever it was; nobody is signed out twice."""
    staff = visit.session is not None and visit.session.kind in (SubjectKind.STAFF, SubjectKind.SECOND_FACTOR)
    await visit.end()
    return visit.go("/agents/connexion?fait=deconnexion" if staff else "/?fait=deconnexion")
