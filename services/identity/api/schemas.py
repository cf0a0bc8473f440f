"""What travels over identity's HTTP interface: what several routes share, and the smallest of them."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.identity.api.typed_text import Email, Password, Token


class Input(BaseModel):
    """Base of every request body: a member we do not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RegistrationIn(Input):
    email: Email


class RegistrationOpened(BaseModel):
    registration_id: UUID
    session_token: str


class EmailIn(Input):
    email: Email


class ActivationOut(BaseModel):
    email_masked: str


class ActivationIn(Input):
    token: Token


class Activated(BaseModel):
    family_code: str


class PasswordIn(Input):
    password: Password


class StrengthOut(BaseModel):
    """`codes`: what keeps the password from being accepted, as in the account step's field errors."""

    level: Literal["weak", "medium", "strong"]
    acceptable: bool
    codes: list[str]
