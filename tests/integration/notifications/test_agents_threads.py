"""Agents work on threads: their list, one at a time, and only at their own desks."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

import pytest

from libs.chassis.auth import Permission, Subject
from libs.chassis.db import Database
from libs.commune.messages import read_messages
from services.notifications.adapters.unit_of_work import NotificationsUnitOfWork
from services.notifications.application.purge_threads import Retention, purge_threads
from services.notifications.settings import NotificationsSettings
from tests.integration.notifications.conftest import Family, Rows, Tell
from tests.integration.notifications.threads_api import FAMILY, OTHER_FAMILY, PARENT, STAFF, Threads, an_agent, made


async def test_the_longest_waiting_comes_first_page_by_page(threads: Threads, rows: Rows) -> None:
    await threads.knows(FAMILY)
    paths = [await threads.begins(subject=f"Question {number}") for number in range(3)]
    await threads.posts(f"{paths[0]}/messages", {"body": "Et encore ceci"})
    first = (await threads.ask("GET", "/threads?limit=2", by=STAFF)).json()
    assert [item["subject"] for item in first["items"]] == ["Question 0", "Question 1"]
    assert {item["family_code"] for item in first["items"]} == {"00042"}
    second = (await threads.ask("GET", f"/threads?limit=2&after={first['next']}", by=STAFF)).json()
    assert ([item["subject"] for item in second["items"]], second["next"]) == (["Question 2"], None)
    assert (await threads.ask("GET", "/threads?after=nonsense", by=STAFF)).status_code == 422


async def test_the_list_is_filtered_by_state_desk_and_code(threads: Threads, tell: Tell) -> None:
    await threads.knows(FAMILY, "00042")
    await threads.knows(OTHER_FAMILY, "10007")
    await threads.begins(desk="scolaire")
    await threads.begins(desk="famille")
    await tell(made())

    async def subjects(query: str, by: Subject = STAFF) -> list[tuple[str, str]]:
        answer = await threads.ask("GET", f"/threads{query}", by=by)
        assert answer.status_code == 200
        return [(item["desk"], item["state"]) for item in answer.json()["items"]]

    assert await subjects("") == [("scolaire", "to_answer"), ("famille", "to_answer")]
    assert await subjects("?desk=famille") == [("famille", "to_answer")]
    assert await subjects("?family_code=000") == [("scolaire", "to_answer"), ("famille", "to_answer")]
    assert await subjects("?family_code=1") == []
    assert await subjects("?state=told") == [("famille", "told")]
    assert await subjects("?state=closed") == []
    assert await subjects("", by=an_agent("agent_sports")) == []


async def test_reading_is_audited_and_shown_to_the_family(threads: Threads, rows: Rows) -> None:
    path = await threads.begins()
    thread_id = path.rpartition("/")[2]
    assert (await threads.ask("GET", path)).json()["messages"][0]["read_at"] is None
    for _ in range(2):
        await threads.read_by_town(thread_id)
    assert (await threads.ask("GET", path)).json()["messages"][0]["read_at"] is not None
    assert (
        await rows("SELECT actor, object FROM audit WHERE action = 'thread.read'")
        == [{"actor": f"staff:{STAFF.id}", "object": f"thread:{thread_id}"}] * 2
    )


async def test_an_answer_is_read_by_the_family_and_marked_for_the_agent(threads: Threads) -> None:
    path = await threads.begins()
    thread = await threads.read_by_town(path.rpartition("/")[2])
    answer = await threads.posts(
        f"/threads/{thread['id']}/messages", {"body": "Bonjour,"}, by=STAFF, version=thread["version"]
    )
    assert answer.status_code == 201
    message = (await threads.ask("GET", path)).json()["messages"][1]
    assert (message["author"], message["signature"]) == ("town", None), "the demo's town shows no first names"
    await threads.ask("POST", f"{path}/reading")
    thread = await threads.read_by_town(thread["id"])
    assert (thread["state"], thread["messages"][1]["read_at"] is not None) == ("answered", True)


async def test_of_two_agents_who_answer_at_once_one_is_told(threads: Threads, rows: Rows) -> None:
    path = await threads.begins()
    thread = await threads.read_by_town(path.rpartition("/")[2])
    where = f"/threads/{thread['id']}/messages"
    answers = await asyncio.gather(
        *(threads.posts(where, {"body": "Bonjour,"}, by=an_agent(), version=thread["version"]) for _ in range(20))
    )
    assert sorted(answer.status_code for answer in answers) == [201] + 19 * [409]
    assert {answer.json()["type"] for answer in answers if answer.status_code == 409} == {
        "urn:kiosque:problem:stale-version"
    }
    assert len(await rows("SELECT 1 FROM messages WHERE author = 'town'")) == 1
    assert (await threads.posts(where, {"body": "Bonjour,"}, by=STAFF)).status_code == 428


async def test_closing_and_handing_over(threads: Threads) -> None:
    thread = await threads.read_by_town((await threads.begins()).rpartition("/")[2])
    where = f"/threads/{thread['id']}"
    moved = await threads.ask(
        "PUT", f"{where}/desk", by=STAFF, json={"desk": "scolaire"}, headers={"If-Match": f'"{thread["version"]}"'}
    )
    assert moved.status_code == 204
    assert (await threads.posts(f"{where}/closing", {}, by=STAFF, version=thread["version"])).status_code == 409
    thread = await threads.read_by_town(thread["id"])
    assert thread["desk"] == "scolaire"
    assert (await threads.posts(f"{where}/closing", {}, by=STAFF, version=thread["version"])).status_code == 204
    closed = await threads.read_by_town(thread["id"])
    assert closed["state"] == "closed"
    again = await threads.posts(f"{where}/closing", {}, by=STAFF, version=closed["version"])
    assert again.json()["type"] == "urn:kiosque:problem:already-closed"
    assert (await threads.posts(f"/families/{FAMILY}{where}/messages", {"body": "Merci"})).status_code == 201
    assert (await threads.read_by_town(thread["id"]))["state"] == "to_answer"


@pytest.mark.parametrize(
    ("by", "status"),
    [
        (None, 401),
        (PARENT, 403),
        (an_agent(permissions=frozenset({Permission.HOUSEHOLD_READ})), 403),
        (an_agent("agent_sports"), 404),
    ],
)
async def test_threads_are_for_the_agents_of_their_desk(threads: Threads, by: Subject | None, status: int) -> None:
    await threads.knows(FAMILY)
    thread_id = (await threads.begins()).rpartition("/")[2]
    first = {"family_id": str(FAMILY), "desk": "famille", "subject": "a", "body": "b"}
    where = f"/threads/{thread_id}"
    move = {"json": {"desk": "scolaire"}, "headers": {"If-Match": '"1"'}}
    answers = [
        await threads.ask("GET", where, by=by),
        await threads.posts(f"{where}/messages", {"body": "b"}, by=by, version=1),
        await threads.posts(f"{where}/closing", {}, by=by, version=1),
        await threads.ask("PUT", f"{where}/desk", by=by, **move),
        await threads.posts("/threads", first, by=by),
    ]
    assert [answer.status_code for answer in answers] == [status] * 5


async def test_the_town_writes_first_to_a_family_that_it_knows(threads: Threads) -> None:
    first = {"family_id": str(FAMILY), "desk": "famille", "subject": "Dossier", "body": "Bonjour,"}
    assert (await threads.posts("/threads", first, by=STAFF)).status_code == 404
    assert (await threads.ask("GET", f"/families/{FAMILY}", by=STAFF)).status_code == 404
    await threads.knows(FAMILY)
    assert (await threads.ask("GET", f"/families/{FAMILY}", by=STAFF)).json()["code"] == "00042"
    assert (await threads.posts("/threads", first, by=STAFF)).status_code == 201
    (thread,) = (await threads.ask("GET", f"/families/{FAMILY}/threads")).json()
    assert (thread["subject"], thread["unread"]) == ("Dossier", 1)


async def test_a_mail_that_waits_stays_home_once_the_thread_was_read(
    threads: Threads, tell: Tell, rows: Rows, a_family: Callable[[], Family]
) -> None:
    await tell(a_family().registered().model_copy(update={"family_id": FAMILY, "account_id": PARENT.id}))
    await tell(a_family().activated().model_copy(update={"family_id": FAMILY, "account_id": PARENT.id}), version=2)
    path = await threads.begins()
    for _ in range(3):
        thread = await threads.read_by_town(path.rpartition("/")[2])
        await threads.posts(
            f"/threads/{thread['id']}/messages", {"body": "Bonjour,"}, by=STAFF, version=thread["version"]
        )
    mails = "SELECT state, next_attempt_at > now() + interval '50 minutes' AS later FROM deliveries ORDER BY position"
    assert await rows(mails) == [{"state": "waiting", "later": False}, {"state": "waiting", "later": True}]
    await threads.ask("POST", f"{path}/reading")
    assert {row["state"] for row in await rows(mails)} == {"superseded"}
    thread = await threads.read_by_town(path.rpartition("/")[2])
    await threads.posts(f"/threads/{thread['id']}/messages", {"body": "Bonjour,"}, by=STAFF, version=thread["version"])
    assert (await rows(mails))[-1] == {"state": "waiting", "later": True}


async def test_closed_threads_go_after_the_communes_delay(
    threads: Threads, rows: Rows, database: Database, settings: NotificationsSettings
) -> None:
    kept = read_messages(settings.commune_dir).desks
    retention = Retention(kept.closed_kept_days, kept.draft_kept_days)
    old, recent = (await threads.begins()).rpartition("/")[2], (await threads.begins()).rpartition("/")[2]
    document = uuid4()
    for thread_id in (old, recent):
        await threads.posts(f"/threads/{thread_id}/closing", {}, by=STAFF, version=1)
        await threads.ask("PUT", f"/families/{FAMILY}/draft?thread_id={thread_id}", json={"body": "b"})
    await rows("UPDATE threads SET closed_at = now() - interval '731 days' WHERE id = $1", old)
    await rows("UPDATE messages SET document_ids = ARRAY[$2::uuid] WHERE thread_id = $1", old, document)
    for _ in range(2):
        await purge_threads(retention, lambda: NotificationsUnitOfWork(database))
    assert [str(row["id"]) for row in await rows("SELECT id FROM threads")] == [recent]
    assert len(await rows("SELECT 1 FROM messages")) == len(await rows("SELECT 1 FROM drafts")) == 1
    (purged,) = await rows("SELECT actor, object, family_id FROM audit WHERE action = 'thread.purged'")
    assert purged == {"actor": "service:notifications", "object": f"thread:{old}", "family_id": FAMILY}
    (told,) = await rows("SELECT envelope FROM outbox WHERE type = 'notifications.thread.purged.v1'")
    assert str(document) in told["envelope"]
