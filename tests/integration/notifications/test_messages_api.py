"""A family reads its messages, and nobody else's."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from deploy.local.instance import Instance
from libs.chassis.auth import VISITOR, Subject, SubjectKind, SubjectMint
from libs.contracts.household.v1 import RefusedItem, SubmissionConcluded, SubmissionMade
from services.notifications.main import create_app
from services.notifications.settings import NotificationsSettings
from tests.integration.notifications.conftest import Rows, Tell

FAMILY, OTHER_FAMILY, ACCOUNT = uuid4(), uuid4(), uuid4()
PARENT = Subject(SubjectKind.FAMILY, ACCOUNT, FAMILY)
STRANGER = Subject(SubjectKind.FAMILY, uuid4(), OTHER_FAMILY)
STAFF = Subject(SubjectKind.STAFF, uuid4(), permissions=frozenset({"household.read"}))

Ask = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
async def ask(settings: NotificationsSettings, infrastructure: Instance) -> AsyncIterator[Ask]:
    """`await ask("GET", "/messages", by=PARENT, family=FAMILY)`."""
    mint = SubjectMint(infrastructure.environment_of("gateway")["GATEWAY_SUBJECT_PRIVATE_KEY"])
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://notifications") as client,
    ):

        async def request(method: str, path: str, by: Subject | None = PARENT, family: UUID = FAMILY) -> httpx.Response:
            headers = {"Authorization": f"Bearer {mint.mint(by)}"} if by else {}
            return await client.request(method, f"/families/{family}{path}", headers=headers)

        yield request


def made(family: UUID = FAMILY) -> SubmissionMade:
    return SubmissionMade(submission_id=uuid4(), family_id=family, document_ids=[], made_at=datetime.now(UTC))


def concluded(family: UUID = FAMILY) -> SubmissionConcluded:
    refused = RefusedItem(item_key="child-x.piece.livret", label="Livret de famille", reason="Illisible.", comment=None)
    return SubmissionConcluded(
        submission_id=uuid4(), family_id=family, accepted=4, refused=[refused], concluded_at=datetime.now(UTC)
    )


async def listed(ask: Ask, after: str = "") -> list[dict[str, Any]]:
    answer = await ask("GET", f"/messages{after}")
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()
    return found


async def test_messages_are_listed_newest_first_and_read_one_by_one(ask: Ask, tell: Tell) -> None:
    await tell(made())
    await tell(concluded())
    newest, oldest = await listed(ask)
    assert set(newest) == {"id", "subject", "posted_at", "read"}
    assert newest["subject"] == "Un point de votre demande est à corriger"
    assert (oldest["subject"], oldest["read"]) == ("Votre demande est bien arrivée", False)
    whole = (await ask("GET", f"/messages/{newest['id']}")).json()
    assert set(whole) == {"id", "subject", "posted_at", "read", "body"}
    assert "1. Livret de famille\nPourquoi : Illisible." in whole["body"]
    assert (await ask("GET", "/messages/unread-count")).json() == {"unread": 2}
    for _ in range(2):
        assert (await ask("POST", f"/messages/{newest['id']}/reading")).status_code == 204
    assert (await ask("GET", "/messages/unread-count")).json() == {"unread": 1}
    assert [message["read"] for message in await listed(ask)] == [True, False]


async def test_a_second_reader_does_not_change_the_first_reading(ask: Ask, tell: Tell, rows: Rows) -> None:
    await tell(made())
    (message,) = await listed(ask)
    for reader in (PARENT, Subject(SubjectKind.FAMILY, uuid4(), FAMILY)):
        await ask("POST", f"/messages/{message['id']}/reading", by=reader)
    assert await rows("SELECT read_by FROM messages") == [{"read_by": ACCOUNT}]


async def test_a_long_list_comes_in_pages(ask: Ask, tell: Tell, rows: Rows) -> None:
    for _ in range(53):
        await tell(made())
    await tell(made(OTHER_FAMILY))
    await rows("UPDATE messages SET posted_at = now()")  # the same instant for all: the id decides
    first = await listed(ask)
    second = await listed(ask, f"?after={first[-1]['id']}")
    assert (len(first), len(second)) == (50, 3)
    assert len({message["id"] for message in first + second}) == 53
    assert await listed(ask, f"?after={uuid4()}") == []


@pytest.mark.parametrize(
    "path", ["/messages", "/messages/unread-count", "/messages/{id}", "POST /messages/{id}/reading"]
)
@pytest.mark.parametrize(
    ("by", "family", "status"),
    [
        (None, FAMILY, 401),
        (VISITOR, FAMILY, 403),
        (STAFF, FAMILY, 403),
        (STRANGER, FAMILY, 404),
        (PARENT, OTHER_FAMILY, 404),
    ],
)
async def test_a_family_reads_its_own_messages_alone(
    *, ask: Ask, tell: Tell, rows: Rows, path: str, by: Subject | None, family: UUID, status: int
) -> None:
    await tell(made(family))
    (message,) = await rows("SELECT id FROM messages")
    method, _, where = path.rpartition(" ")
    answer = await ask(method or "GET", where.format(id=message["id"]), by=by, family=family)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert await rows("SELECT read_at FROM messages") == [{"read_at": None}]


async def test_another_familys_message_does_not_exist_under_ones_own_address(ask: Ask, tell: Tell, rows: Rows) -> None:
    await tell(made(OTHER_FAMILY))
    (message,) = await rows("SELECT id FROM messages")
    assert (await ask("GET", f"/messages/{message['id']}")).status_code == 404
    assert (await ask("POST", f"/messages/{message['id']}/reading")).status_code == 404
    assert (await ask("GET", "/messages/nonsense")).status_code == 422


async def test_the_unread_count_is_read_from_its_index(ask: Ask, tell: Tell, rows: Rows) -> None:
    await tell(made())
    await rows("VACUUM ANALYZE messages")
    await rows("SET enable_seqscan = off")
    plan = await rows(f"EXPLAIN SELECT count(*) FROM messages WHERE family_id = '{FAMILY}' AND read_at IS NULL")
    assert any("ix_messages_unread" in row["QUERY PLAN"] for row in plan), plan


async def test_the_service_is_ready_when_its_database_answers(settings: NotificationsSettings) -> None:
    app = create_app(settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://notifications") as client:
        ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["checks"]) == (200, {"database": True})
