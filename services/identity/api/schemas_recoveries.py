"""What travels when a password or a code famille was forgotten."""

from pydantic import BaseModel

from services.identity.api.schemas import Input
from services.identity.api.typed_text import Email, Line, Password, Token


class PasswordResetIn(Input):
    """`identifier`: the code famille, or the e-mail address."""

    identifier: Line


class PasswordResetOut(BaseModel):
    """The link is good; nothing tells whose it is."""


class NewPasswordIn(Input):
    token: Token
    password: Password


class CodeReminderIn(Input):
    email: Email
