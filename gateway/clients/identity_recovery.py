"""identity: a forgotten password or code famille. Whether an account exists is told by mail, to its address alone."""

from urllib.parse import quote

from gateway.clients.service import ServiceClient


class Recovery(ServiceClient):
    """Every method raises Problem and Unavailable."""

    async def ask_password_reset(self, bearer: str, identifier: str) -> None:
        """Mail a link to whoever this code famille or address belongs to; the answer is the same for anybody."""
        await self.call("POST", "/password-resets", bearer, body={"identifier": identifier})

    async def check_reset_link(self, bearer: str, token: str) -> None:
        """Raises Problem: 404 for a link that is unknown, spent or too old."""
        await self.call("GET", f"/password-resets/{quote(token, safe='')}", bearer)

    async def complete_password_reset(self, bearer: str, token: str, password: str) -> None:
        """Spend the link: the new password stands, and every session of the account has ended."""
        await self.call("POST", "/password-resets/completion", bearer, body={"token": token, "password": password})

    async def ask_family_codes(self, bearer: str, email: str) -> None:
        """Mail the codes famille of this address to it; the answer is the same for anybody."""
        await self.call("POST", "/code-reminders", bearer, body={"email": email})
