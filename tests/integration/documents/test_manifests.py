"""What household is told, signed."""

import time
from uuid import uuid4

import pytest
from joserfc import jws, jwt

from libs.contracts.documents.manifest import ALGORITHM, LIFETIME, TYPE, Manifest
from tests.integration.documents.conftest import VACCINES, Documents, a_child, a_family, a_registration
from tests.integration.documents.test_owning_and_opening import submitted


async def test_a_manifest_lists_every_slot_and_is_signed(documents: Documents) -> None:
    owner, child = a_registration(), a_child()
    document_id = await documents.taken(owner, record=child)
    made = await documents.manifest(owner, child)
    header = jws.extract_compact(made["manifest"].encode()).headers()
    assert (header["alg"], header["typ"]) == (ALGORITHM, TYPE)
    token = jwt.decode(made["manifest"], documents.manifest_key, algorithms=[ALGORITHM])
    claims = Manifest.model_validate(token.claims)
    assert claims.owner == f"registration:{owner.id}"
    assert claims.exp - claims.iat == LIFETIME
    assert abs(claims.iat - time.time()) < 60
    assert [slot.model_dump(mode="json") for slot in claims.slots] == made["slots"]
    assert [(slot["record"], slot["piece"], slot["required"], len(slot["documents"])) for slot in made["slots"]] == [
        (child, VACCINES, True, 1),
        (child, "livret-famille", True, 0),
        (child, "jugement-divorce", False, 0),
        (child, "attestation-mdph", False, 0),
        (child, "pai", False, 0),
    ]
    (listed,) = made["slots"][0]["documents"]
    assert (listed["id"], listed["scan"], listed["pages"]) == (str(document_id), "clean", 1)


async def test_new_files_replace_the_refused_ones_and_the_others_stay(documents: Documents) -> None:
    family, child = a_family(), a_child()
    old = await documents.taken(family, record=child)
    book = await documents.taken(family, record=child, piece="livret-famille")
    await documents.hears(submitted(family, old, book))
    new = await documents.taken(family, record=child)
    slots = (await documents.manifest(family, child))["slots"]
    assert [[file["id"] for file in slot["documents"]] for slot in slots[:2]] == [[str(new)], [str(book)]]


async def test_a_manifest_holds_no_file_of_others(documents: Documents) -> None:
    family, child = a_family(), a_child()
    await documents.taken(a_family(), record=child)
    assert not any(slot["documents"] for slot in (await documents.manifest(family, child))["slots"])
    foreign = await documents.call("POST", "/manifests", family, json={"records": [f"family-{uuid4()}"]})
    assert foreign.status_code == 404


async def test_an_adult_has_no_slot(documents: Documents) -> None:
    assert (await documents.manifest(a_family(), f"adult-{uuid4()}"))["slots"] == []


@pytest.mark.parametrize(
    "body", [{}, {"records": []}, {"records": ["child-1"]}, {"records": [a_child()], "owner": "x"}]
)
async def test_a_malformed_request_is_refused(documents: Documents, body: dict[str, object]) -> None:
    assert (await documents.call("POST", "/manifests", a_family(), json=body)).status_code == 422
