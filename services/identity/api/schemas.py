"""What travels over identity's HTTP interface."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.identity.api.typed_text import Email, Line, Name, Password, Token

Civility = Literal["madame", "monsieur"]
SessionKind = Literal["registration", "family", "second_factor", "staff"]


class Input(BaseModel):
    """Base of every request body: a member we do not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RegistrationIn(Input):
    email: Email


class RegistrationOpened(BaseModel):
    registration_id: UUID
    session_token: str


class AccountIn(Input):
    civility: Civility
    last_name: Name
    first_name: Name
    password: Password
    email: Email
    terms_version: Line
    accepts_terms: bool
    declares_exact: bool


class AccountOut(BaseModel):
    civility: Civility
    last_name: str
    first_name: str
    terms_version: str


class RegistrationOut(BaseModel):
    """`state`: `started` (address only), `account` (step 3 done), `awaiting_activation` (has its code), `activated`."""

    registration_id: UUID
    email: str
    account: AccountOut | None
    state: Literal["started", "account", "awaiting_activation", "activated"]
    family_code: str | None


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


class SignInIn(Input):
    """`identifier`: the code famille, or the e-mail address."""

    identifier: Line
    password: Password


class StaffSignInIn(Input):
    login: Line
    password: Password


class SecondFactorIn(Input):
    code: Line


class SessionOpened(BaseModel):
    session_token: str
    kind: SessionKind


class SessionTokenIn(Input):
    session_token: Token


class SessionOut(BaseModel):
    """`id`: registration, account or staff id by `kind`; `expires_at`: if the person does nothing from now on."""

    kind: SessionKind
    id: UUID
    family_id: UUID | None
    permissions: list[str]
    display_name: str
    family_code: str | None
    expires_at: datetime
