"""What documents reads from its environment."""

import json
from typing import Annotated

from pydantic import AnyHttpUrl, Field, SecretStr, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from libs.chassis.settings import ServiceSettings
from services.documents.adapters.key_ring import KeyRing


class DocumentsWorkerSettings(ServiceSettings):
    """What the worker needs: it signs nothing.

    Attributes:
        s3_endpoint: `http(s)://host:port` of any S3 server; the bucket exists.
        clamd_seconds: how long an upload waits for the scanner before the file is kept without a verdict.
        encryption_keys: `{"current": "k1", "keys": {"k1": "<base64 of 32 bytes>"}}`; former keys stay until
            `rotate_keys` found nothing left under them.
    """

    model_config = SettingsConfigDict(env_prefix="DOCUMENTS_", frozen=True, extra="ignore", populate_by_name=True)

    s3_endpoint: AnyHttpUrl
    s3_access_key: SecretStr
    s3_secret_key: SecretStr
    s3_bucket: str = Field(min_length=3, max_length=63)
    clamd_host: str = Field(min_length=1)
    clamd_port: int = Field(ge=1, le=65535)
    clamd_seconds: float = Field(default=5.0, gt=0, le=60)
    encryption_keys: Annotated[KeyRing, NoDecode]

    @field_validator("encryption_keys", mode="before")
    @classmethod
    def _from_json(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            raise ValueError("is not JSON") from None


class DocumentsSettings(DocumentsWorkerSettings):
    """What the API needs besides: the key that signs manifests (JWK, OKP Ed25519)."""

    manifest_private_key: SecretStr
