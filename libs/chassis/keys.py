"""JSON Web Keys (RFC 7517) as settings carry them."""

import json

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey


def okp_key(jwk: str) -> OKPKey:
    """An Ed25519 or X25519 key from its JWK as JSON text. Raises ValueError when it is none."""
    try:
        return OKPKey.import_key(json.loads(jwk))
    except (JoseError, KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a JSON Web Key of type OKP") from error
