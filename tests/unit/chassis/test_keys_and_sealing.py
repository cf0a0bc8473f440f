"""Secrets on the bus are readable by their one reader."""

import json

import pytest
from joserfc.jwk import OKPKey

from libs.chassis.keys import okp_key
from libs.chassis.sealing import Opener, Sealer, Unsealable


def a_pair() -> tuple[str, str]:
    key = OKPKey.generate_key("X25519", private=True)
    return json.dumps(key.as_dict(private=True)), json.dumps(key.as_dict(private=False))


def test_what_was_sealed_is_opened_by_its_reader() -> None:
    private, public = a_pair()
    sealed = Sealer(public).seal("le lien")
    assert "lien" not in sealed
    assert Opener(private).open(sealed) == "le lien"


def test_nobody_else_opens_it() -> None:
    sealed = Sealer(a_pair()[1]).seal("le lien")
    with pytest.raises(Unsealable):
        Opener(a_pair()[0]).open(sealed)


def test_an_altered_one_is_refused() -> None:
    private, public = a_pair()
    head, *rest = Sealer(public).seal("le lien").split(".")
    rest[-2] = rest[-2][::-1]
    with pytest.raises(Unsealable):
        Opener(private).open(".".join([head, *rest]))


@pytest.mark.parametrize("text", ["", "abc", "a.b.c.d.e"])
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(Unsealable):
        Opener(a_pair()[0]).open(text)


@pytest.mark.parametrize("jwk", ["", "{}", '{"kty": "oct", "k": "AA"}', "[]"])
def test_what_is_no_key_is_a_value_error(jwk: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        okp_key(jwk)
