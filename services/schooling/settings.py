"""What schooling reads from its environment."""

from pydantic_settings import SettingsConfigDict

from libs.chassis.settings import ServiceSettings


class SchoolingSettings(ServiceSettings):
    """Nothing but what every service reads."""

    model_config = SettingsConfigDict(env_prefix="SCHOOLING_", frozen=True, extra="ignore", populate_by_name=True)
