"""What a family signs in with, or remembers: its code famille or an address."""

from services.identity.domain.email_address import email_key


def identifier_key(typed: str) -> str:
    """The compared form: an address without its case, a code without its spaces."""
    return email_key(typed) if is_address(typed) else "".join(typed.split())


def is_address(identifier: str) -> bool:
    return "@" in identifier
