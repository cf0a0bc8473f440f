"""Which family a signed-in parent belongs to."""

from gateway.web.visit import NotAllowed, Visit


def family_id(visit: Visit) -> str:
    """Raises NotAllowed: the account opens no family."""
    if visit.session is None or visit.session.subject.family_id is None:
        raise NotAllowed
    return str(visit.session.subject.family_id)
