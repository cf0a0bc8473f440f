"""What travels between an account and its holder, who is signed in."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from services.identity.api.schemas import Input
from services.identity.api.schemas_sessions import SeenAsIn
from services.identity.api.typed_text import Email, Password, Token


class EmailChangeOut(BaseModel):
    """The address that waits to be confirmed, until when."""

    email: str
    expires_at: datetime


class AccountOut(BaseModel):
    """`since`: when the account was activated."""

    family_code: str
    email: str
    since: datetime
    email_change: EmailChangeOut | None


class NewOwnPasswordIn(Input):
    """`seen_as`: what the session is listed as that takes the place of the present one."""

    current_password: Password
    password: Password
    seen_as: SeenAsIn | None = None


class OwnPasswordIn(Input):
    current_password: Password


class EmailChangeIn(Input):
    current_password: Password
    email: Email


class EmailChangeLinkOut(BaseModel):
    email_masked: str


class EmailChangeConfirmationIn(Input):
    token: Token


class OpenSessionOut(BaseModel):
    """`device` and `browser`: null of a session that was opened before these were kept."""

    id: UUID
    opened_at: datetime
    last_seen_at: datetime
    device: Literal["phone", "tablet", "computer"] | None
    browser: Literal["chrome", "edge", "firefox", "opera", "safari", "samsung", "other"] | None


class KeptSessionIn(Input):
    session_id: UUID
