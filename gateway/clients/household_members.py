"""household: members who come and go, and a child's second home."""

from typing import Literal, TypedDict

from gateway.clients.service import ServiceClient

Typed = dict[str, str | list[str] | None]


class HomeChild(TypedDict):
    """A child of a family as an agent sees it; `other_homes` are codes famille, `disagreement` why facts are frozen."""

    child_id: str
    name: str
    state: Literal["declared", "known"]
    other_homes: list[str]
    disagreement: str | None


class LinkCode(TypedDict):
    code: str
    expires_at: str


class Members(ServiceClient):
    """Every method raises Problem and Unavailable."""

    async def add_child(self, bearer: str, family_id: str, typed: Typed, key: str, *, checked: bool = True) -> str:
        """The key of the new record. `checked` refuses (422) what breaks a rule, else it is kept as typed."""
        return await self._add(bearer, f"/families/{family_id}/children", typed, key, checked=checked)

    async def add_adult(self, bearer: str, family_id: str, typed: Typed, key: str, *, checked: bool = True) -> str:
        """The key of the new record; `checked` as for a child."""
        return await self._add(bearer, f"/families/{family_id}/adults", typed, key, checked=checked)

    async def remove_member(self, bearer: str, family_id: str, record: str) -> None:
        """Whom the town never knew. 409 `member-known`, `member-needed`, `record-locked`, `last-adult`."""
        await self.call("DELETE", f"/families/{family_id}/records/{record}", bearer)

    async def link_child(self, bearer: str, family_id: str, code: str, birth_date: str) -> str:
        """The key of the child's record here. 409 `wrong-link-code`, 429 after too many."""
        body = {"code": code, "birth_date": birth_date}
        added: str = (await self.call("POST", f"/families/{family_id}/linked-children", bearer, body=body)).body["key"]
        return added

    async def home_children(self, bearer: str, family_id: str) -> list[HomeChild]:
        """For an agent."""
        children: list[HomeChild] = (await self.call("GET", f"/families/{family_id}/children", bearer)).body
        return children

    async def issue_link_code(self, bearer: str, child_id: str, family_id: str) -> LinkCode:
        """For an agent; it ends the one before."""
        body = {"family_id": family_id}
        issued: LinkCode = (await self.call("POST", f"/children/{child_id}/link-codes", bearer, body=body)).body
        return issued

    async def unlink_home(self, bearer: str, child_id: str, family_id: str, motive: str) -> None:
        """For an agent: the child leaves this home. 409 `last-home`, `record-locked`."""
        body = {"family_id": family_id, "motive": motive}
        await self.call("POST", f"/children/{child_id}/unlinking", bearer, body=body)

    async def flag_disagreement(self, bearer: str, child_id: str, reason: str) -> None:
        await self.call("PUT", f"/children/{child_id}/disagreement", bearer, body={"reason": reason})

    async def lift_disagreement(self, bearer: str, child_id: str) -> None:
        await self.call("DELETE", f"/children/{child_id}/disagreement", bearer)

    async def _add(self, bearer: str, path: str, typed: Typed, key: str, *, checked: bool) -> str:
        query, headers = {"keep": "checked" if checked else "typed"}, {"Idempotency-Key": key}
        added: str = (await self.call("POST", path, bearer, body=typed, query=query, headers=headers)).body["key"]
        return added
