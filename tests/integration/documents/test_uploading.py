"""Handing in files: what is taken, what is refused, and what a repetition does."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from hashlib import sha256
from uuid import uuid4

import pytest

from services.documents.application.receive_document import ReceiveDocument, receive_document
from services.documents.domain.errors import TooManyFiles
from services.documents.domain.file_name import FileName
from services.documents.domain.ids import DocumentId, Owner, OwnerKind, RecordKey, Slot
from tests.corpus import raw_pdf
from tests.corpus.bad_files import BAD_PDFS, infected
from tests.fakes.documents import FakeInspector, FakeScanner
from tests.integration.documents.conftest import (
    VACCINES,
    Documents,
    a_child,
    a_family,
    a_registration,
    an_agent,
    code_of,
)
from tests.support.papers import a_pdf, a_pdf_over_ten_megabytes

MEBIBYTE = 1024 * 1024
PAI_FILES = 8  # what the commune's catalogue lets the slot take


async def test_the_catalogue_is_the_communes(documents: Documents) -> None:
    dossiers = (await documents.call("GET", "/catalogue", a_registration())).json()["dossiers"]
    child = next(dossier for dossier in dossiers if dossier["code"] == "child")
    assert [(piece["label"], piece["required"]) for piece in child["pieces"]] == [
        ("Carnet de santé - Pages des vaccinations", True),
        ("Livret de famille - Page parents/enfant", True),
        ("Attestation de jugement de divorce ou attestation sur l'honneur de séparation", False),
        ("Attestation MDPH", False),
        ("Protocole d'accueil individualisé (PAI)", False),
    ]
    family = next(dossier for dossier in dossiers if dossier["code"] == "family")
    assert [(piece["label"], piece["required"]) for piece in family["pieces"]] == [
        ("Justificatif de domicile", True),
        ("Attestation d'hébergement", False),
        ("Justificatif de domicile de l'hébergeur", False),
        ("Pièce d'identité de l'hébergeur", False),
        ("Pièces d'identité des responsables", True),
    ]
    assert all(piece["legal_basis"] and piece["hint"] and piece["max_files"] > 0 for piece in family["pieces"])


async def test_a_good_file_is_taken_listed_and_comes_back_as_it_was(documents: Documents) -> None:
    owner, child, paper = a_registration(), a_child(), a_pdf("Carnet de santé.pdf", pages=3)
    answer = await documents.upload(owner, paper.content, record=child, name=paper.name)
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert body == {
        "id": body["id"],
        "pages": 3,
        "size": len(paper.content),
        "sha256": paper.sha256,
        "scan": "clean",
        "kind": "pdf",
        "remarks": [],
    }
    assert answer.headers["location"] == f"/documents/{body['id']}"
    (listed,) = await documents.listed(owner, child)
    assert {name: listed[name] for name in listed if name != "received_at"} == {
        "id": body["id"],
        "record": child,
        "piece": VACCINES,
        "file_name": paper.name,
        "size": len(paper.content),
        "pages": 3,
        "scan": "clean",
        "removable": True,
        "kind": "pdf",
        "remarks": [],
        "position": 1,
        "preview": False,
        "dated": None,
        "expires_on": None,
    }
    assert await documents.listed(owner, a_child()) == []
    opened = await documents.opened(owner, body["id"])
    assert (opened.status_code, opened.content) == (200, paper.content)


async def test_what_rests_is_encrypted_under_a_random_key_and_names_nobody(documents: Documents) -> None:
    owner, paper = a_registration(), a_pdf("Léa Martin.pdf")
    document_id = await documents.taken(owner, paper.content, name=paper.name)
    (row,) = await documents.rows("SELECT * FROM documents")
    stored = await documents.stored(row["object_key"])
    assert stored is not None
    assert b"PDF" not in stored
    assert len(row["object_key"]) == 64
    assert str(document_id) not in row["object_key"]
    assert "Martin" not in str(dict(row))
    assert b"Martin" not in row["name"]


@pytest.mark.parametrize("name", BAD_PDFS)
async def test_each_bad_file_is_refused_with_its_own_code(documents: Documents, name: str) -> None:
    code, make = BAD_PDFS[name]
    answer = await documents.upload(a_registration(), make())
    assert (answer.status_code, code_of(answer)) == (422, code)
    assert await documents.rows("SELECT 1 FROM documents") == []


@pytest.mark.parametrize(
    ("code", "content", "name"),
    [
        ("empty-file", b"", "vide.pdf"),
        ("kind-mismatch", a_pdf("x.pdf").content, "carnet.jpg"),
        ("wrong-extension", a_pdf("x.pdf").content, "carnet.pdf.exe"),
        ("invalid-file-name", a_pdf("x.pdf").content, ""),
        ("too-large", a_pdf_over_ten_megabytes().content, "livret.pdf"),
        ("infected", infected(), "carnet.pdf"),
    ],
)
async def test_each_other_refusal_has_its_code(documents: Documents, code: str, content: bytes, name: str) -> None:
    answer = await documents.upload(a_registration(), content, name=name)
    assert (answer.status_code, code_of(answer)) == (422, code)
    assert await documents.rows("SELECT 1 FROM documents") == []


async def test_a_name_that_is_no_utf8_is_refused(documents: Documents) -> None:
    answer = await documents.upload(a_registration(), headers={"X-File-Name": "%ff%fe.pdf"})
    assert (answer.status_code, code_of(answer)) == (422, "invalid-file-name")


async def test_a_name_of_ten_thousand_characters_is_shortened(documents: Documents) -> None:
    owner = a_registration()
    await documents.taken(owner, name="é" * 10_000 + ".pdf")
    assert [len(listed["file_name"]) for listed in await documents.listed(owner)] == [100]


async def test_a_gigabyte_without_length_stops_after_ten_megabytes(documents: Documents) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1024):
            sent += MEBIBYTE
            yield b"%PDF" + bytes(MEBIBYTE - 4)

    answer = await documents.upload(a_registration(), endless())
    assert (answer.status_code, code_of(answer)) == (422, "too-large")
    assert answer.json()["max_bytes"] == 10 * MEBIBYTE
    assert sent <= 12 * MEBIBYTE


async def test_a_full_slot_and_an_unknown_piece_are_told_before_the_file_is_read(documents: Documents) -> None:
    owner, child = a_registration(), a_child()
    for _ in range(PAI_FILES):
        await documents.taken(owner, record=child, piece="pai")
    full = await documents.upload(owner, b"never read", record=child, piece="pai")
    assert (full.status_code, code_of(full), full.json()["max_files"]) == (422, "too-many-files", PAI_FILES)
    unknown = await documents.upload(owner, b"never read", record=child, piece="justificatif-domicile")
    assert (unknown.status_code, code_of(unknown)) == (422, "unknown-piece")
    malformed = await documents.upload(owner, record="child-1")
    assert (malformed.status_code, code_of(malformed)) == (422, "invalid")


async def test_a_double_click_stores_one_file(documents: Documents) -> None:
    owner, child, paper, key = a_registration(), a_child(), a_pdf("carnet.pdf"), uuid4().hex
    answers = await asyncio.gather(*(documents.upload(owner, paper.content, record=child, key=key) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(await documents.listed(owner)) == 1
    other = await documents.upload(owner, record=child, key=key)
    assert (other.status_code, code_of(other)) == (422, "idempotency-key-reused")


async def test_a_slot_never_takes_more_than_its_number_whatever_comes_at_once(documents: Documents) -> None:
    owner, child = a_registration(), a_child()
    answers = await asyncio.gather(*(documents.upload(owner, record=child, piece="pai") for _ in range(PAI_FILES + 4)))
    assert sorted(answer.status_code for answer in answers) == [201] * PAI_FILES + [422] * 4
    assert len(await documents.listed(owner, child)) == PAI_FILES


async def test_the_slots_number_holds_when_uploads_commit_at_once(documents: Documents) -> None:
    """The same without the parser's queue in front, which lets few uploads meet in the database."""
    owner, slot = Owner(OwnerKind.FAMILY, uuid4()), Slot(RecordKey("child", uuid4()), "pai")
    reception = replace(documents.app.state.deps.reception, inspector=FakeInspector(), scanner=FakeScanner())

    async def receive(body: bytes) -> bool:
        upload = ReceiveDocument(DocumentId(uuid4()), owner, slot, FileName("pai.pdf"), body, sha256(body).hexdigest())
        try:
            await receive_document(upload, documents.app.state.deps.uow(), reception)
        except TooManyFiles:
            return False
        return True

    taken = await asyncio.gather(*(receive(b"%d" % number) for number in range(PAI_FILES + 4)))
    assert sum(taken) == PAI_FILES


async def test_many_large_files_at_once_are_all_taken(documents: Documents) -> None:
    """Twelve files of 8 MB against a budget of five times ten: those that find no room wait."""
    owner, content = a_family(), _large(8 * MEBIBYTE)
    started = time.perf_counter()
    answers = await asyncio.gather(*(documents.upload(owner, content, name=f"{n}.pdf") for n in range(12)))
    assert {answer.status_code for answer in answers} == {201}
    assert {answer.json()["sha256"] for answer in answers} == {sha256(content).hexdigest()}
    assert time.perf_counter() - started < 60


async def test_only_owners_hand_in(documents: Documents) -> None:
    assert (await documents.upload(an_agent())).status_code == 403
    assert (await documents.client.post("/documents")).status_code == 401


def _large(size: int) -> bytes:
    return raw_pdf.pdf(more=[raw_pdf.stream(bytes(size))])
