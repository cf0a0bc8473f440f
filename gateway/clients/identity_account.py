"""identity: an account in the hands of its holder, who is signed in, and the link that a new address received."""

from typing import Literal, TypedDict
from urllib.parse import quote

from gateway.clients.family_data import FamilyExport
from gateway.clients.service import ServiceClient


class SeenAs(TypedDict):
    """What a session is listed as to its owner; nothing finer is kept."""

    device: Literal["phone", "tablet", "computer"]
    browser: Literal["chrome", "edge", "firefox", "opera", "safari", "samsung", "other"]


class EmailChange(TypedDict):
    """The address that waits to be confirmed."""

    email: str
    expires_at: str


class OwnAccount(TypedDict):
    """`since`: when it was activated."""

    family_code: str
    email: str
    since: str
    email_change: EmailChange | None


class OpenSession(TypedDict):
    """`device` and `browser`: None of a session that is older than this list."""

    id: str
    opened_at: str
    last_seen_at: str
    device: str | None
    browser: str | None


class Accounts(ServiceClient):
    """Every method raises Problem and Unavailable."""

    async def own_account(self, bearer: str) -> OwnAccount:
        account: OwnAccount = (await self.call("GET", "/accounts/current", bearer)).body
        return account

    async def change_password(self, bearer: str, current: str, password: str, seen_as: SeenAs) -> str:
        """Every session ends; the token of the one that takes their place."""
        body = {"current_password": current, "password": password, "seen_as": seen_as}
        token: str = (await self.call("POST", "/accounts/current/password", bearer, body=body)).body["session_token"]
        return token

    async def export_account(self, bearer: str, current: str) -> FamilyExport:
        """What identity knows, for the password. Raises Problem: 422 for another one, 429."""
        body = {"current_password": current}
        export: FamilyExport = (await self.call("POST", "/accounts/current/data-exports", bearer, body=body)).body
        return export

    async def close_account(self, bearer: str, current: str) -> None:
        """Every session ends with it. Raises Problem: 422 for another password, 429."""
        await self.call("POST", "/accounts/current/closing", bearer, body={"current_password": current})

    async def ask_email_change(self, bearer: str, current: str, email: str) -> None:
        """Mail a link to the new address; the answer is the same whoever has it."""
        body = {"current_password": current, "email": email}
        await self.call("POST", "/accounts/current/email-changes", bearer, body=body)

    async def mail_email_change_again(self, bearer: str) -> None:
        """Raises Problem: 404 once nothing waits, 429."""
        await self.call("POST", "/accounts/current/email-changes/current/mails", bearer)

    async def cancel_email_change(self, bearer: str) -> None:
        """Raises Problem: 404 once nothing waits."""
        await self.call("DELETE", "/accounts/current/email-changes/current", bearer)

    async def masked_new_address(self, bearer: str, token: str) -> str:
        """The address that a link confirms, masked. Raises Problem: 404 for a link that is none any more."""
        masked: str = (await self.call("GET", f"/email-changes/{quote(token, safe='')}", bearer)).body["email_masked"]
        return masked

    async def confirm_new_address(self, bearer: str, token: str) -> None:
        """Spend the link: the account has the new address. Raises Problem: 404."""
        await self.call("POST", "/email-changes/confirmation", bearer, body={"token": token})

    async def open_sessions(self, bearer: str) -> list[OpenSession]:
        """The last used first."""
        found: list[OpenSession] = (await self.call("GET", "/accounts/current/sessions", bearer)).body
        return found

    async def disconnect(self, bearer: str, session_id: str) -> None:
        """Raises Problem: 404 of a session that is no more, or somebody else's."""
        await self.call("DELETE", f"/accounts/current/sessions/{quote(session_id, safe='')}", bearer)

    async def disconnect_others(self, bearer: str, kept: str) -> None:
        """End every session of the account but this one."""
        body = {"session_id": kept}
        await self.call("POST", "/accounts/current/sessions/others-revocation", bearer, body=body)
