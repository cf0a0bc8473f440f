"""What schooling reads from its environment."""

from pydantic import field_validator
from pydantic_settings import SettingsConfigDict

from libs.chassis.keys import Jwk
from libs.chassis.settings import ServiceSettings
from services.schooling.adapters.certificate_seal import key_set


class SchoolingWorkerSettings(ServiceSettings):
    """What the worker needs: it verifies no manifest and signs nothing."""

    model_config = SettingsConfigDict(env_prefix="SCHOOLING_", frozen=True, extra="ignore", populate_by_name=True)


class SchoolingSettings(SchoolingWorkerSettings):
    """What the API needs besides.

    Attributes:
        manifest_public_key: a JWK, OKP Ed25519: it checks what documents signs.
        certificate_private_key: a JWK, OKP Ed25519 with its `kid`: it signs the certificats d'inscription.
        certificate_former_keys: a JWK set of public keys: those that signed before, so that their certificates still
            stand; none unless given.
    """

    manifest_public_key: Jwk
    certificate_private_key: Jwk
    certificate_former_keys: str = '{"keys":[]}'

    @field_validator("certificate_former_keys")
    @classmethod
    def _are_public_keys(cls, keys: str) -> str:
        if any(key.is_private for key in key_set(keys)):
            raise ValueError("holds a private key: give the public halves")
        return keys
