"""Proof of being a person: a puzzle that the browser solved, or a code that was mailed."""

import secrets
from dataclasses import dataclass
from datetime import datetime

CODE_DIGITS = 6
CODE_ATTEMPTS = 5


@dataclass(frozen=True)
class Puzzle:
    """A solved challenge as the widget gives it back: base64 of JSON."""

    payload: str


@dataclass(frozen=True)
class MailedCode:
    """The digits as typed."""

    code: str


Proof = Puzzle | MailedCode


@dataclass(frozen=True)
class SolvedChallenge:
    """A challenge of ours whose solution is right; its signature tells it from every other."""

    signature: bytes
    expires_at: datetime


def new_code() -> str:
    """Six digits, each equally likely."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def code_key(typed: str) -> str:
    """The digits alone: people group them and copy spaces along."""
    return "".join(typed.split())
