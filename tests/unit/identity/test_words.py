"""Addresses, blocks, tokens, codes: the small rules."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pyotp
import pytest
from cryptography.exceptions import InvalidTag
from pydantic import TypeAdapter, ValidationError

from libs.domain.throttling import address_block
from services.identity.adapters.totp_vault import TotpVault
from services.identity.api.typed_text import Email, Name
from services.identity.domain.email_address import email_key, masked
from services.identity.domain.session import digest, new_token

KEYS = {"k1": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", "k2": "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWY="}
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Anne.Durand@EXAMPLE.org ", "Anne.Durand@example.org"),
        ("e\u0301lodie@example.org", "\u00e9lodie@example.org"),
        ("anne@exempl\u00e9.fr", "anne@exempl\u00e9.fr"),
    ],
)
def test_an_address_is_kept_as_typed_but_for_its_domain(typed: str, kept: str) -> None:
    assert TypeAdapter(Email).validate_python(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "string_too_short"),
        ("anne", "invalid-email"),
        ("anne@", "invalid-email"),
        ("anne@localhost", "invalid-email"),
        ("anne@example.org\r\nBcc: all@example.org", "forbidden-characters"),
        ("a" * 10_000 + "@example.org", "string_too_long"),
        ("a" * 65 + "@example.org", "invalid-email"),
    ],
)
def test_what_is_no_address_is_refused(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(Email).validate_python(typed)
    assert [found["type"] for found in refused.value.errors()] == [code]


def test_case_does_not_make_another_address() -> None:
    assert email_key("Anne@example.org") == email_key("anne@Example.ORG")


@pytest.mark.parametrize("name", ["محمد", "Đặng", "Jean-François d'Été", "Ó Súilleabháin"])
def test_names_of_every_script_pass(name: str) -> None:
    assert TypeAdapter(Name).validate_python(f" {name} ") == name


@pytest.mark.parametrize("name", ["a\x00b", "a\nb", "\u202eevil", "a\ud800"])
def test_control_characters_do_not(name: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Name).validate_python(name)


def test_a_masked_address_tells_its_owner_only() -> None:
    assert masked("marie.durand@example.org") == "m•••@example.org"


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("192.0.2.17", "192.0.2.0/24"),
        ("::ffff:192.0.2.99", "192.0.2.0/24"),
        ("2001:db8:1:2ff:9::1", "2001:db8:1:200::/56"),
        ("nonsense", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_block_is_about_one_subscriber(address: str | None, block: str) -> None:
    assert address_block(address) == block


def test_a_token_has_256_bits_and_its_digest_32_bytes() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {43}
    assert {len(digest(token)) for token in tokens} == {32}


def vault(current: str = "k1") -> TotpVault:
    return TotpVault(json.dumps({"current": current, "keys": KEYS}))


def test_a_secret_rests_encrypted_and_bound_to_its_owner() -> None:
    owner, secret = uuid4(), vault().new_secret()
    protected = vault().protect(secret, owner)
    assert secret not in protected
    assert vault("k2").reveal(protected, owner) == secret  # the old key still reads after a rotation
    assert vault("k2").protect(secret, owner).startswith("k2.")
    with pytest.raises(InvalidTag):
        vault().reveal(protected, uuid4())


def test_a_secret_that_no_authenticator_takes_is_refused() -> None:
    with pytest.raises(ValueError, match="base32"):
        vault().protect("0189", uuid4())


def test_a_code_belongs_to_its_step_or_a_neighbour() -> None:
    owner, secret = uuid4(), vault().new_secret()
    protected, code = vault().protect(secret, owner), pyotp.TOTP(secret).at(NOON)
    step = int(NOON.timestamp()) // 30
    assert vault().matching_step(protected, owner, f" {code[:3]} {code[3:]}", NOON) == step
    assert vault().matching_step(protected, owner, code, NOON + timedelta(seconds=31)) == step
    assert vault().matching_step(protected, owner, code, NOON + timedelta(seconds=61)) is None
    assert vault().matching_step(protected, owner, "é" * 6, NOON) is None


@pytest.mark.parametrize(
    "document", ["", "{}", '{"current": "k2", "keys": {}}', '{"current": "k1", "keys": {"k1": "c2hvcnQ="}}']
)
def test_unusable_keys_are_refused(document: str) -> None:
    with pytest.raises(ValueError, match=r"key|Expecting"):
        TotpVault(document)
