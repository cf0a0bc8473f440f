"""Whose file it is, who opens it, and how it leaves."""

import asyncio
from collections.abc import MutableMapping
from typing import Any
from uuid import UUID, uuid4

import pytest

from libs.chassis.auth import Permission, Subject, SubjectKind
from libs.contracts.household.v1 import FamilyRegistered, RegistrationAbandoned, SubmissionMade
from services.documents.api.memory import Memory
from tests.integration.documents.conftest import Documents, a_child, a_family, a_registration, an_agent, code_of


def registered(registration: Subject, family: Subject) -> FamilyRegistered:
    assert family.family_id is not None
    return FamilyRegistered(
        family_id=family.family_id,
        family_code="10001",
        registration_id=registration.id,
        adult_ids=[],
        child_ids=[],
        registered_at="2026-09-01T08:00:00Z",
    )


def submitted(family: Subject, *document_ids: UUID) -> SubmissionMade:
    return SubmissionMade(
        submission_id=uuid4(),
        family_id=family.family_id,
        document_ids=list(document_ids),
        made_at="2026-09-01T08:00:00Z",
    )


async def test_a_download_is_an_attachment_that_nothing_keeps_or_runs(documents: Documents) -> None:
    owner = a_registration()
    document_id = await documents.taken(owner, name="Carnet de santé \u202e\r\nX: 1.pdf")
    headers = (await documents.opened(owner, document_id)).headers
    assert headers["content-disposition"] == (
        "attachment; filename=\"Carnet de sante X_ 1.pdf\"; filename*=UTF-8''Carnet%20de%20sant%C3%A9%20X%3A%201.pdf"
    )
    assert headers["content-type"] == "application/pdf"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert "x" not in headers


async def test_a_downloads_memory_is_held_until_its_last_byte_left(documents: Documents) -> None:
    owner = a_registration()
    document_id = await documents.taken(owner)
    downloads: Memory = documents.app.state.deps.downloads
    free, seen = downloads._free, list[int]()

    async def receive() -> dict[str, str]:
        await asyncio.sleep(3600)
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message.get("body"):
            seen.append(downloads._free)

    token = documents.mint.mint(owner)
    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/documents/{document_id}/content",
        "query_string": b"",
        "headers": [(b"authorization", f"Bearer {token}".encode())],
    }
    await documents.app(scope, receive, send)
    (listed,) = await documents.listed(owner)
    assert seen == [free - 2 * listed["size"]]
    assert downloads._free == free


async def test_somebody_elses_file_does_not_exist(documents: Documents) -> None:
    owner = a_registration()
    document_id = await documents.taken(owner)
    same_id_as_family = Subject(SubjectKind.FAMILY, uuid4(), owner.id)
    for stranger in (a_registration(), a_family(), same_id_as_family):
        assert (await documents.opened(stranger, document_id)).status_code == 404
        assert (await documents.call("DELETE", f"/documents/{document_id}", stranger)).status_code == 404
        assert await documents.listed(stranger) == []
    assert (await documents.opened(owner, uuid4())).status_code == 404
    elsewhere = await documents.upload(a_family(), record=f"family-{uuid4()}", piece="pieces-identite")
    assert elsewhere.status_code == 404


async def test_a_family_hands_in_its_own_papers(documents: Documents) -> None:
    family = a_family()
    await documents.taken(family, record=f"family-{family.family_id}", piece="justificatif-domicile")


async def test_a_registrations_files_become_the_familys(documents: Documents) -> None:
    registration, family, child = a_registration(), a_family(), a_child()
    document_id = await documents.taken(registration, record=child)
    for _ in range(2):
        await documents.hears(registered(registration, family))
    assert (await documents.opened(registration, document_id)).status_code == 404
    assert (await documents.opened(family, document_id)).status_code == 200
    late = await documents.upload(registration, record=child)
    assert (late.status_code, code_of(late)) == (409, "registration-closed")
    await documents.hears(RegistrationAbandoned(registration_id=registration.id))
    assert (await documents.opened(family, document_id)).status_code == 200


async def test_an_abandoned_registrations_files_go_row_and_object(documents: Documents) -> None:
    registration, other = a_registration(), a_registration()
    document_id, kept = await documents.taken(registration), await documents.taken(other)
    pinned = await documents.taken(registration)
    await documents.hears(submitted(a_family(), pinned))
    assert len(await documents.object_keys()) == 3
    for _ in range(2):
        await documents.hears(RegistrationAbandoned(registration_id=registration.id))
    await documents.jobs.dispose()
    assert (await documents.opened(registration, document_id)).status_code == 404
    assert {row["id"] for row in await documents.rows("SELECT id FROM documents")} == {kept, pinned}
    assert len(await documents.object_keys()) == 2
    audit = await documents.rows("SELECT actor, action, object FROM audit WHERE action <> 'document.received'")
    assert [tuple(row) for row in audit] == [("service:documents", "document.purged", f"document:{document_id}")]


async def test_staff_read_only_what_was_handed_in_and_each_reading_is_one_row(documents: Documents) -> None:
    family, agent = a_family(), an_agent()
    document_id = await documents.taken(family)
    assert (await documents.opened(agent, document_id)).status_code == 404
    await documents.hears(submitted(family, document_id))
    for unable in (an_agent(Permission.HOUSEHOLD_READ), an_agent(Permission.HOUSEHOLD_HEALTH)):
        assert (await documents.opened(unable, document_id)).status_code == 403
    assert await documents.rows("SELECT 1 FROM audit WHERE action <> 'document.received'") == []
    for _ in range(2):
        assert (await documents.opened(agent, document_id)).status_code == 200
    audit = await documents.rows("SELECT actor, action, object FROM audit WHERE action <> 'document.received'")
    assert [tuple(row) for row in audit] == 2 * [(f"staff:{agent.id}", "document.read", f"document:{document_id}")]
    assert (await documents.call("GET", "/documents", agent)).status_code == 403


async def test_staff_open_health_papers_with_a_permission_of_their_own(documents: Documents) -> None:
    family, reader, child = a_family(), an_agent(Permission.DOCUMENTS_READ), a_child()
    pai = await documents.photo(family, record=child, piece="pai")
    book = await documents.photo(family, record=child, piece="livret-famille")
    await documents.hears(submitted(family, pai, book))
    assert [(await documents.opened(reader, paper)).status_code for paper in (pai, book)] == [403, 200]
    preview = await documents.call("GET", f"/documents/{pai}/preview", reader)
    assert preview.status_code == 403
    withdrawn = "UPDATE pieces SET code = 'autrefois' WHERE code = 'livret-famille'"
    await documents.rows(withdrawn)
    assert (await documents.opened(reader, book)).status_code == 403, "nobody can tell what a withdrawn piece holds"


async def test_visitors_and_half_signed_in_staff_open_nothing(documents: Documents) -> None:
    document_id = await documents.taken(a_registration())
    for kind in (SubjectKind.VISITOR, SubjectKind.SECOND_FACTOR):
        subject = Subject(kind, UUID(int=0), None, frozenset({Permission.DOCUMENTS_READ}))
        assert (await documents.opened(subject, document_id)).status_code == 403


async def test_a_file_is_removed_until_it_is_handed_in(documents: Documents) -> None:
    family, child = a_family(), a_child()
    gone, kept = await documents.taken(family, record=child), await documents.taken(family, record=child)
    assert (await documents.call("DELETE", f"/documents/{gone}", family)).status_code == 204
    assert (await documents.call("DELETE", f"/documents/{gone}", family)).status_code == 404
    await documents.hears(submitted(family, kept))
    refused = await documents.call("DELETE", f"/documents/{kept}", family)
    assert (refused.status_code, code_of(refused)) == (409, "document-pinned")
    assert [(listed["id"], listed["removable"]) for listed in await documents.listed(family)] == [(str(kept), False)]
    assert len(await documents.object_keys()) == 2
    await documents.jobs.dispose()
    assert len(await documents.object_keys()) == 1


async def test_a_file_of_a_manifest_survives_its_removal_until_the_submission_is_known(documents: Documents) -> None:
    """The submission was taken, the news of it is late, and meanwhile the parent removes the file in another tab."""
    family, child = a_family(), a_child()
    document_id = await documents.taken(family, record=child)
    await documents.manifest(family, child)
    assert (await documents.call("DELETE", f"/documents/{document_id}", family)).status_code == 204
    assert (await documents.opened(family, document_id)).status_code == 404
    await documents.jobs.dispose()
    await documents.jobs.purge()
    await documents.hears(submitted(family, document_id))
    assert (await documents.opened(an_agent(), document_id)).status_code == 200


async def test_a_removed_file_that_nobody_pinned_is_purged_after_a_week(documents: Documents) -> None:
    family, child = a_family(), a_child()
    document_id = await documents.taken(family, record=child)
    await documents.manifest(family, child)
    await documents.call("DELETE", f"/documents/{document_id}", family)
    await documents.rows("UPDATE documents SET removed_at = now() - interval '8 days'")
    await documents.jobs.purge()
    await documents.jobs.dispose()
    assert await documents.rows("SELECT 1 FROM documents") == []
    assert await documents.rows("SELECT 1 FROM disposals") == []


@pytest.mark.parametrize("path", ["/catalogue", "/documents", f"/documents/{UUID(int=7)}/content"])
async def test_no_call_without_a_subject(documents: Documents, path: str) -> None:
    assert (await documents.client.get(path)).status_code == 401
    forged = {"Authorization": "Bearer eyJhbGciOiJub25lIn0.e30."}
    assert (await documents.client.get(path, headers=forged)).status_code == 401
