"""What notifications reads from its environment."""

from typing import Self

from pydantic import EmailStr, Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from libs.chassis.settings import ServiceSettings


class NotificationsApiSettings(ServiceSettings):
    """The API's part: it sends nothing and opens no secret, so it is given neither server nor private key.

    Attributes:
        manifest_public_key: JWK Ed25519; checks which files documents says are attached.
    """

    model_config = SettingsConfigDict(env_prefix="NOTIFICATIONS_", frozen=True, extra="ignore", populate_by_name=True)

    manifest_public_key: SecretStr


class NotificationsSettings(NotificationsApiSettings):
    """All of it, as the worker needs it.

    Attributes:
        smtp_host, smtp_port: the town's mail server.
        smtp_username, smtp_password: both or neither.
        smtp_starttls: begin in clear, then encrypt; a server that cannot is not used.
        mail_from: the sender's address of every mail.
        sealing_private_key: JWK X25519; opens the links that identity seals.
    """

    smtp_host: str = Field(min_length=1)
    smtp_port: int = Field(ge=1, le=65535)
    smtp_username: str | None = None
    smtp_password: SecretStr | None = None
    smtp_starttls: bool = False
    mail_from: EmailStr
    sealing_private_key: SecretStr

    @model_validator(mode="after")
    def credentials_are_whole(self) -> Self:
        password = self.smtp_password.get_secret_value() if self.smtp_password else ""
        if bool(self.smtp_username) != bool(password):
            raise ValueError("NOTIFICATIONS_SMTP_USERNAME and NOTIFICATIONS_SMTP_PASSWORD go together")
        return self
