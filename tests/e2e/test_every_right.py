"""Every route of every service, asked by everybody whom a family does not concern (security.md 6 and 9).

The routes come from the services' own documents, and the ids from what the family and the agents are answered: a route
that is added tomorrow is asked too. What anybody may do stands below, line by line.
"""

from uuid import UUID, uuid4

import httpx
import pytest

from tests.support.family_space import FamilySpace
from tests.support.invented_families import invent_family
from tests.support.rights import Services, agent_with_everything, family_of, strangers
from tests.support.running_product import Product
from tests.support.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

OPEN = {
    "identity POST /sessions/revocation": "ends the session whose token is sent, and no other",
    "identity GET /captcha/challenge": "whoever creates a family proves to be a person",
    "identity POST /password-resets": "answers alike whether the account exists or not",
    "identity POST /passwords/strength": "says how strong a password is that is typed",
    "household GET /streets": "the town's register of streets",
    "household GET /refusal-reasons": "the town's catalogue",
    "documents GET /catalogue": "the town's catalogue",
    "schooling GET /schools": "the town's schools",
    "schooling GET /school-years": "the town's calendar",
    "schooling GET /campaigns": "the town's calendar",
    "schooling GET /derogation-reasons": "the town's catalogue",
    "schooling GET /certificate-keys": "public keys",
    "notifications GET /desks": "whom one may write to",
}
"""What is served to everybody, and why that is right."""
OWN_FILES = frozenset({"documents GET /documents", "documents GET /paper-dates"})
OWN_SESSIONS = frozenset(
    {"identity GET /accounts/current/sessions", "identity POST /accounts/current/sessions/others-revocation"}
)
OWN_SCHOOLS = frozenset({"schooling GET /appointment-schools"})
OWN = {
    "somebody who creates": OWN_FILES,
    "another family": OWN_FILES | OWN_SESSIONS,
    "an agent without permission": OWN_SCHOOLS,
    "the head of another school": OWN_SCHOOLS,
}
"""What is served to these as theirs: no path names whose it is, and nothing of this family is in it."""


async def test_no_route_of_a_service_serves_a_stranger(product: Product, visitor: Visitor, run: str) -> None:
    space = FamilySpace(visitor, invent_family(f"droits.{run}"))
    await space.arrive(product)
    session = await visitor.ask("/api/v1/session")
    services = Services(product, known={"family_id": [session["family_id"]]})
    async with httpx.AsyncClient(timeout=30) as client:
        await services.read_documents(client)
        assert len(services.routes) > 150, len(services.routes)
        parent = family_of(uuid4(), UUID(session["family_id"]))
        await services.learn(client, parent, agent_with_everything())
        assert {"submission_id", "document_id", "key", "thread_id"} <= set(services.known), sorted(services.known)
        served, wrong = set(), []
        for who, subject in strangers().items():
            for route in services.routes:
                answer = await services.call(client, route, subject)
                if answer.status_code < 400 or answer.status_code == 429:
                    served.add(route.name)
                if answer.status_code in (401, 403, 404, 409, 422, 429) and (subject or answer.status_code == 401):
                    continue
                theirs = route.name in OWN.get(who, ()) and not services.tells(answer.text)
                if not theirs and (subject is None or route.name not in OPEN):
                    wrong.append(f"{who}: {route.name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert set(OPEN) <= served, f"served to nobody any more: {set(OPEN) - served}"
