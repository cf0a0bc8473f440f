"""Files of messages: attached while it is written, kept once it is posted, swept when it never is."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from joserfc import jwt

from libs.chassis.auth import Permission, Subject
from libs.contracts.documents.manifest import ALGORITHM, Manifest
from libs.contracts.household.v1 import FamilyErased
from libs.contracts.notifications.v1 import MessagePosted, ThreadPurged
from tests.integration.documents.conftest import Documents, a_family, a_registration, an_agent

ATTACHMENT = "attachment"


def a_message() -> str:
    return f"message-{uuid4()}"


def answering() -> Subject:
    return an_agent(Permission.MESSAGES_ANSWER)


def posted(record: str, family: Subject, *document_ids: UUID) -> MessagePosted:
    assert family.family_id is not None
    return MessagePosted(
        message_id=UUID(record.removeprefix("message-")),
        thread_id=uuid4(),
        family_id=family.family_id,
        author="family",
        document_ids=list(document_ids),
        posted_at=datetime.now(UTC),
    )


async def named(documents: Documents, subject: Subject, *ids: UUID) -> list[str]:
    answer = await documents.call("GET", "/attachments", subject, params=[("id", str(found)) for found in ids])
    assert answer.status_code == 200, answer.text
    return sorted(found["file_name"] for found in answer.json())


async def test_photos_of_a_message_are_signed_one_by_one(documents: Documents) -> None:
    family, message = a_family(), a_message()
    files = [await documents.photo(family, record=message, piece=ATTACHMENT) for _ in range(2)]
    made = await documents.manifest(family, message)
    claims = Manifest.model_validate(
        jwt.decode(made["manifest"], documents.manifest_key, algorithms=[ALGORITHM]).claims
    )
    (slot,) = claims.slots
    assert (slot.record, [file.id for file in slot.documents]) == (message, files)


async def test_a_sent_file_stays_and_the_town_may_open_it(documents: Documents) -> None:
    family, message, agent = a_family(), a_message(), answering()
    photo = await documents.photo(family, record=message, piece=ATTACHMENT)
    assert await named(documents, agent, photo) == []
    assert (await documents.opened(agent, photo)).status_code == 404
    await documents.hears(posted(message, family, photo))
    assert await named(documents, agent, photo) == await named(documents, family, photo) == ["IMG_0001.jpg"]
    assert (await documents.opened(agent, photo)).status_code == 200
    assert (await documents.opened(an_agent(Permission.DOCUMENTS_READ), photo)).status_code == 404
    assert (await documents.call("DELETE", f"/documents/{photo}", family)).status_code == 409
    assert (await documents.upload(family, record=message, piece=ATTACHMENT)).status_code == 409
    assert await named(documents, a_family(), photo) == []
    assert len(await documents.rows("SELECT 1 FROM audit WHERE action = 'document.read'")) == 1


async def test_what_an_agent_attaches_is_the_agents_until_it_is_sent(documents: Documents) -> None:
    family, message, agent = a_family(), a_message(), answering()
    letter = await documents.taken(agent, record=message, piece=ATTACHMENT, name="reponse.pdf")
    assert [found["file_name"] for found in await documents.listed(agent, message)] == ["reponse.pdf"]
    assert (await documents.opened(agent, letter)).status_code == 200
    assert await documents.listed(answering(), message) == []
    assert await documents.listed(family, message) == []
    assert (await documents.opened(family, letter)).status_code == 404
    await documents.hears(posted(message, family, letter))
    assert (await documents.opened(family, letter)).status_code == 200
    assert await named(documents, family, letter) == ["reponse.pdf"]


async def test_who_may_attach(documents: Documents) -> None:
    message = a_message()
    assert (await documents.upload(a_registration(), record=message, piece=ATTACHMENT)).status_code == 404
    assert (await documents.upload(an_agent(), record=message, piece=ATTACHMENT)).status_code == 403
    assert (await documents.upload(answering())).status_code == 404, "an agent fills no family's dossier"
    assert (await documents.upload(a_family(), record=message, piece="livret-famille")).status_code == 422


async def test_attachments_are_no_papers_of_the_family(documents: Documents) -> None:
    family, message = a_family(), a_message()
    await documents.taken(family, record=message, piece=ATTACHMENT)
    paper = await documents.taken(family)
    assert [UUID(found["id"]) for found in await documents.listed(family)] == [paper]


async def test_what_was_never_sent_goes_after_the_drafts_delay(documents: Documents) -> None:
    family, message = a_family(), a_message()
    left = await documents.taken(family, record=message, piece=ATTACHMENT)
    sent = await documents.taken(family, record=(other := a_message()), piece=ATTACHMENT)
    await documents.hears(posted(other, family, sent))
    await documents.rows("UPDATE documents SET received_at = now() - interval '31 days'")
    fresh = await documents.taken(family, record=message, piece=ATTACHMENT)
    for _ in range(2):
        await documents.jobs.purge()
    rows = await documents.rows("SELECT id FROM documents")
    assert {row["id"] for row in rows} == {sent, fresh}
    assert [
        row["object"] for row in await documents.rows("SELECT object FROM audit WHERE action = 'document.purged'")
    ] == [f"document:{left}"]


async def test_a_purged_thread_takes_its_files_along_and_no_paper(documents: Documents) -> None:
    family, message = a_family(), a_message()
    photo, paper = await documents.taken(family, record=message, piece=ATTACHMENT), await documents.taken(family)
    await documents.hears(posted(message, family, photo))
    assert family.family_id is not None
    purged = ThreadPurged(thread_id=uuid4(), family_id=family.family_id, document_ids=[photo, paper])
    for _ in range(2):
        await documents.hears(purged)
    assert [row["id"] for row in await documents.rows("SELECT id FROM documents")] == [paper]


async def test_a_message_that_arrives_after_its_family_was_erased_keeps_nothing(documents: Documents) -> None:
    family, message, agent = a_family(), a_message(), answering()
    letter = await documents.taken(agent, record=message, piece=ATTACHMENT)
    assert family.family_id is not None
    await documents.hears(
        FamilyErased(family_id=family.family_id, child_ids=[], registration_id=None, erased_at=datetime.now(UTC))
    )
    await documents.hears(posted(message, family, letter))
    assert await documents.rows("SELECT 1 FROM documents") == []
