"""A paper that was given once serves again: another child's livret, the proof of domicile in a request."""

import hashlib
from typing import Any
from uuid import UUID, uuid4

from libs.chassis.auth import Subject
from tests.integration.documents.conftest import Documents, a_child, a_family, a_registration, an_agent, code_of
from tests.integration.documents.test_owning_and_opening import submitted
from tests.integration.documents.test_paper_dates import dates, day, home_of

BOOK, HOME, PROOF = "livret-famille", "justificatif-domicile", "justificatif-derogation"


async def offered(documents: Documents, subject: Subject, record: str, piece: str = BOOK) -> list[dict[str, Any]]:
    answer = await documents.call("GET", "/reuses", subject, params={"record": record, "piece": piece})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


async def reuse(
    documents: Documents,
    subject: Subject,
    source: str,
    record: str,
    *,
    piece: str = BOOK,
    of: str = BOOK,
    key: str = "",
) -> tuple[int, str]:
    answer = await documents.call(
        "POST",
        "/reuses",
        subject,
        params={"record": record, "piece": piece},
        json={"record": source, "piece": of},
        headers={"Idempotency-Key": key or uuid4().hex},
    )
    return answer.status_code, code_of(answer) if answer.status_code >= 400 else ""


async def files_of(documents: Documents, subject: Subject, record: str) -> list[UUID]:
    return [UUID(found["id"]) for found in await documents.listed(subject, record)]


async def test_another_childs_book_is_taken_without_an_upload_and_neither_breaks_the_other(
    documents: Documents,
) -> None:
    family, lea, tom = a_family(), a_child(), a_child()
    original = await documents.taken(family, record=lea, piece=BOOK)
    clear = (await documents.opened(family, original)).content
    (found,) = await offered(documents, family, tom)
    assert (found["record"], found["piece"], found["files"], found["pages"]) == (lea, BOOK, 1, 1)
    for _ in range(2):
        assert await reuse(documents, family, lea, tom, key="pressed-twice") == (204, "")
    (copy,) = await files_of(documents, family, tom)
    assert copy != original
    assert (await documents.opened(family, copy)).content == clear
    rows = await documents.rows("SELECT sha256, object_key FROM documents")
    assert {row["sha256"] for row in rows} == {hashlib.sha256(clear).hexdigest()}
    assert len({row["object_key"] for row in rows}) == 2
    assert await offered(documents, family, tom) == []
    assert (await documents.call("DELETE", f"/documents/{original}", family)).status_code == 204
    await documents.jobs.dispose()
    assert (await documents.opened(family, copy)).content == clear


async def test_photos_come_along_with_their_previews_and_in_their_order(documents: Documents) -> None:
    registration, lea, tom = a_registration(), a_child(), a_child()
    for number in range(3):
        await documents.photo(registration, record=lea, piece=BOOK, name=f"{number}.jpg")
    assert await reuse(documents, registration, lea, tom) == (204, "")
    copies = await documents.listed(registration, tom)
    assert [copy["file_name"] for copy in copies] == ["0.jpg", "1.jpg", "2.jpg"]
    preview = await documents.call("GET", f"/documents/{copies[0]['id']}/preview", registration)
    assert (preview.status_code, preview.headers["content-type"]) == (200, "image/jpeg")


async def test_nothing_of_another_family_not_even_of_the_childs_other_home_is_offered(documents: Documents) -> None:
    mother, father, child = a_family(), a_family(), a_child()
    await documents.taken(father, record=child, piece=BOOK)
    other = a_child()
    assert await offered(documents, mother, other) == []
    assert await reuse(documents, mother, child, other) == (404, "not-found")
    assert await reuse(documents, mother, child, child) == (404, "not-found")
    assert await documents.listed(mother) == []


async def test_what_is_a_childs_own_a_sworn_statement_and_what_is_infected_are_not_offered(
    documents: Documents,
) -> None:
    family, lea, tom = a_family(), a_child(), a_child()
    await documents.taken(family, record=lea)
    assert await offered(documents, family, tom, "carnet-sante-vaccinations") == []
    await documents.taken(family, record=lea, piece=BOOK)
    await documents.rows("UPDATE documents SET kind = 'attestation'")
    assert await offered(documents, family, tom) == []
    await documents.rows("UPDATE documents SET kind = 'pdf', scan = 'infected'")
    assert await offered(documents, family, tom) == []


async def test_the_proof_of_domicile_serves_in_a_request_and_not_the_other_way_round(documents: Documents) -> None:
    family, request = a_family(), f"derogation-{uuid4()}"
    bill = await documents.taken(family, record=home_of(family), piece=HOME)
    await documents.hears(submitted(family, bill))
    assert await reuse(documents, family, home_of(family), request, piece=PROOF, of=HOME) == (204, "")
    (copy,) = await files_of(documents, family, request)
    assert (await documents.opened(an_agent(), copy)).status_code == 404
    assert (await documents.opened(an_agent(), bill)).status_code == 200
    assert await offered(documents, family, home_of(family), HOME) == []


async def test_a_paper_that_would_be_too_old_is_not_offered_and_a_fresh_one_brings_its_date(
    documents: Documents,
) -> None:
    family, request = a_family(), f"derogation-{uuid4()}"
    record = home_of(family)
    bill = await documents.taken(family, record=request, piece=PROOF)
    await documents.hears(submitted(family, bill))
    await documents.rows(
        """UPDATE pieces SET reuses = '{justificatif-derogation}' WHERE code = 'justificatif-domicile'"""
    )
    await documents.rows("UPDATE documents SET dated = current_date - 200")
    assert await offered(documents, family, record, HOME) == []
    await documents.rows("UPDATE documents SET dated = current_date - 20")
    assert await reuse(documents, family, request, record, piece=HOME, of=PROOF) == (204, "")
    assert await dates(documents, family, record) == {HOME: (day(-20), None)}


async def test_a_full_slot_takes_no_more(documents: Documents) -> None:
    family, lea, tom = a_family(), a_child(), a_child()
    await documents.rows("UPDATE pieces SET max_files = 1 WHERE code = 'livret-famille'")
    await documents.taken(family, record=lea, piece=BOOK)
    await documents.photo(family, record=tom, piece=BOOK)
    assert await reuse(documents, family, lea, tom) == (422, "too-many-files")
