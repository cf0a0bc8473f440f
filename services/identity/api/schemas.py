"""What travels over identity's HTTP interface."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.identity.api.typed_text import Email, Line, Name, Password, Payload, Token
from services.identity.domain.proof import MailedCode, Proof, Puzzle

Civility = Literal["madame", "monsieur"]
SessionKind = Literal["registration", "family", "second_factor", "staff"]
ShownKind = Literal["registration", "locked_registration", "family", "second_factor", "staff"]


class Input(BaseModel):
    """Base of every request body: a member we do not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RegistrationIn(Input):
    email: Email


class RegistrationOpened(BaseModel):
    registration_id: UUID
    session_token: str


class PuzzleIn(Input):
    """`payload`: what the widget put into the form: base64 of JSON."""

    kind: Literal["altcha"]
    payload: Payload

    def to_proof(self) -> Proof:
        return Puzzle(self.payload)


class MailedCodeIn(Input):
    kind: Literal["mail_code"]
    code: Line

    def to_proof(self) -> Proof:
        return MailedCode(self.code)


class AccountIn(Input):
    """`proof`: of being a person; asked once, until the registration is `proven`."""

    civility: Civility
    last_name: Name
    first_name: Name
    password: Password
    email: Email
    terms_version: Line
    accepts_terms: bool
    declares_exact: bool
    proof: Annotated[PuzzleIn | MailedCodeIn, Field(discriminator="kind")] | None = None


class AccountOut(BaseModel):
    civility: Civility
    last_name: str
    first_name: str
    terms_version: str


class ClaimOut(BaseModel):
    """The family that the town knows and that the registration gives an account."""

    family_code: str


class RegistrationOut(BaseModel):
    """`state`: `started` (address only), `account` (step 3 done), `awaiting_activation` (has its code), `activated`.

    `claim`: where a claim code opened the registration; `email` is empty then until step 3.
    """

    registration_id: UUID
    email: str
    account: AccountOut | None
    state: Literal["started", "account", "awaiting_activation", "activated"]
    family_code: str | None
    proven: bool
    claim: ClaimOut | None


class EmailIn(Input):
    email: Email


class ResumptionOut(BaseModel):
    email_masked: str


class ResumptionIn(Input):
    token: Token
    password: Password


class UnlockingIn(Input):
    password: Password


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
    """`identifier`: the code famille, or the e-mail address; `device_token`: of the last sign-in on this device."""

    identifier: Line
    password: Password
    device_token: Token | None = None


class StaffSignInIn(Input):
    login: Line
    password: Password


class SecondFactorIn(Input):
    code: Line


class SessionOpened(BaseModel):
    session_token: str
    kind: SessionKind


class FamilySessionOpened(SessionOpened):
    """`device_token`: to give at the next sign-in on this device, in place of any other."""

    device_token: str


class SessionTokenIn(Input):
    session_token: Token


class SessionOut(BaseModel):
    """`id`: registration, account or staff id by `kind`; `expires_at`: if the person does nothing from now on.

    `locked_registration`: left alone for too long, it opens again with the password of step 3.
    """

    kind: ShownKind
    id: UUID
    family_id: UUID | None
    permissions: list[str]
    display_name: str
    family_code: str | None
    expires_at: datetime
