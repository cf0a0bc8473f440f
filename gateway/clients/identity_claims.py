"""identity: the code with which a family that the town knows already opens its account."""

from typing import Literal, TypedDict

from gateway.clients.service import Problem, ServiceClient


class IssuedClaim(TypedDict):
    """A code that was just drawn: it is shown once, and ends the ones before it."""

    family_code: str
    claim_code: str
    expires_at: str


class FamilyAccount(TypedDict):
    """`closed_at`: when the last one was closed; `erased_from`: when the family goes, unless somebody comes back."""

    state: Literal["none", "awaiting_activation", "active", "closed"]
    closed_at: str | None
    erased_from: str | None


class Claims(ServiceClient):
    """Every method raises Problem and Unavailable."""

    async def claim(self, bearer: str, family_code: str, claim_code: str) -> str:
        """Open a registration on a known family; its session token."""
        body = {"family_code": family_code, "claim_code": claim_code}
        token: str = (await self.call("POST", "/claims", bearer, body=body)).body["session_token"]
        return token

    async def issue_claim_code(self, bearer: str, family_id: str, *, gives_back: bool = False) -> IssuedClaim:
        """A new code for a family, asked for by an agent; `gives_back`: in the place of the account that it has."""
        body = {"family_id": family_id, "gives_back": gives_back}
        issued: IssuedClaim = (await self.call("POST", "/claim-codes", bearer, body=body)).body
        return issued

    async def family_account(self, bearer: str, family_id: str) -> FamilyAccount | None:
        """How the account of a family stands, for an agent; None: identity has not heard of the family yet."""
        try:
            found: FamilyAccount = (await self.call("GET", f"/families/{family_id}/account", bearer)).body
        except Problem as problem:
            if problem.status != 404:
                raise
            return None
        return found
