"""The dossier of a request to the town's schools: filled by its family, signed, pinned, read by agents; else swept."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from joserfc import jwt

from libs.chassis.auth import Permission
from libs.contracts.documents.manifest import ALGORITHM, Manifest
from libs.contracts.schooling.v1 import DocumentsAdded, PreRegistrationSubmitted, PreRegistrationWithdrawn
from tests.integration.documents.conftest import Documents, a_family, a_registration, an_agent
from tests.integration.documents.test_owning_and_opening import submitted

PROOF = "justificatif-derogation"


def a_request() -> str:
    return f"derogation-{uuid4()}"


async def test_a_requests_files_are_signed_for_whoever_decides(documents: Documents) -> None:
    family, request = a_family(), a_request()
    files = [await documents.taken(family, record=request, piece=PROOF) for _ in range(3)]
    made = await documents.manifest(family, request)
    claims = Manifest.model_validate(
        jwt.decode(made["manifest"], documents.manifest_key, algorithms=[ALGORITHM]).claims
    )
    assert claims.owner == f"family:{family.family_id}"
    newcomers, slot = claims.slots
    assert (newcomers.piece, newcomers.documents) == ("certificat-radiation", [])
    assert (slot.record, slot.piece, slot.required) == (request, PROOF, False)
    assert [file.id for file in slot.documents] == files


async def test_only_a_family_fills_the_dossier_of_a_request_and_sees_its_own(documents: Documents) -> None:
    family, request = a_family(), a_request()
    assert (await documents.upload(a_registration(), record=request, piece=PROOF)).status_code == 404
    await documents.taken(family, record=request, piece=PROOF)
    other = a_family()
    assert await documents.listed(other, request) == []
    assert (await documents.manifest(other, request))["slots"][0]["documents"] == []


async def test_agents_read_what_was_handed_in_with_a_request(documents: Documents) -> None:
    family, request = a_family(), a_request()
    document_id = await documents.taken(family, record=request, piece=PROOF)
    assert (await documents.opened(an_agent(), document_id)).status_code == 404
    await documents.hears(submitted(family, document_id))
    assert (await documents.opened(an_agent(), document_id)).status_code == 200
    assert (await documents.opened(an_agent(Permission.HOUSEHOLD_READ), document_id)).status_code == 403


async def test_a_newcomers_certificate_lies_with_the_request_and_may_follow_it(documents: Documents) -> None:
    family, request = a_family(), a_request()
    first = await documents.taken(family, record=request, piece="certificat-radiation")
    await documents.hears(submitted(family, first))
    second = await documents.taken(family, record=request, piece="certificat-radiation")
    slots = {slot["piece"]: slot for slot in (await documents.manifest(family, request))["slots"]}
    assert [file["id"] for file in slots["certificat-radiation"]["documents"]] == [str(second)]
    assert (await documents.opened(an_agent(), second)).status_code == 404
    await documents.hears(
        DocumentsAdded(
            pre_registration_id=UUID(request.removeprefix("derogation-")),
            family_id=family.family_id,
            child_id=uuid4(),
            child_first_name="Lina",
            school_year=2026,
            number="2026-00001",
            document_ids=[second],
            added_at=datetime.now(UTC),
        )
    )
    assert (await documents.opened(an_agent(), second)).status_code == 200


async def test_a_request_that_was_left_loses_its_files_after_the_drafts_delay(documents: Documents) -> None:
    family = a_family()
    left, fresh, handed_in, signed = (a_request() for _ in range(4))
    ids = {record: await documents.taken(family, record=record, piece=PROOF) for record in (left, handed_in, signed)}
    old = await documents.taken(family, record=fresh, piece=PROOF)
    paper = await documents.taken(family)
    await documents.hears(submitted(family, ids[handed_in]))
    await documents.manifest(family, signed)
    await documents.rows("UPDATE documents SET received_at = now() - interval '49 hours'")
    recent = await documents.taken(family, record=fresh, piece=PROOF)
    for _ in range(2):
        await documents.jobs.take_back()
    assert {UUID(found["id"]) for found in await documents.listed(family)} == {ids[handed_in], old, recent, paper}
    rows = await documents.rows("SELECT id, removed_at IS NOT NULL AS hidden FROM documents")
    assert {row["id"] for row in rows if row["hidden"]} == {ids[signed]}
    assert ids[left] not in {row["id"] for row in rows}
    assert len(await documents.rows("SELECT 1 FROM audit WHERE action = 'document.removed'")) == 2


async def test_the_files_of_a_request_stay_until_its_family_takes_it_back(documents: Documents) -> None:
    family, request_id = a_family(), uuid4()
    record = f"derogation-{request_id}"
    document_id = await documents.taken(family, record=record, piece=PROOF)
    about = {
        "pre_registration_id": request_id,
        "family_id": family.family_id,
        "child_id": uuid4(),
        "child_first_name": "Léa",
        "school_year": 2026,
        "number": "2026-00001",
        "document_ids": [document_id],
    }
    made = PreRegistrationSubmitted.model_validate(
        {
            **about,
            "kind": "derogation",
            "level": "PS",
            "sector_school": None,
            "silence": {"means": "accepted", "on": "2026-06-02", "legal_basis": "L231-1"},
            "submitted_at": "2026-04-02T08:00:00Z",
        }
    )
    await documents.hears(made)
    await documents.rows("UPDATE documents SET received_at = now() - interval '90 days'")
    await documents.jobs.take_back()
    assert [row["submission_id"] for row in await documents.rows("SELECT submission_id FROM pins")] == [request_id]
    await documents.hears(PreRegistrationWithdrawn.model_validate({**about, "withdrawn_at": "2026-04-02T09:00:00Z"}))
    assert await documents.rows("SELECT submission_id FROM pins") == []
