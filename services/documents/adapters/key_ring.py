"""The keys that wrap data keys: one is current, older ones still open what they wrapped."""

import base64
import binascii
from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

KEY_BYTES = 32


def _key_bytes(encoded: SecretStr) -> SecretStr:
    try:
        key = base64.b64decode(encoded.get_secret_value(), validate=True)
    except binascii.Error:
        raise ValueError("is not base64") from None
    if len(key) != KEY_BYTES:
        raise ValueError(f"is not {KEY_BYTES} bytes long")
    return encoded


class KeyRing(BaseModel):
    """`{"current": "k1", "keys": {"k1": "<base64 of 32 bytes>"}}`, as the environment carries it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    current: str
    keys: Mapping[Annotated[str, Field(min_length=1, max_length=40)], Annotated[SecretStr, AfterValidator(_key_bytes)]]

    @model_validator(mode="after")
    def _current_is_there(self) -> Self:
        if self.current not in self.keys:
            raise ValueError("the current key is not among the keys")
        return self

    def key(self, key_id: str) -> bytes | None:
        """The key of that name; None when it was taken away."""
        encoded = self.keys.get(key_id)
        return base64.b64decode(encoded.get_secret_value()) if encoded else None

    @property
    def current_key(self) -> bytes:
        return base64.b64decode(self.keys[self.current].get_secret_value())
