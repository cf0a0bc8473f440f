"""What travels when sessions are opened, resolved and ended."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from services.identity.api.schemas import Input
from services.identity.api.typed_text import Line, Password, Token
from services.identity.domain.session import Browser, Device, SeenAs

SessionKind = Literal["registration", "family", "second_factor", "staff"]
ShownKind = Literal["registration", "locked_registration", "family", "second_factor", "staff"]


class UnlockingIn(Input):
    """`session_token`: the locked one, which ends."""

    session_token: Token
    password: Password


class SeenAsIn(Input):
    """What the session is listed as to its owner."""

    device: Device
    browser: Browser

    def to_domain(self) -> SeenAs:
        return SeenAs(self.device, self.browser)


class SignInIn(Input):
    """`identifier`: the code famille, or the e-mail address; `device_token`: of the last sign-in on this device."""

    identifier: Line
    password: Password
    device_token: Token | None = None
    seen_as: SeenAsIn | None = None


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

    `session_id`: names the session in its account's list; it opens nothing.

    `locked_registration`: left alone for too long, it opens again with the password of step 3.
    """

    kind: ShownKind
    session_id: UUID
    id: UUID
    family_id: UUID | None
    permissions: list[str]
    roles: list[str]
    display_name: str
    family_code: str | None
    expires_at: datetime
