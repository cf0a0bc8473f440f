"""What schooling reads from its environment."""

from pydantic_settings import SettingsConfigDict

from libs.chassis.keys import Jwk
from libs.chassis.settings import ServiceSettings


class SchoolingSettings(ServiceSettings):
    """`manifest_public_key` is a JWK, OKP Ed25519: it checks what documents signs."""

    model_config = SettingsConfigDict(env_prefix="SCHOOLING_", frozen=True, extra="ignore", populate_by_name=True)

    manifest_public_key: Jwk
