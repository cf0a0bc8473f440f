"""Household's settings."""

from typing import Annotated

from pydantic import AfterValidator, SecretStr
from pydantic_settings import SettingsConfigDict

from libs.chassis.keys import okp_key
from libs.chassis.settings import ServiceSettings


def _usable_jwk(value: SecretStr) -> SecretStr:
    try:
        okp_key(value.get_secret_value())
    except Exception:  # noqa: BLE001 - whatever is wrong with it, its text must not be quoted
        raise ValueError("is not a JWK of type OKP") from None
    return value


class HouseholdSettings(ServiceSettings):
    """`manifest_public_key` is a JWK, OKP Ed25519: it checks what documents signs."""

    model_config = SettingsConfigDict(env_prefix="HOUSEHOLD_", frozen=True, extra="ignore", populate_by_name=True)

    manifest_public_key: Annotated[SecretStr, AfterValidator(_usable_jwk)]
