"""ALTCHA's proof of work, version 2: the browser looks for a number that we drew, by PBKDF2 (RFC 8018).

The number is below a bound, so that the slowest phone is done in a known time; drawn from the whole range, so that
nobody can skip a part of it.
"""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from altcha.v2 import Payload, create_challenge, verify_solution

from services.identity.adapters.captcha_keys import key_for
from services.identity.domain.errors import ProofRefused
from services.identity.domain.proof import SolvedChallenge

_ALGORITHM = "PBKDF2/SHA-256"
_ITERATIONS = 5000


class AltchaCaptcha:
    """Args: work: how many tries a browser makes at most; valid: how long it has for them and for the form."""

    def __init__(self, key: bytes, *, work: int, valid: timedelta) -> None:
        self._work = work
        self._valid = valid
        self._signing, self._solution = key_for("altcha challenge", key), key_for("altcha solution", key)

    def challenge(self) -> Mapping[str, Any]:
        """`{"parameters": {...}, "signature": hex}`; costs one derivation."""
        made = create_challenge(
            _ALGORITHM,
            _ITERATIONS,
            counter=secrets.randbelow(self._work),
            expires_at=datetime.now(UTC) + self._valid,
            hmac_secret=self._signing,
            hmac_key_secret=self._solution,
        )
        shown: Mapping[str, Any] = made.to_dict()
        return shown

    def check(self, payload: str) -> SolvedChallenge:
        """Costs two HMACs: the signed challenge holds one of the derived key, so that nothing is derived again."""
        verdict = verify_solution(payload, self._signing, hmac_key_secret=self._solution)
        if verdict.expired:
            raise ProofRefused("captcha", "captcha-expired")
        if not verdict.verified:
            raise ProofRefused("captcha", "captcha-wrong")
        challenge = Payload.from_base64(payload).challenge  # its signature was compared: it is text, and ours
        return SolvedChallenge(
            bytes.fromhex(str(challenge.signature)), datetime.fromtimestamp(challenge.parameters.expires_at or 0, UTC)
        )
