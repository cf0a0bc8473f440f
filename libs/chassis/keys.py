"""JSON Web Keys (RFC 7517) as settings carry them."""

import json
from typing import Annotated

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from pydantic import AfterValidator, SecretStr


def okp_key(jwk: str) -> OKPKey:
    """An Ed25519 or X25519 key from its JWK as JSON text. Raises ValueError when it is none."""
    try:
        return OKPKey.import_key(json.loads(jwk))
    except (JoseError, KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a JSON Web Key of type OKP") from error


def _usable(value: SecretStr) -> SecretStr:
    try:
        okp_key(value.get_secret_value())
    except Exception:  # noqa: BLE001 - whatever is wrong with it, its text must not be quoted
        raise ValueError("is not a JWK of type OKP") from None
    return value


Jwk = Annotated[SecretStr, AfterValidator(_usable)]
"""A setting that holds such a key."""
