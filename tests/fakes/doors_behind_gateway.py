"""Identity as the ways back in and the first use need it: a link, a code, a known family."""

from typing import TYPE_CHECKING

from gateway.clients.identity_claims import FamilyAccount, IssuedClaim
from gateway.clients.service import Problem

if TYPE_CHECKING:
    from tests.fakes.services_behind_gateway import World

RESET_LINK = "good"
KNOWN_FAMILY = "04217"
CLAIM_CODE = "ABCD-EFGH-JKMN"


class DoorsOfIdentity:
    """What `FakeIdentity` answers at those doors; `asked` keeps what came through."""

    _world: "World"

    async def ask_password_reset(self, bearer: str, identifier: str) -> None:
        self._world.called("ask_password_reset")
        self._world.asked.append(identifier)

    async def check_reset_link(self, bearer: str, token: str) -> None:
        self._world.called("check_reset_link")
        if token != RESET_LINK:
            raise Problem(404, "unknown-link")

    async def complete_password_reset(self, bearer: str, token: str, password: str) -> None:
        self._world.called("complete_password_reset")
        if token != RESET_LINK:
            raise Problem(404, "unknown-link")
        self._world.asked.append(password)

    async def ask_family_codes(self, bearer: str, email: str) -> None:
        self._world.called("ask_family_codes")
        self._world.asked.append(email)

    async def claim(self, bearer: str, family_code: str, claim_code: str) -> str:
        self._world.called("claim")
        if (family_code, claim_code) != (KNOWN_FAMILY, CLAIM_CODE):
            raise Problem(401, "wrong-claim")
        return self._world.claiming_session()

    async def family_account(self, bearer: str, family_id: str) -> FamilyAccount | None:
        self._world.called("family_account")
        return self._world.family_account

    async def issue_claim_code(self, bearer: str, family_id: str, *, gives_back: bool = False) -> IssuedClaim:
        self._world.called("give_account_back" if gives_back else "issue_claim_code")
        return {"family_code": KNOWN_FAMILY, "claim_code": CLAIM_CODE, "expires_at": "2027-02-21T09:00:00Z"}
