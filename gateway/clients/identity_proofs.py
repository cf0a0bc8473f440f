"""identity: showing that a person creates the account, and coming back to a creation that was interrupted."""

from typing import Any, Literal, TypedDict
from urllib.parse import quote

from gateway.clients.service import ServiceClient


class Puzzle(TypedDict):
    """The browser's answer to a challenge, as altcha's widget writes it."""

    kind: Literal["altcha"]
    payload: str


class MailCode(TypedDict):
    """The six digits that were mailed to the account's address."""

    kind: Literal["mail_code"]
    code: str


Proof = Puzzle | MailCode


class Proofs(ServiceClient):
    """Every method raises Problem and Unavailable."""

    async def captcha_challenge(self, bearer: str) -> dict[str, Any]:
        """What the widget has to solve: JSON that goes to the browser as it is."""
        challenge: dict[str, Any] = (await self.call("GET", "/captcha/challenge", bearer)).body
        return challenge

    async def send_mail_code(self, bearer: str, registration_id: str, email: str) -> None:
        """Mail a code to this address, known or not; it voids the one before."""
        await self.call("POST", f"/registrations/{registration_id}/mail-codes", bearer, body={"email": email})

    async def mail_resumption_link(self, bearer: str, registration_id: str) -> None:
        """Mail the link that resumes this creation to its own address."""
        await self.call("POST", f"/registrations/{registration_id}/resumption-mails", bearer)

    async def ask_resumption(self, bearer: str, email: str) -> None:
        """Mail a link for each open creation of this address to it; the answer is the same for anybody."""
        await self.call("POST", "/resumptions", bearer, body={"email": email})

    async def masked_address_to_resume(self, bearer: str, token: str) -> str:
        """The address of the creation that a link resumes, masked. Raises Problem: 404 for a dead link."""
        masked: str = (await self.call("GET", f"/resumptions/{quote(token, safe='')}", bearer)).body["email_masked"]
        return masked

    async def resume(self, bearer: str, token: str, password: str) -> str:
        """Spend the link: the session token of the creation."""
        body = {"token": token, "password": password}
        session: str = (await self.call("POST", "/resumptions/completion", bearer, body=body)).body["session_token"]
        return session

    async def unlock(self, bearer: str, locked: str, password: str) -> str:
        """Open a creation that was left alone: a new session token, in place of the locked one."""
        body = {"session_token": locked, "password": password}
        session: str = (await self.call("POST", "/sessions/current/unlocking", bearer, body=body)).body["session_token"]
        return session
