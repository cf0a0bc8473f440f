"""The keys behind the proofs: one secret of the operator's, and a key of its own for each use."""

import base64
import binascii
import hashlib
import hmac

_KEY_BYTES = 32


def read_captcha_key(text: str) -> bytes:
    """Raises ValueError for what is not base64 of 32 bytes."""
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if len(key) != _KEY_BYTES:
        raise ValueError("not 32 bytes long")
    return key


def key_for(use: str, key: bytes) -> bytes:
    """32 bytes that tell nothing of the key, nor of another use's."""
    return hmac.digest(key, use.encode(), hashlib.sha256)
