"""A family takes a submission back: its files are its own again, whatever became of the photos meanwhile."""

from datetime import UTC, datetime
from uuid import UUID

from libs.contracts.household.v1 import SubmissionMade, SubmissionWithdrawn
from tests.integration.documents.conftest import Documents, a_child, a_family
from tests.integration.documents.test_owning_and_opening import submitted


def withdrawn(made: SubmissionMade) -> SubmissionWithdrawn:
    return SubmissionWithdrawn(
        submission_id=made.submission_id,
        family_id=made.family_id,
        document_ids=made.document_ids,
        withdrawn_at=datetime.now(UTC),
    )


async def test_a_file_can_be_removed_again(documents: Documents) -> None:
    family, child = a_family(), a_child()
    paper = await documents.taken(family, record=child)
    made = submitted(family, paper)
    await documents.hears(made)
    assert (await documents.call("DELETE", f"/documents/{paper}", family)).status_code == 409

    await documents.hears(withdrawn(made))

    assert [file["removable"] for file in await documents.listed(family, child)] == [True]
    assert (await documents.call("DELETE", f"/documents/{paper}", family)).status_code == 204


async def test_a_file_that_an_earlier_submission_holds_stays_with_the_town(documents: Documents) -> None:
    family, child = a_family(), a_child()
    paper = await documents.taken(family, record=child)
    first, second = submitted(family, paper), submitted(family, paper)
    await documents.hears(first)
    await documents.hears(second)

    await documents.hears(withdrawn(second))

    assert [file["removable"] for file in await documents.listed(family, child)] == [False]


async def test_the_pdf_that_photos_became_stands_for_them(documents: Documents) -> None:
    family, child = a_family(), a_child()
    await documents.photo(family, record=child)
    await documents.photo(family, record=child)
    slot = (await documents.manifest(family, child))["slots"][0]
    joined = UUID(slot["documents"][0]["id"])
    made = submitted(family, joined)
    await documents.hears(made)

    await documents.hears(withdrawn(made))

    (file,) = await documents.listed(family, child)
    assert (file["id"], file["kind"], file["pages"], file["removable"]) == (str(joined), "pdf", 2, True)
    again = (await documents.manifest(family, child))["slots"][0]
    assert [found["id"] for found in again["documents"]] == [str(joined)]


async def test_taken_back_twice_is_once(documents: Documents) -> None:
    family, child = a_family(), a_child()
    paper = await documents.taken(family, record=child)
    made = submitted(family, paper)
    await documents.hears(made)
    await documents.hears(withdrawn(made))
    await documents.hears(withdrawn(made))
    assert len(await documents.listed(family, child)) == 1
