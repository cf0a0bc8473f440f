import pytest

from services.identity.adapters.argon2_hasher import Argon2Hasher
from services.identity.adapters.zxcvbn_estimator import ZxcvbnEstimator
from services.identity.domain.password_policy import Estimate, Level, PasswordPolicy


def judged(password: str, *personal: str, policy: PasswordPolicy | None = None) -> tuple[Level, list[str]]:
    verdict = (policy or PasswordPolicy()).judge(password, ZxcvbnEstimator().estimate(password, personal))
    assert verdict.acceptable is (not verdict.refusals)
    return verdict.level, [refusal.code for refusal in verdict.refusals]


@pytest.mark.parametrize(
    ("password", "level", "codes"),
    [
        ("Selves06", Level.MEDIUM, []),
        ("soleil de mars 7", Level.STRONG, []),
        ("Soleil123", Level.WEAK, ["password-too-common"]),
        ("motdepasse1", Level.WEAK, ["password-too-common"]),
        ("2026Chérie!", Level.WEAK, ["password-too-common"]),
        ("élève2026", Level.STRONG, []),
        ("chat noir 42 lune", Level.STRONG, []),
        ("t7Rq9bXw2LmZ4kVp8sNc3dFgH", Level.STRONG, []),  # 25 characters
        ("t7Rq9bXw2LmZ4kVp8sNc3dFgHj", Level.WEAK, ["password-too-long"]),  # 26
        ("Selve06", Level.WEAK, ["password-too-short"]),
        ("chats noirs", Level.WEAK, ["password-without-digit"]),
        ("7294016385", Level.WEAK, ["password-without-letter"]),
        ("a1", Level.WEAK, ["password-too-short", "password-too-common"]),
        ("password1", Level.WEAK, ["password-too-common"]),
        ("PASSWORD1", Level.WEAK, ["password-too-common"]),
        ("abcd1234", Level.WEAK, ["password-too-common"]),
        ("azerty123", Level.WEAK, ["password-too-common"]),
        ("1drowssap", Level.WEAK, ["password-too-common"]),  # reversed
        ("P4ssw0rd", Level.WEAK, ["password-too-common"]),  # disguised
        ("a1a1a1a1", Level.WEAK, ["password-too-common"]),  # repeated
    ],
)
def test_the_rule_and_the_level(password: str, level: Level, codes: list[str]) -> None:
    assert judged(password) == (level, codes)


def test_what_is_known_of_the_person_is_common() -> None:
    assert judged("Quentin2019", "quentin2019@example.org", "quentin2019")[1] == ["password-too-common"]


def test_the_bounds_are_the_towns() -> None:
    verdict = PasswordPolicy(minimum=12, maximum=64).judge("Selves06", Estimate(common=False, score=3))
    assert [(found.code, dict(found.params)) for found in verdict.refusals] == [("password-too-short", {"minimum": 12})]


def test_a_password_of_200_characters_is_judged_too() -> None:
    assert judged("a1" * 100)[1][0] == "password-too-long"


async def test_a_hash_is_argon2id_with_the_agreed_cost() -> None:
    hasher = Argon2Hasher()
    stored = await hasher.hash("Selves06")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await hasher.verify(stored, "Selves06")
    assert not await hasher.verify(stored, "Selves07")
    assert not await hasher.verify(None, "Selves06")
    assert not await hasher.verify("not a hash", "Selves06")
    await hasher.close()
