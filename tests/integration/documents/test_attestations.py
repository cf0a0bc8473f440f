"""Sworn statements: filled and signed, kept as files of the slot, refused field by field."""

import base64
import io
from typing import Any
from uuid import uuid4

import httpx
import pikepdf
import pytest
from PIL import Image, ImageDraw

from libs.chassis.auth import Subject
from tests.integration.documents.conftest import Documents, a_child, a_family, a_registration, an_agent, code_of

FILIATION: dict[str, str] = {
    "declarant": "Léa Martin",
    "quality": "mere",
    "child": "Zoé Martin",
    "sex": "feminin",
    "child_birth_date": "2/5/2021",
    "child_birth_place": "Nice, France",
    "first_parent": "Léa Martin",
    "place": "Carros",
}


def a_drawing(size: tuple[int, int] = (600, 200), *, drawn: bool = True) -> str:
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    if drawn:
        ImageDraw.Draw(picture).line([(40, 150), (200, 40), (300, 160), (520, 60)], fill=(20, 20, 90, 255), width=6)
    saved = io.BytesIO()
    picture.save(saved, "PNG")
    return "data:image/png;base64," + base64.b64encode(saved.getvalue()).decode()


async def attest(
    documents: Documents,
    owner: Subject,
    record: str,
    *,
    model: str = "filiation",
    piece: str = "livret-famille",
    key: str | None = None,
    replaces: str | None = None,
    **changes: Any,
) -> httpx.Response:
    body = {"values": FILIATION, "signatures": [{"name": "Léa Martin"}], "declared": True} | changes
    query = {"record": record, "piece": piece} | ({"replaces": replaces} if replaces else {})
    headers = {"Idempotency-Key": key or uuid4().hex}
    return await documents.call("POST", f"/attestations/{model}", owner, params=query, json=body, headers=headers)


def errors_of(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {error["field"]: error["code"] for error in answer.json()["errors"]}


async def test_the_catalogue_offers_the_communes_models(documents: Documents) -> None:
    dossiers = (await documents.call("GET", "/catalogue", a_registration())).json()["dossiers"]
    offered = {
        piece["code"]: [model["code"] for model in piece["attestations"]]
        for dossier in dossiers
        for piece in dossier["pieces"]
        if piece["attestations"]
    }
    assert offered == {
        "justificatif-domicile": ["domicile"],
        "attestation-hebergement": ["hebergement"],
        "livret-famille": ["filiation"],
        "jugement-divorce": ["separation"],
    }
    assert all(
        piece["attestation"] == offered.get(piece["code"], [None])[0] for found in dossiers for piece in found["pieces"]
    )


async def test_a_model_says_what_it_asks_and_what_the_law_says(documents: Documents) -> None:
    model = (await documents.call("GET", "/attestations/separation", a_registration())).json()
    assert [signer["name"] for signer in model["signatures"]] == ["first_parent", "second_parent"]
    assert {field["kind"] for field in model["fields"]} == {"text", "date", "choice"}
    assert "441-7" in model["legal_warning"]
    assert "{child}" in model["text"]
    assert (await documents.call("GET", "/attestations/inconnu", a_registration())).status_code == 404


@pytest.mark.parametrize("drawing", [None, a_drawing()], ids=["typed", "drawn"])
async def test_a_signed_statement_is_an_accessible_pdf_of_the_slot(documents: Documents, drawing: str | None) -> None:
    owner, child = a_registration(), a_child()
    answer = await attest(documents, owner, child, signatures=[{"name": "Léa Martin", "drawing": drawing}])
    assert answer.status_code == 201, answer.text
    assert (answer.json()["kind"], answer.json()["scan"], answer.json()["pages"]) == ("attestation", "clean", 1)
    (listed,) = await documents.listed(owner, child)
    assert listed["file_name"] == "Attestation sur l'honneur d'identité et de filiation de l'enfant.pdf"
    opened = await documents.opened(owner, answer.json()["id"])
    with pikepdf.open(io.BytesIO(opened.content)) as document, document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert document.Root.Lang == "fr"
        assert "Martin" not in str(document.docinfo)
    manifest = await documents.manifest(owner, child)
    assert [file["id"] for file in manifest["slots"][1]["documents"]] == [answer.json()["id"]]


async def test_each_field_is_refused_by_its_name_and_nothing_is_kept(documents: Documents) -> None:
    owner, child = a_registration(), a_child()
    wrong = FILIATION | {"quality": "cousin", "child_birth_date": "31/02/2021", "child": " ", "place": "x" * 201}
    answer = await attest(documents, owner, child, values=wrong, signatures=[], declared=False)
    assert errors_of(answer) == {
        "values.quality": "not-a-choice",
        "values.child_birth_date": "date-impossible",
        "values.child": "required",
        "values.place": "too-long",
        "signatures.0.name": "required",
        "declared": "required",
    }
    assert errors_of(await attest(documents, owner, child, values=FILIATION | {"child_birth_date": "1/1/2999"})) == {
        "values.child_birth_date": "date-in-future"
    }
    assert errors_of(await attest(documents, owner, child, values=FILIATION | {"child": "a\u202eb"})) == {
        "values.child": "forbidden-characters"
    }
    assert errors_of(await attest(documents, owner, child, values=FILIATION | {"owner": "x"})) == {
        "values": "unknown-field"
    }
    assert await documents.listed(owner) == []


@pytest.mark.parametrize(
    ("drawing", "code"),
    [
        (a_drawing(drawn=False), "drawing-empty"),
        (a_drawing((3000, 3000)), "drawing-too-large"),
        ("data:image/png;base64,AAAA", "drawing-unreadable"),
        ("data:image/svg+xml;base64,PHN2Zy8+", "drawing-unreadable"),
        ("data:image/png;base64," + base64.b64encode(bytes(100_001)).decode(), "drawing-too-large"),
    ],
)
async def test_a_drawing_that_is_none_is_refused(documents: Documents, drawing: str, code: str) -> None:
    answer = await attest(documents, a_registration(), a_child(), signatures=[{"name": "Léa", "drawing": drawing}])
    assert errors_of(answer) == {"signatures.0.drawing": code}


@pytest.mark.parametrize("hostile", ['#read("/etc/passwd")', "]#panic()", "{declarant}", "$x$ \\ *a*", "张伟 😀"])
async def test_hostile_values_are_only_words(documents: Documents, hostile: str) -> None:
    changes: dict[str, Any] = {"values": FILIATION | {"child": hostile}, "signatures": [{"name": hostile}]}
    assert (await attest(documents, a_registration(), a_child(), **changes)).status_code == 201


async def test_done_again_it_takes_the_place_of_the_former(documents: Documents) -> None:
    owner, child = a_registration(), a_child()
    first = (await attest(documents, owner, child)).json()["id"]
    again = await attest(documents, owner, child, replaces=first)
    assert [listed["id"] for listed in await documents.listed(owner, child)] == [again.json()["id"]]


async def test_a_double_click_writes_one(documents: Documents) -> None:
    owner, child, key = a_registration(), a_child(), uuid4().hex
    answers = [await attest(documents, owner, child, key=key) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    other = await attest(documents, owner, a_child(), key=key)
    assert (other.status_code, code_of(other)) == (422, "idempotency-key-reused")


async def test_a_piece_that_offers_no_such_statement_takes_none(documents: Documents) -> None:
    assert (await attest(documents, a_family(), a_child(), piece="pai")).status_code == 404
    unknown = await attest(documents, a_family(), a_child(), piece="inconnue")
    assert (unknown.status_code, code_of(unknown)) == (422, "unknown-piece")
    assert (await attest(documents, an_agent(), a_child())).status_code == 403
