"""Encryption: what is bound to what, and what a new key changes."""

import base64
import secrets
from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.documents.adapters.key_ring import KeyRing
from services.documents.adapters.vault import FileVault
from services.documents.application.ports import TamperedContent
from services.documents.domain.file_name import FileName
from services.documents.domain.ids import DocumentId

NAME = FileName("Carnet de santé.pdf")
KEYS = {name: base64.b64encode(secrets.token_bytes(32)).decode() for name in ("k1", "k2")}


def a_ring(current: str = "k1", *names: str) -> KeyRing:
    return KeyRing.model_validate({"current": current, "keys": {name: KEYS[name] for name in names or (current,)}})


def test_content_and_name_come_back() -> None:
    vault, document_id = FileVault(a_ring()), DocumentId(uuid4())
    sealed, encrypted = vault.seal(document_id, NAME, b"clear content")
    assert b"clear" not in encrypted
    assert b"Carnet" not in sealed.name
    assert vault.open(document_id, sealed, encrypted) == b"clear content"
    assert vault.open_name(document_id, sealed) == NAME.text


@given(st.data())
def test_one_flipped_bit_anywhere_is_refused(data: st.DataObject) -> None:
    vault, document_id = FileVault(a_ring()), DocumentId(uuid4())
    sealed, encrypted = vault.seal(document_id, NAME, b"clear content")
    place = data.draw(st.integers(0, len(encrypted) * 8 - 1))
    flipped = bytearray(encrypted)
    flipped[place // 8] ^= 1 << place % 8
    with pytest.raises(TamperedContent):
        vault.open(document_id, sealed, bytes(flipped))


@pytest.mark.parametrize("left", [0, 5, 12, 27])
def test_a_cut_object_is_refused(left: int) -> None:
    vault, document_id = FileVault(a_ring()), DocumentId(uuid4())
    sealed, encrypted = vault.seal(document_id, NAME, b"clear content")
    with pytest.raises(TamperedContent):
        vault.open(document_id, sealed, encrypted[:left])


def test_a_file_in_another_documents_place_is_refused() -> None:
    vault = FileVault(a_ring())
    sealed, encrypted = vault.seal(DocumentId(uuid4()), NAME, b"clear content")
    with pytest.raises(TamperedContent):
        vault.open(DocumentId(uuid4()), sealed, encrypted)


def test_a_name_cannot_stand_for_a_content() -> None:
    vault, document_id = FileVault(a_ring()), DocumentId(uuid4())
    sealed, _ = vault.seal(document_id, NAME, b"clear content")
    with pytest.raises(TamperedContent):
        vault.open(document_id, sealed, sealed.name)


def test_every_file_has_its_own_key_and_a_random_place() -> None:
    vault, document_id = FileVault(a_ring()), DocumentId(uuid4())
    first, second = vault.seal(document_id, NAME, b"x")[0], vault.seal(document_id, NAME, b"x")[0]
    assert first.object_key != second.object_key
    assert str(document_id) not in first.object_key
    with pytest.raises(TamperedContent):
        vault.open(document_id, replace(first, wrapped_key=second.wrapped_key), vault.seal(document_id, NAME, b"x")[1])


def test_a_rewrapped_file_opens_without_the_former_key() -> None:
    document_id = DocumentId(uuid4())
    sealed, encrypted = FileVault(a_ring("k1")).seal(document_id, NAME, b"clear content")
    rewrapped = FileVault(a_ring("k2", "k1", "k2")).rewrap(document_id, sealed)
    assert (rewrapped.key_id, rewrapped.object_key) == ("k2", sealed.object_key)
    only_new = FileVault(a_ring("k2"))
    assert only_new.open(document_id, rewrapped, encrypted) == b"clear content"
    assert only_new.open_name(document_id, rewrapped) == NAME.text
    with pytest.raises(TamperedContent):
        only_new.open(document_id, sealed, encrypted)


@pytest.mark.parametrize(
    "keys",
    [
        {"current": "k2", "keys": {"k1": KEYS["k1"]}},
        {"current": "k1", "keys": {"k1": base64.b64encode(b"short").decode()}},
        {"current": "k1", "keys": {"k1": "not base64!"}},
        {"current": "k1", "keys": {}},
    ],
)
def test_an_unusable_ring_is_refused(keys: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        KeyRing.model_validate(keys)


def test_a_ring_shows_no_key() -> None:
    assert KEYS["k1"] not in repr(a_ring())
