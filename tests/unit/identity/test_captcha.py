import base64
from datetime import timedelta
from uuid import UUID

import pytest
from altcha.v2 import Challenge, Payload, solve_challenge

from services.identity.adapters.altcha_captcha import AltchaCaptcha
from services.identity.adapters.captcha_keys import key_for, read_captcha_key
from services.identity.adapters.code_digests import KeyedCodeDigests
from services.identity.domain.errors import ProofRefused
from services.identity.domain.proof import code_key, new_code

KEY = bytes(range(32))
TEN_MINUTES = timedelta(minutes=10)
ANNE = UUID("6d1f7c0e-4f0c-4c59-9a57-2f6c7a0a0001")


def captcha(key: bytes = KEY, *, work: int = 3, valid: timedelta = TEN_MINUTES) -> AltchaCaptcha:
    return AltchaCaptcha(key, work=work, valid=valid)


def solved(asked: AltchaCaptcha) -> tuple[int, str]:
    """How many tries it took, and the payload."""
    challenge = Challenge.from_dict(dict(asked.challenge()))
    solution = solve_challenge(challenge)
    assert solution
    return solution.counter + 1, Payload(challenge, solution).to_base64()


def test_the_work_is_bounded_and_not_always_the_same() -> None:
    tries = {solved(captcha(work=4))[0] for _n in range(24)}
    assert tries <= {1, 2, 3, 4}
    assert len(tries) > 1


def test_each_solved_challenge_is_told_from_every_other() -> None:
    asked = captcha()
    first, second = (asked.check(solved(asked)[1]) for _n in range(2))
    assert first.signature != second.signature
    assert len(first.signature) == 32


def test_a_challenge_under_another_key_is_none_of_ours() -> None:
    with pytest.raises(ProofRefused) as refused:
        captcha().check(solved(captcha(bytes(32)))[1])
    assert refused.value.errors[0].code == "captcha-wrong"


def test_a_challenge_that_is_too_old_says_so() -> None:
    asked = captcha(valid=timedelta(seconds=-2))
    with pytest.raises(ProofRefused) as refused:
        asked.check(solved(asked)[1])
    assert refused.value.errors[0].code == "captcha-expired"


def test_each_use_has_a_key_of_its_own() -> None:
    assert len({key_for(use, KEY) for use in ("altcha challenge", "altcha solution", "mailed code")} | {KEY}) == 4


@pytest.mark.parametrize(
    "text", ["", "not base64!", base64.b64encode(bytes(31)).decode(), base64.b64encode(KEY * 2).decode()]
)
def test_an_unusable_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not"):
        read_captcha_key(text)
    assert read_captcha_key(base64.b64encode(KEY).decode()) == KEY


def test_a_codes_digest_is_bound_to_key_registration_and_address() -> None:
    digests = KeyedCodeDigests(KEY)
    digest = digests.digest(ANNE, "anne@example.org", "012345")
    assert digest == digests.digest(ANNE, "Anne@EXAMPLE.org", "012345")
    others = (
        KeyedCodeDigests(bytes(32)).digest(ANNE, "anne@example.org", "012345"),
        digests.digest(UUID(int=1), "anne@example.org", "012345"),
        digests.digest(ANNE, "anna@example.org", "012345"),
        digests.digest(ANNE, "anne@example.org", "012346"),
    )
    assert len({digest, *others}) == 5


def test_codes_have_six_digits_and_are_read_without_spaces() -> None:
    assert {len(new_code()) for _n in range(200)} == {6}
    assert code_key(" 012 345\u00a0") == "012345"
