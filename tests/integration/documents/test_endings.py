"""Papers that end are told once each: soon before, and once it is over; one that was replaced ends in silence."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from libs.chassis.auth import Subject
from libs.contracts.household.v1 import RefusedItem, SubmissionConcluded
from tests.integration.documents.conftest import Documents, a_child, a_family, a_registration
from tests.integration.documents.test_owning_and_opening import submitted
from tests.integration.documents.test_paper_dates import MDPH, day, write


async def handed_in(documents: Documents, family: Subject, child: str, days: int, files: int = 1) -> list[UUID]:
    """A decision of the MDPH that counts for so many days; files may be several."""
    taken = [await documents.taken(family, record=child, piece=MDPH) for _ in range(files)]
    await write(documents, family, child, attestation_mdph=day(days))
    await documents.manifest(family, child)
    await documents.hears(submitted(family, *taken))
    return taken


async def told(documents: Documents) -> list[tuple[str, dict[str, Any]]]:
    """The type and body of each event about an ending, oldest first."""
    await documents.jobs.tell_endings()
    rows = await documents.rows("SELECT type, envelope FROM outbox WHERE type LIKE '%.expir%' ORDER BY id")
    return [(row["type"].split(".")[2], json.loads(row["envelope"])["data"]) for row in rows]


async def move(documents: Documents, days: int) -> None:
    """The calendar goes on by so many days."""
    await documents.rows("UPDATE documents SET expires_on = expires_on - $1::int", days)


async def test_a_paper_that_ends_is_told_once_before_and_once_after(documents: Documents) -> None:
    family, child = a_family(), a_child()
    first, second = await handed_in(documents, family, child, 31, files=2)
    assert await told(documents) == []
    await move(documents, 1)
    for _ in range(2):
        ((kind, body),) = await told(documents)
        assert kind == "expiring"
        assert body["family_id"] == str(family.family_id)
        assert (body["record"], body["piece"], body["piece_label"]) == (child, MDPH, "")
        assert sorted(body["document_ids"]) == sorted([str(first), str(second)])
        assert body["on_expiry"] == "remind"
    await move(documents, 30)
    assert [kind for kind, _ in await told(documents)] == ["expiring"]
    await move(documents, 1)
    for _ in range(2):
        assert [kind for kind, _ in await told(documents)] == ["expiring", "expired"]


async def test_a_newer_paper_that_was_handed_in_ends_the_reminders_and_a_mere_upload_does_not(
    documents: Documents,
) -> None:
    family, child, other = a_family(), a_child(), a_child()
    await handed_in(documents, family, child, 40)
    await handed_in(documents, family, other, 40)
    await handed_in(documents, family, child, 400)
    await documents.taken(family, record=other, piece=MDPH)
    await move(documents, 20)
    ((kind, body),) = await told(documents)
    assert (kind, body["record"]) == ("expiring", other)


async def test_a_paper_that_the_town_refused_ends_in_silence(documents: Documents) -> None:
    family, child, other = a_family(), a_child(), a_child()
    refused = await handed_in(documents, family, child, 40)
    await handed_in(documents, family, other, 40)
    item = RefusedItem(item_key=f"{child}.piece.{MDPH}", label="", reason="", comment=None, document_ids=refused)
    concluded = SubmissionConcluded(
        submission_id=uuid4(), family_id=family.family_id, accepted=0, refused=[item], concluded_at=datetime.now(UTC)
    )
    await documents.hears(concluded)
    await move(documents, 20)
    ((kind, body),) = await told(documents)
    assert (kind, body["record"]) == ("expiring", other)


async def test_what_was_never_handed_in_or_has_no_end_is_told_to_nobody(documents: Documents) -> None:
    family, registration, child = a_family(), a_registration(), a_child()
    for owner in (family, registration):
        await documents.taken(owner, record=child, piece=MDPH)
        await write(documents, owner, child, attestation_mdph=day(5))
        await documents.manifest(owner, child)
    book = await documents.taken(family, record=child, piece="livret-famille")
    await documents.hears(submitted(family, book))
    assert await told(documents) == []


async def test_a_piece_that_the_commune_withdrew_or_lets_end_is_passed_over(documents: Documents) -> None:
    family, child = a_family(), a_child()
    await handed_in(documents, family, child, 5)
    await documents.rows("UPDATE pieces SET date = NULL WHERE code = $1", MDPH)
    assert await told(documents) == []
    await documents.rows("UPDATE documents SET expiring_told_at = NULL")
    await documents.rows("DELETE FROM pieces WHERE code = $1", MDPH)
    assert await told(documents) == []
