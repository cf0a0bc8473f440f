"""Identity as the pages of a family's own account need it."""

from typing import TYPE_CHECKING

from gateway.clients.family_data import FamilyExport
from gateway.clients.identity_account import OpenSession, OwnAccount, SeenAs
from gateway.clients.service import FieldProblem, Problem
from tests.fakes.family_data_behind_gateway import exported

if TYPE_CHECKING:
    from tests.fakes.services_behind_gateway import World

PASSWORD = "bon mot 1"
ADDRESS = "camille.martin@exemple.fr"
NEW_ADDRESS = "camille@ailleurs.example"
NEW_ADDRESS_LINK = "good"
WHEN = "2026-11-23T09:05:00Z"


class AccountsOfIdentity:
    """What `FakeIdentity` answers to the holder of an account; `asked` keeps what came through."""

    _world: "World"

    async def own_account(self, bearer: str) -> OwnAccount:
        self._world.called("own_account")
        change = self._world.email_change
        return {"family_code": "00012", "email": ADDRESS, "since": WHEN, "email_change": change}

    async def change_password(self, bearer: str, current: str, password: str, seen_as: SeenAs) -> str:
        self._world.called("change_password")
        self._check(current)
        self._world.asked.append(password)
        self._world.seen.append(seen_as)
        self._world.sessions.clear()
        return self._world.family_session()

    async def export_account(self, bearer: str, current: str) -> FamilyExport:
        self._world.called("export_account")
        self._check(current)
        return exported("identity", {"account": {"family_code": "00012"}})

    async def close_account(self, bearer: str, current: str) -> None:
        self._world.called("close_account")
        self._check(current)
        self._world.sessions.clear()

    async def ask_email_change(self, bearer: str, current: str, email: str) -> None:
        self._world.called("ask_email_change")
        self._check(current)
        self._world.email_change = {"email": email, "expires_at": WHEN}

    async def mail_email_change_again(self, bearer: str) -> None:
        self._world.called("mail_email_change_again")
        self._waits()

    async def cancel_email_change(self, bearer: str) -> None:
        self._world.called("cancel_email_change")
        self._waits()
        self._world.email_change = None

    async def masked_new_address(self, bearer: str, token: str) -> str:
        self._world.called("masked_new_address")
        if token != NEW_ADDRESS_LINK:
            raise Problem(404, "unknown-link")
        return "c•••@ailleurs.example"

    async def confirm_new_address(self, bearer: str, token: str) -> None:
        self._world.called("confirm_new_address")
        if token != NEW_ADDRESS_LINK:
            raise Problem(404, "unknown-link")

    async def open_sessions(self, bearer: str) -> list[OpenSession]:
        self._world.called("open_sessions")
        return [
            *self._world.elsewhere,
            *(
                OpenSession(
                    id=session["session_id"], opened_at=WHEN, last_seen_at=WHEN, device="computer", browser="other"
                )
                for session in self._world.sessions.values()
                if session["kind"] == "family"
            ),
        ]

    async def disconnect(self, bearer: str, session_id: str) -> None:
        self._world.called("disconnect")
        found = [one for one in self._world.elsewhere if one["id"] == session_id]
        if not found:
            raise Problem(404, "unknown-session")
        self._world.elsewhere.remove(found[0])

    async def disconnect_others(self, bearer: str, kept: str) -> None:
        self._world.called("disconnect_others")
        self._world.asked.append(kept)
        self._world.elsewhere.clear()

    def _check(self, current: str) -> None:
        if current != PASSWORD:
            raise Problem(422, "invalid", [FieldProblem("current_password", "current-password-wrong")])

    def _waits(self) -> None:
        if self._world.email_change is None:
            raise Problem(404, "no-email-change")
