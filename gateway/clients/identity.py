"""identity: registrations, accounts, activation, sessions."""

from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict

from gateway.clients.family_data import FamilyData
from gateway.clients.identity_account import Accounts, SeenAs
from gateway.clients.identity_claims import Claims
from gateway.clients.identity_proofs import Proof, Proofs
from gateway.clients.identity_recovery import Recovery
from gateway.clients.service import Problem


class SessionView(TypedDict):
    """Whom a session token belongs to. `id` is a registration, account or staff id, by `kind`.

    `session_id` names the session in its account's list, and opens nothing.
    """

    kind: Literal["registration", "locked_registration", "family", "second_factor", "staff"]
    session_id: str
    id: str
    family_id: str | None
    permissions: list[str]
    roles: NotRequired[list[str]]
    display_name: str
    family_code: str | None


class AccountView(TypedDict):
    civility: Literal["madame", "monsieur"]
    last_name: str
    first_name: str
    terms_version: str


class Claim(TypedDict):
    """The known family that a registration joins."""

    family_code: str


class RegistrationView(TypedDict):
    """How far a registration has come; `family_code` once identity has it.

    `proven`: a person was behind it once, which is enough. `claim`: of a family that the town knows already.
    """

    registration_id: str
    email: str
    account: AccountView | None
    state: Literal["started", "account", "awaiting_activation", "activated"]
    family_code: str | None
    proven: bool
    claim: NotRequired[Claim | None]


class AccountForm(TypedDict):
    civility: str
    last_name: str
    first_name: str
    password: str
    email: str
    terms_version: str
    accepts_terms: bool
    declares_exact: bool
    proof: NotRequired[Proof]


class Strength(TypedDict):
    level: Literal["weak", "medium", "strong"]
    acceptable: bool
    codes: list[str]


class OpenedSession(TypedDict):
    session_token: str
    kind: NotRequired[str]


@dataclass(frozen=True)
class SignedIn:
    """A family's session, and what tells this browser from others at its next sign-in."""

    session_token: str
    device_token: str | None


class IdentityClient(Recovery, Claims, Proofs, Accounts, FamilyData):
    """Every method raises Problem and Unavailable."""

    async def start_registration(self, bearer: str, email: str) -> str:
        """Open a registration for an address, known or not; its session token."""
        reply = await self.call("POST", "/registrations", bearer, body={"email": email})
        token: str = reply.body["session_token"]
        return token

    async def registration(self, bearer: str, registration_id: str) -> RegistrationView:
        view: RegistrationView = (await self.call("GET", f"/registrations/{registration_id}", bearer)).body
        return view

    async def describe_account(self, bearer: str, registration_id: str, form: AccountForm) -> None:
        await self.call("PUT", f"/registrations/{registration_id}/account", bearer, body=form)

    async def correct_email(self, bearer: str, registration_id: str, email: str) -> None:
        await self.call("PUT", f"/registrations/{registration_id}/email", bearer, body={"email": email})

    async def send_activation_again(self, bearer: str, registration_id: str) -> None:
        await self.call("POST", f"/registrations/{registration_id}/activation-mails", bearer)

    async def masked_address_behind(self, bearer: str, token: str) -> str:
        """The address that an activation link confirms, masked."""
        masked: str = (await self.call("GET", f"/activations/{token}", bearer)).body["email_masked"]
        return masked

    async def activate(self, bearer: str, token: str) -> str:
        """Confirm the address; the code famille."""
        code: str = (await self.call("POST", "/activations", bearer, body={"token": token})).body["family_code"]
        return code

    async def password_strength(self, bearer: str, password: str) -> Strength:
        strength: Strength = (await self.call("POST", "/passwords/strength", bearer, body={"password": password})).body
        return strength

    async def sign_in(
        self, bearer: str, identifier: str, password: str, device_token: str | None, seen_as: SeenAs
    ) -> SignedIn:
        """Open a family's session. `device_token`: what a sign-in from this browser got, if there was one."""
        body = {"identifier": identifier, "password": password, "seen_as": seen_as}
        known = {"device_token": device_token} if device_token else {}
        reply = await self.call("POST", "/sessions", bearer, body=body | known)
        return SignedIn(reply.body["session_token"], reply.body.get("device_token"))

    async def sign_in_staff(self, bearer: str, login: str, password: str) -> str:
        """The token of a session that still lacks its second factor."""
        body = {"login": login, "password": password}
        reply = await self.call("POST", "/sessions/staff", bearer, body=body)
        token: str = reply.body["session_token"]
        return token

    async def confirm_second_factor(self, bearer: str, code: str) -> str:
        """A member of staff's session token."""
        token: str = (await self.call("POST", "/sessions/current/second-factor", bearer, body={"code": code})).body[
            "session_token"
        ]
        return token

    async def introspect(self, bearer: str, session_token: str) -> SessionView | None:
        """None: no living session has this token."""
        try:
            reply = await self.call("POST", "/sessions/introspection", bearer, body={"session_token": session_token})
        except Problem as problem:
            if problem.status in (404, 422):
                return None
            raise
        view: SessionView = reply.body
        return view

    async def revoke(self, bearer: str, session_token: str) -> None:
        await self.call("POST", "/sessions/revocation", bearer, body={"session_token": session_token})
