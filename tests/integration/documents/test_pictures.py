"""Photos from a phone: taken, shown small, put into order, replaced, and handed in as one PDF."""

import asyncio
import io
from uuid import UUID, uuid4

import pikepdf
import pytest
from PIL import Image

from libs.chassis.auth import Subject
from libs.contracts.household.v1 import FamilyErased
from tests.conftest import EnvironmentFor, FreshDatabase
from tests.corpus.bad_files import eicar
from tests.corpus.pictures import (
    BAD_PICTURES,
    CAMERA,
    a_page,
    a_photo,
    blurred,
    quarters,
    saved,
    with_exif,
)
from tests.integration.documents.conftest import (
    VACCINES,
    Documents,
    a_child,
    a_family,
    a_registration,
    an_agent,
    code_of,
    running,
)
from tests.integration.documents.test_owning_and_opening import submitted


@pytest.mark.parametrize("title", BAD_PICTURES)
async def test_each_bad_picture_is_refused_with_its_own_code(documents: Documents, title: str) -> None:
    name, code, make = BAD_PICTURES[title]
    answer = await documents.upload(a_registration(), make(), name=name)
    assert (answer.status_code, code_of(answer)) == (422, code)
    assert await documents.rows("SELECT 1 FROM documents") == []


async def test_a_photo_is_kept_as_a_jpeg_of_our_own(documents: Documents) -> None:
    owner, child, photo = a_registration(), a_child(), with_exif(6)
    answer = await documents.upload(owner, photo, record=child, name="IMG_0001.JPEG")
    body = answer.json()
    assert (answer.status_code, body["kind"], body["pages"], body["scan"]) == (201, "picture", 1, "clean")
    (listed,) = await documents.listed(owner, child)
    assert (listed["file_name"], listed["preview"], listed["position"]) == ("IMG_0001.jpg", True, 1)
    opened = await documents.opened(owner, body["id"])
    assert opened.headers["content-type"] == "image/jpeg"
    assert opened.headers["content-disposition"].startswith("attachment")
    assert opened.headers["x-content-type-options"] == "nosniff"
    assert CAMERA.encode() not in opened.content
    assert not Image.open(io.BytesIO(opened.content)).getexif()
    small = await documents.call("GET", f"/documents/{body['id']}/preview", owner)
    assert (small.status_code, small.headers["content-type"]) == (200, "image/jpeg")
    assert max(Image.open(io.BytesIO(small.content)).size) == 320
    for header in ("content-disposition", "x-content-type-options", "cache-control", "content-security-policy"):
        assert small.headers[header] == opened.headers[header]


async def test_a_heic_too(documents: Documents) -> None:
    owner, child = a_registration(), a_child()
    await documents.photo(owner, a_photo(written="HEIF"), record=child, name="IMG_2.HEIC")
    assert [listed["file_name"] for listed in await documents.listed(owner, child)] == ["IMG_2.jpg"]


async def test_what_rests_of_a_preview_is_encrypted(documents: Documents) -> None:
    await documents.photo(a_registration())
    (row,) = await documents.rows("SELECT body FROM previews")
    assert b"JFIF" not in row["body"]


async def test_a_blurred_photo_is_taken_with_a_remark(documents: Documents) -> None:
    owner, child = a_registration(), a_child()
    taken = await documents.upload(owner, saved(blurred(a_page(), 10)), record=child, name="IMG_3.jpg")
    assert (taken.status_code, taken.json()["remarks"]) == (201, ["blurred"])
    assert [listed["remarks"] for listed in await documents.listed(owner, child)] == [["blurred"]]


async def test_an_infected_photo_is_refused_as_it_came(documents: Documents) -> None:
    answer = await documents.upload(a_registration(), a_photo(comment=eicar()), name="IMG_4.jpg")
    assert (answer.status_code, code_of(answer)) == (422, "infected")


async def test_previews_are_for_those_who_may_open_the_file(documents: Documents) -> None:
    owner, agent, child = a_family(), an_agent(), a_child()
    photo, paper = await documents.photo(owner, record=child), await documents.taken(owner, record=child)

    async def preview(subject: Subject, document_id: UUID) -> int:
        return (await documents.call("GET", f"/documents/{document_id}/preview", subject)).status_code

    assert [await preview(subject, photo) for subject in (a_family(), agent, an_agent("household.read"))] == [
        404,
        404,
        403,
    ]
    assert await preview(owner, paper) == 404
    await documents.hears(submitted(owner, photo))
    assert await preview(agent, photo) == 200
    (row,) = await documents.rows("SELECT actor FROM audit WHERE action = 'document.previewed'")
    assert row["actor"] == agent.reference


async def test_files_are_put_into_order_and_replaced_in_place(documents: Documents) -> None:
    owner, child = a_registration(), a_child()
    first, second, third = [await documents.photo(owner, record=child) for _ in range(3)]
    query = {"record": child, "piece": VACCINES}
    order = {"ids": [str(third), str(first), str(second)]}
    assert (await documents.call("PUT", "/documents/order", owner, params=query, json=order)).status_code == 204
    assert [listed["id"] for listed in await documents.listed(owner, child)] == order["ids"]
    other = await documents.photo(owner, record=child, replaces=first)
    listed = await documents.listed(owner, child)
    assert [(found["id"], found["position"]) for found in listed] == [
        (str(third), 1),
        (str(other), 2),
        (str(second), 3),
    ]
    stale = await documents.call("PUT", "/documents/order", owner, params=query, json=order)
    assert (stale.status_code, code_of(stale)) == (409, "order-stale")
    gone = await documents.upload(owner, a_photo(), record=child, name="x.jpg", replaces=first)
    assert gone.status_code == 404


async def test_a_full_slot_still_lets_a_file_be_replaced(documents: Documents) -> None:
    owner, child = a_registration(), a_child()
    taken = [await documents.photo(owner, record=child, piece="attestation-mdph") for _ in range(6)]
    full = await documents.upload(owner, a_photo(), record=child, piece="attestation-mdph", name="x.jpg")
    assert code_of(full) == "too-many-files"
    await documents.photo(owner, record=child, piece="attestation-mdph", replaces=taken[0])


async def test_photos_are_handed_in_as_one_pdf_without_a_word_about_anybody(documents: Documents) -> None:
    family, child = a_family(), a_child()
    tall = saved(quarters((600, 800)))
    await documents.photo(family, a_photo(), record=child, name="Léa Martin.jpg")
    await documents.photo(family, tall, record=child)
    paper = await documents.taken(family, record=child)
    (slot, *_) = (await documents.manifest(family, child))["slots"]
    assert [(found["pages"], found["scan"]) for found in slot["documents"]] == [(1, "clean"), (2, "clean")]
    joined = UUID(slot["documents"][1]["id"])
    assert str(paper) == slot["documents"][0]["id"]
    assert len(await documents.listed(family, child)) == 3
    await documents.hears(submitted(family, paper, joined))
    listed = await documents.listed(family, child)
    assert sorted((found["kind"], found["file_name"], found["preview"]) for found in listed) == [
        ("pdf", "Carnet de santé - Pages des vaccinations.pdf", False),
        ("pdf", "carnet.pdf", False),
    ]
    opened = await documents.opened(an_agent(), joined)
    assert b"Martin" not in opened.content
    with pikepdf.open(io.BytesIO(opened.content)) as document:
        assert [[round(float(side)) for side in page.mediabox[2:]] for page in document.pages] == [
            [842, 595],
            [595, 842],
        ]
        assert {name: str(value) for name, value in document.docinfo.items()} == {
            "/Title": "Carnet de santé - Pages des vaccinations"
        }
        (picture,) = document.pages[1].get_images().values()
        assert picture.Filter == pikepdf.Name.DCTDecode


async def test_the_pictures_leave_row_and_object_once_their_pdf_is_handed_in(documents: Documents) -> None:
    family, child = a_family(), a_child()
    await documents.photo(family, record=child)
    slot = (await documents.manifest(family, child))["slots"][0]
    await documents.hears(submitted(family, UUID(slot["documents"][0]["id"])))
    assert len(await documents.object_keys()) == 2
    await documents.jobs.dispose()
    assert len(await documents.object_keys()) == 1
    assert await documents.rows("SELECT 1 FROM previews") == []


async def test_a_whole_slot_of_heavy_photos_can_be_opened_as_one_pdf(documents: Documents) -> None:
    family, child, agent = a_family(), a_child(), an_agent()
    grain = saved(Image.effect_noise((2500, 2500), 90), quality=95)
    for _ in range(8):
        await documents.photo(family, grain, record=child)
    (slot, *_) = (await documents.manifest(family, child))["slots"]
    (joined,) = slot["documents"]
    assert (joined["pages"], joined["size"] > 10 * 1024 * 1024) == (8, True)
    await documents.hears(submitted(family, UUID(joined["id"])))
    opened = await asyncio.gather(*(documents.opened(agent, UUID(joined["id"])) for _ in range(4)))
    assert {(answer.status_code, len(answer.content)) for answer in opened} == {(200, joined["size"])}


async def test_manifests_at_once_name_the_same_pdf(documents: Documents) -> None:
    family, child = a_family(), a_child()
    for piece in (VACCINES, "livret-famille"):
        await documents.photo(family, record=child, piece=piece)
    made = await asyncio.gather(*(documents.manifest(family, child) for _ in range(6)))
    named = {tuple(found["id"] for slot in one["slots"] for found in slot["documents"]) for one in made}
    assert len(named) == 1
    assert [len(slot["documents"]) for slot in made[0]["slots"][:2]] == [1, 1]
    (row,) = await documents.rows("SELECT count(*) AS joined FROM documents WHERE joined_from <> '{}'")
    assert row["joined"] == 2


async def test_a_photo_waits_for_its_verdict_and_its_pdf_with_it(
    fresh_database: FreshDatabase, environment_for: EnvironmentFor, nobody_there: str
) -> None:
    async with running(fresh_database, environment_for, DOCUMENTS_CLAMD_PORT=nobody_there) as documents:
        family, child = a_family(), a_child()
        photo = await documents.photo(family, record=child)
        assert (await documents.call("GET", f"/documents/{photo}/preview", family)).status_code == 409
        (slot, *_) = (await documents.manifest(family, child))["slots"]
        assert [found["scan"] for found in slot["documents"]] == ["pending"]
        joined = UUID(slot["documents"][0]["id"])
        await documents.hears(submitted(family, joined))
        assert (await documents.opened(family, joined)).status_code == 409
        assert await documents.listed(family, child) != []


async def test_an_erased_family_leaves_no_row_and_no_object(documents: Documents) -> None:
    family, child = a_family(), a_child()
    assert family.family_id is not None
    photo = await documents.photo(family, record=child)
    await documents.manifest(family, child)
    await documents.hears(submitted(family, photo))
    gone = FamilyErased(
        family_id=family.family_id, registration_id=uuid4(), child_ids=[], erased_at="2026-10-01T08:00:00Z"
    )
    await documents.hears(gone)
    await documents.jobs.dispose()
    assert await documents.rows("SELECT 1 FROM documents UNION ALL SELECT 1 FROM pins") == []
    assert await documents.object_keys() == set()
    assert len(await documents.rows("SELECT 1 FROM audit WHERE action = 'document.erased'")) == 2
    assert (await documents.upload(family, record=child)).status_code == 404
