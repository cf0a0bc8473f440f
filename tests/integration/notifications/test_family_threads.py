"""A family reads and writes its threads, and nobody else's."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from libs.chassis.auth import VISITOR, Subject
from libs.contracts.household.v1 import FamilyErased
from services.notifications.main import create_app
from services.notifications.settings import NotificationsSettings
from tests.integration.notifications.conftest import Rows, Tell
from tests.integration.notifications.threads_api import (
    FAMILY,
    OTHER_FAMILY,
    PARENT,
    STAFF,
    STRANGER,
    Threads,
    concluded,
    made,
)


async def listed(threads: Threads, after: str = "") -> list[dict[str, Any]]:
    answer = await threads.ask("GET", f"/families/{FAMILY}/threads{after}")
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()
    return found


async def unread(threads: Threads) -> int:
    count: int = (await threads.ask("GET", f"/families/{FAMILY}/threads/unread-count")).json()["unread"]
    return count


async def test_what_the_kiosk_tells_of_a_submission_is_one_thread(threads: Threads, tell: Tell) -> None:
    submission = made()
    await tell(submission)
    await tell(concluded(submission_id=submission.submission_id))
    (thread,) = await listed(threads)
    assert thread["subject"].startswith("Votre demande du ")
    assert (thread["unread"], thread["last_author"], thread["closed"]) == (2, "kiosk", False)
    whole = (await threads.ask("GET", f"/families/{FAMILY}/threads/{thread['id']}")).json()
    assert [message["subject"] for message in whole["messages"]] == [
        "Votre demande est bien arrivée",
        "Un point de votre demande est à corriger",
    ]
    assert "1. Livret de famille\nPourquoi : Illisible." in whole["messages"][1]["body"]
    assert await unread(threads) == 2
    for _ in range(2):
        assert (await threads.ask("POST", f"/families/{FAMILY}/threads/{thread['id']}/reading")).status_code == 204
    assert await unread(threads) == 0


async def test_a_family_writes_and_reads_what_it_wrote(threads: Threads, rows: Rows) -> None:
    path = await threads.begins(subject="  Cantine ", body="Bonjour,\r\n\r\nMerci.")
    whole = (await threads.ask("GET", path)).json()
    (message,) = whole["messages"]
    assert (whole["subject"], whole["desk"]) == ("Cantine", "famille")
    assert (message["author"], message["signature"], message["body"]) == (
        "family",
        "Camille Martin",
        "Bonjour,\n\nMerci.",
    )
    assert await unread(threads) == 0, "one's own message is no news"
    (audited,) = await rows("SELECT actor, action, family_id FROM audit")
    assert audited == {"actor": f"family:{PARENT.id}", "action": "message.written", "family_id": FAMILY}


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"desk": "sports"}, None, "unknown-desk"),
        ({"subject": " "}, "subject", "string_too_short"),
        ({"body": ""}, "body", "string_too_short"),
        ({"body": "x" * 5001}, "body", "string_too_long"),
        ({"subject": "a\u202eb"}, "subject", "forbidden-characters"),
        ({"author": "town"}, "author", "extra_forbidden"),
        ({"manifest": "a.b.c"}, None, "manifest-invalid"),
    ],
)
async def test_what_cannot_be_sent_is_refused_by_name(
    threads: Threads, rows: Rows, changed: dict[str, str], field: str | None, code: str
) -> None:
    answer = await threads.posts(
        f"/families/{FAMILY}/threads", {"desk": "famille", "subject": "a", "body": "b"} | changed
    )
    assert answer.status_code == 422
    told = answer.json()
    found = (
        (told["errors"][0]["field"], told["errors"][0]["code"]) if field else (None, told["type"].rpartition(":")[2])
    )
    assert found == (field, code)
    assert await rows("SELECT 1 FROM messages") == []


async def test_the_same_form_sent_fifty_times_is_one_message(threads: Threads, rows: Rows) -> None:
    message = {"desk": "famille", "subject": "Cantine", "body": "Bonjour"}
    answers = await asyncio.gather(
        *(threads.posts(f"/families/{FAMILY}/threads", message, key="the-same-key") for _ in range(50))
    )
    assert {(answer.status_code, answer.headers["location"]) for answer in answers} == {
        (201, answers[0].headers["location"])
    }
    assert len(await rows("SELECT 1 FROM messages")) == 1


async def test_a_family_that_floods_is_slowed_whatever_comes_at_once(threads: Threads, rows: Rows) -> None:
    message = {"desk": "famille", "subject": "Cantine", "body": "Bonjour"}
    answers = await asyncio.gather(*(threads.posts(f"/families/{FAMILY}/threads", message) for _ in range(30)))
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) == 10
    assert 3500 < int(refused[0].headers["retry-after"]) <= 3600
    assert len(await rows("SELECT 1 FROM messages")) == 20
    other = await threads.posts(f"/families/{OTHER_FAMILY}/threads", message, by=STRANGER)
    assert other.status_code == 201


async def test_a_second_reader_does_not_change_the_first_reading(threads: Threads, tell: Tell, rows: Rows) -> None:
    await tell(made())
    (thread,) = await listed(threads)
    for reader in (PARENT, Subject(PARENT.kind, uuid4(), FAMILY)):
        await threads.ask("POST", f"/families/{FAMILY}/threads/{thread['id']}/reading", by=reader)
    assert await rows("SELECT read_by FROM messages") == [{"read_by": PARENT.id}]


async def test_a_long_list_comes_in_pages(threads: Threads, tell: Tell, rows: Rows) -> None:
    for _ in range(53):
        await tell(made())
    await tell(made(OTHER_FAMILY))
    await rows("UPDATE threads SET last_at = now()")  # the same instant for all: the id decides
    first = await listed(threads)
    second = await listed(threads, f"?after={first[-1]['id']}")
    assert (len(first), len(second)) == (50, 3)
    assert len({thread["id"] for thread in first + second}) == 53
    assert await listed(threads, f"?after={uuid4()}") == []


OWN = "/families/{family}"


@pytest.mark.parametrize(
    "path",
    [
        f"GET {OWN}/threads",
        f"GET {OWN}/threads/unread-count",
        f"GET {OWN}/threads/{{id}}",
        f"POST {OWN}/threads/{{id}}/reading",
        f"POST {OWN}/threads",
        f"POST {OWN}/threads/{{id}}/messages",
    ],
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
async def test_a_family_has_its_own_threads_alone(
    *, threads: Threads, tell: Tell, rows: Rows, path: str, by: Subject | None, family: UUID, status: int
) -> None:
    await tell(made(family))
    (thread,) = await rows("SELECT id FROM threads")
    method, _, where = path.partition(" ")
    body = {"body": "b"} if where.endswith("messages") else {"desk": "famille", "subject": "a", "body": "b"}
    where = where.format(family=family, id=thread["id"])
    answer = await (threads.posts(where, body, by=by) if method == "POST" else threads.ask("GET", where, by=by))
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert await rows("SELECT read_at FROM messages") == [{"read_at": None}]


async def test_another_familys_thread_does_not_exist_under_ones_own_address(
    threads: Threads, tell: Tell, rows: Rows
) -> None:
    await tell(made(OTHER_FAMILY))
    (thread,) = await rows("SELECT id FROM threads")
    own = f"/families/{FAMILY}/threads/{thread['id']}"
    assert (await threads.ask("GET", own)).status_code == 404
    assert (await threads.ask("POST", f"{own}/reading")).status_code == 404
    assert (await threads.posts(f"{own}/messages", {"body": "b"})).status_code == 404
    draft = await threads.ask("PUT", f"/families/{FAMILY}/draft?thread_id={thread['id']}", json={"body": "b"})
    assert draft.status_code == 404


async def test_a_draft_is_kept_as_it_was_typed_until_it_is_sent(threads: Threads, rows: Rows) -> None:
    where = f"/families/{FAMILY}/draft"
    assert (await threads.ask("GET", where)).status_code == 404
    first = (await threads.ask("PUT", where, json={"desk": "famille", "subject": "", "body": "  Bon"})).json()
    again = (await threads.ask("PUT", where, json={"desk": "famille", "subject": "Cantine", "body": "Bonjour"})).json()
    assert (first["body"], again["id"]) == ("  Bon", first["id"])
    assert (await threads.ask("GET", where, by=STRANGER)).status_code == 404
    assert (await threads.ask("GET", where, by=STAFF)).status_code == 404, "an agent has drafts of their own"
    await threads.begins()
    assert (await threads.ask("GET", where)).status_code == 404
    assert await rows("SELECT id FROM messages") == [{"id": UUID(first["id"])}]


async def test_an_erased_family_leaves_nothing_of_what_was_written(threads: Threads, tell: Tell, rows: Rows) -> None:
    await tell(made())
    await threads.knows(FAMILY)
    path = await threads.begins()
    await threads.ask("PUT", f"/families/{FAMILY}/draft", json={"body": "b"})
    await threads.ask("PUT", f"/families/{FAMILY}/draft?thread_id={path.rpartition('/')[2]}", json={"body": "b"})
    await threads.ask("PUT", f"/families/{FAMILY}/draft", by=STAFF, json={"body": "b"})
    await tell(FamilyErased(family_id=FAMILY, child_ids=[], registration_id=None, erased_at=datetime.now(UTC)))
    for table in ("messages", "threads", "drafts", "families"):
        assert await rows(f"SELECT 1 FROM {table}") == []


async def test_the_unread_count_is_read_from_its_index(threads: Threads, tell: Tell, rows: Rows) -> None:
    await tell(made())
    await rows("VACUUM ANALYZE messages")
    await rows("SET enable_seqscan = off")
    plan = await rows(
        f"EXPLAIN SELECT count(*) FROM messages WHERE family_id = '{FAMILY}' AND read_at IS NULL AND author <> 'family'"
    )
    assert any("ix_messages_unread" in row["QUERY PLAN"] for row in plan), plan


async def test_the_service_is_ready_when_its_database_answers(settings: NotificationsSettings) -> None:
    app = create_app(settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://notifications") as client:
        ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["checks"]) == (200, {"database": True})
