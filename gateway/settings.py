"""What the gateway reads from its environment."""

import base64
import binascii
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from pydantic import AnyHttpUrl, Field, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from libs.chassis.settings import CommonSettings

Network = IPv4Network | IPv6Network


class GatewaySettings(CommonSettings):
    """Prefix `GATEWAY_`.

    Attributes:
        csrf_key: 32 bytes in base64; it signs the tokens of forms, and seals those that came too late.
        trusted_proxies: addresses or networks whose X-Forwarded-* are believed, comma-separated.
        assets_dir: what `npm run build` wrote.
    """

    model_config = SettingsConfigDict(env_prefix="GATEWAY_", frozen=True, extra="ignore", populate_by_name=True)

    identity_url: AnyHttpUrl
    household_url: AnyHttpUrl
    documents_url: AnyHttpUrl
    schooling_url: AnyHttpUrl
    notifications_url: AnyHttpUrl
    subject_private_key: SecretStr
    csrf_key: SecretStr
    trusted_proxies: str = ""
    assets_dir: Path = Field(default=Path(__file__).parent / "assets" / "dist")

    @field_validator("csrf_key")
    @classmethod
    def _long_enough(cls, key: SecretStr) -> SecretStr:
        try:
            decoded = base64.b64decode(key.get_secret_value(), validate=True)
        except binascii.Error:
            raise ValueError("is not base64") from None
        if len(decoded) < 32:
            raise ValueError("is shorter than 32 bytes")
        return key

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, proxies: str) -> str:
        _networks(proxies)
        return proxies

    @property
    def csrf_secret(self) -> bytes:
        return base64.b64decode(self.csrf_key.get_secret_value())

    @property
    def proxies(self) -> list[Network]:
        return _networks(self.trusted_proxies)

    @property
    def origin(self) -> str:
        """Scheme, host and port that the browser shows, without a slash at the end."""
        return str(self.public_url).rstrip("/")

    @property
    def secure(self) -> bool:
        return self.public_url.scheme == "https"


def _networks(proxies: str) -> list[Network]:
    return [ip_network(part.strip()) for part in proxies.split(",") if part.strip()]
