"""What travels while somebody creates an account: its description, its proof, its resumption."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.identity.api.schemas import Input
from services.identity.api.typed_text import Email, Line, Name, Password, Payload, Token
from services.identity.domain.proof import MailedCode, Proof, Puzzle

Civility = Literal["madame", "monsieur"]


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


class ResumptionOut(BaseModel):
    email_masked: str


class ResumptionIn(Input):
    token: Token
    password: Password
