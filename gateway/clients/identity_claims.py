"""identity: the code with which a family that the town knows already opens its account."""

from typing import TypedDict

from gateway.clients.service import ServiceClient


class IssuedClaim(TypedDict):
    """A code that was just drawn: it is shown once, and ends the ones before it."""

    family_code: str
    claim_code: str
    expires_at: str


class Claims(ServiceClient):
    """Every method raises Problem and Unavailable."""

    async def claim(self, bearer: str, family_code: str, claim_code: str) -> str:
        """Open a registration on a known family; its session token."""
        body = {"family_code": family_code, "claim_code": claim_code}
        token: str = (await self.call("POST", "/claims", bearer, body=body)).body["session_token"]
        return token

    async def issue_claim_code(self, bearer: str, family_id: str) -> IssuedClaim:
        """A new code for a family, asked for by an agent."""
        issued: IssuedClaim = (await self.call("POST", "/claim-codes", bearer, body={"family_id": family_id})).body
        return issued
