"""Members who come and go, as the gateway's tests need them: what is asked is noted."""

from typing import TYPE_CHECKING

from gateway.clients.household_members import HomeChild, LinkCode, Members, Typed

if TYPE_CHECKING:
    from tests.fakes.services_behind_gateway import World

NEW_KEY = "child-99999999-0000-4000-8000-999999999999"


class MembersOfHousehold(Members):
    """In memory; `World.home_children` is what a test set."""

    _world: "World"

    async def add_child(self, bearer: str, family_id: str, typed: Typed, key: str, *, checked: bool = True) -> str:
        self._world.called("add_child" if checked else "add_child as typed")
        return NEW_KEY

    async def add_adult(self, bearer: str, family_id: str, typed: Typed, key: str, *, checked: bool = True) -> str:
        self._world.called("add_adult" if checked else "add_adult as typed")
        return NEW_KEY.replace("child", "adult")

    async def remove_member(self, bearer: str, family_id: str, record: str) -> None:
        self._world.called("remove_member")

    async def link_child(self, bearer: str, family_id: str, code: str, birth_date: str) -> str:
        self._world.called("link_child")
        return NEW_KEY

    async def home_children(self, bearer: str, family_id: str) -> list[HomeChild]:
        self._world.called("home_children")
        return self._world.home_children

    async def issue_link_code(self, bearer: str, child_id: str, family_id: str) -> LinkCode:
        self._world.called("issue_link_code")
        return {"code": "BM4A-7DR2-SD4F", "expires_at": "2026-12-13T09:05:00Z"}

    async def unlink_home(self, bearer: str, child_id: str, family_id: str, motive: str) -> None:
        self._world.called("unlink_home")

    async def flag_disagreement(self, bearer: str, child_id: str, reason: str) -> None:
        self._world.called("flag_disagreement")

    async def lift_disagreement(self, bearer: str, child_id: str) -> None:
        self._world.called("lift_disagreement")
