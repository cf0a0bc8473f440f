"""A family lives in its space for years: whatever order its steps come in, the lights say what the records say.

Hypothesis draws the orders over two families of one child. After each step an oracle, which reads records as a family
does and nothing else, says what every light must be; and what both homes know must be one.
"""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, ClassVar, TypeVar
from uuid import uuid4

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from libs.contracts.household.v1 import FamilyChanged
from tests.integration.household.test_members import BABY, added, guarded_by, removes
from tests.integration.household.test_two_homes import a_code, links
from tests.support.household_driver import HouseholdDriver, Registered
from tests.support.household_families import ADDRESS_ELSEWHERE, a_family

SECONDS = 30.0
SHARED = frozenset({"sex", "last_name", "first_name", "birth_date", "birth_place", "doctor", "allergies", "treatments"})
T = TypeVar("T")
WHICH = st.integers(0, 1)
NAMES = st.sampled_from(["Lina", "Léna", "Lou"])


class TwoHomes(RuleBasedStateMachine):
    """Two families; once the second has typed the code, one child of both."""

    household: ClassVar[HouseholdDriver]
    loop: ClassVar[asyncio.AbstractEventLoop]
    until: ClassVar[float]
    linked: ClassVar[int] = 0
    concluded: ClassVar[int] = 0
    taken_back: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.families: list[Registered] = []
        self.added: list[list[str]] = [[], []]
        self.steps = 0

    def do(self, call: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(call, self.loop).result(30)

    @property
    def over(self) -> bool:
        return time.monotonic() > self.until

    @initialize(far=st.booleans())
    def begin(self, far: bool) -> None:
        """Two new families, or two of which one typed the other's code: from where chance rarely gets."""
        if self.over:
            return
        self.families = [self.do(self.household.confirmed(a_family().with_child())) for _ in range(2)]
        if far:
            for which in (0, 1):
                self.an_agent_decides(which, refused=False)
            self.the_second_home_types_the_code()

    # ------------------------------------------------------------------------------------------------------ the family

    @rule(which=WHICH, name=NAMES)
    def types_a_name(self, which: int, name: str) -> None:
        """Kept, or refused because the record lies with the town or is not there yet."""
        if self.over:
            return
        family, child = self.families[which], self.families[0].child
        found = self.do(self.household.call("GET", self.at(which, child), by=family.subject))
        if found.status_code == 404:
            return
        record = found.json()
        answer = self.do(self.household.saves(family, child, version=record["version"], first_name=name))
        assert answer.status_code == (409 if record["locked"] else 204), answer.text

    @rule(which=WHICH, cause=st.sampled_from(["Arachide", "Lait"]))
    def says_what_is_urgent(self, which: int, cause: str) -> None:
        """Never refused, wherever the record lies."""
        if self.over:
            return
        family, health = self.families[which], self.families[0].health
        if self.do(self.household.call("GET", self.at(which, health), by=family.subject)).status_code == 404:
            return
        allergies = [{"cause": cause, "what_to_do": "Appeler le 15."}]
        answer = self.do(self.household.saves(family, health, declares=None, allergies=allergies))
        assert answer.status_code == 204, answer.text

    @rule(which=WHICH)
    def completes_what_the_creation_left(self, which: int) -> None:
        if not self.over and not self.waits(which):
            self.do(self.household.completes(self.families[which]))

    @rule(which=WHICH, number=st.sampled_from(["3", "12"]))
    def moves(self, which: int, number: str) -> None:
        family = self.families[which] if self.families else None
        if self.over or family is None or self.do(self.household.record(family, family.record))["locked"]:
            return
        self.do(self.household.saves(family, family.record, address=ADDRESS_ELSEWHERE | {"street_number": number}))
        self.household.papers.join(family.record, "justificatif-domicile")

    @rule(which=WHICH, whole=st.booleans())
    def adds_a_child(self, which: int, whole: bool) -> None:
        if self.over or len(self.added[which]) >= 2:
            return
        family = self.families[which]
        key = self.do(added(self.household, family, "children", BABY | {"first_name": f"Noé-{len(self.added[which])}"}))
        self.added[which].append(key)
        if whole:
            self.do(self.household.saves(family, key, guardians=guarded_by(family.adult)))
            self.household.papers.join_required(key)

    @rule(which=WHICH)
    def takes_a_child_out(self, which: int) -> None:
        if self.over or not self.added[which]:
            return
        key = self.added[which][-1]
        record = self.do(self.household.record(self.families[which], key))
        answer = self.do(removes(self.household, self.families[which], key))
        assert answer.status_code == (204 if record["removable"] else 409), answer.text
        if answer.status_code == 204:
            self.added[which].pop()

    @rule(which=WHICH)
    def presses_terminer(self, which: int) -> None:
        if self.over:
            return
        family = self.families[which]
        keys = [record["key"] for record in self.do(self.household.dashboard(family))["records"]]
        manifest = self.household.papers.manifest(f"family:{family.family_id}", *keys)
        path = f"/families/{family.family_id}/submissions"
        answer = self.do(
            self.household.call("POST", path, {"manifest": manifest}, by=family.subject, Idempotency_Key=str(uuid4()))
        )
        assert answer.status_code in (201, 409), answer.text
        if answer.status_code == 201:
            self.household.papers.pin()

    @rule(which=WHICH)
    def takes_it_back(self, which: int) -> None:
        """Until an agent opened it."""
        if self.over or (waiting := self.waits(which)) is None:
            return
        family = self.families[which]
        before = self.do(self.everything_typed(which))
        path = f"/families/{family.family_id}/submissions/{waiting['id']}/withdrawal"
        answer = self.do(self.household.call("POST", path, by=family.subject))
        assert answer.status_code == (409 if waiting["opened_at"] else 204), answer.text
        assert self.do(self.everything_typed(which)) == before, "nothing typed is lost"
        type(self).taken_back += answer.status_code == 204

    @rule()
    def the_second_home_types_the_code(self) -> None:
        if self.over:
            return
        first, second = self.families
        known = self.do(self.household.get(f"/families/{first.family_id}/children", self.household.agent))[0]
        if known["state"] != "known" or known["other_homes"]:
            return
        born = next(
            field["accepted_value"]
            for field in self.do(self.household.record(first, first.child))["fields"]
            if field["name"] == "birth_date"
        )
        if born is None:
            return
        answer = self.do(links(self.household, second, self.do(a_code(self.household, first)), born))
        assert answer.status_code in (201, 429), answer.text
        type(self).linked += answer.status_code == 201

    # ------------------------------------------------------------------------------------------------------- the agents

    @rule(which=WHICH, refused=st.booleans())
    def an_agent_decides(self, which: int, refused: bool) -> None:
        """All of it; perhaps the first item is refused."""
        if self.over or (waiting := self.waits(which)) is None:
            return
        file = self.do(self.household.file(waiting["id"]))
        item = file["records"][0]["items"][0]
        if refused:
            reason = "illisible" if item["piece"] else "ne-correspond-pas"
            self.do(self.household.decides(waiting["id"], item["key"], "refuse", reason_code=reason))
        self.do(self.household.accepts_rest(waiting["id"]))
        assert self.do(self.household.concludes(waiting["id"])).status_code == 204
        type(self).concluded += 1

    @rule(which=WHICH)
    def an_agent_only_looks(self, which: int) -> None:
        if not self.over and (waiting := self.waits(which)):
            self.do(self.household.file(waiting["id"]))

    # ---------------------------------------------------------------------------------------------- what holds always

    def teardown(self) -> None:
        if not self.over and self.families:
            self.do(self.look(*self.families))

    @invariant()
    def the_lights_say_what_the_records_say(self) -> None:
        """Of one family after each step, in turn: what one does must show in the other too."""
        if not self.over and self.families:
            self.steps += 1
            self.do(self.look(self.families[self.steps % 2]))

    async def look(self, *families: Registered) -> None:
        complete = {event.data["family_id"]: event.data["complete"] for event in await self.told()}
        for family in families:
            cards = (await self.household.dashboard(family))["records"]
            for card in cards:
                record = await self.household.record(family, card["key"])
                assert card["light"] == light_of(record), (card, record)
            green = all(card["light"] == "green" for card in cards)
            assert complete[str(family.family_id)] == green
            listed = await self.household.work_list(f"state=open&family_code={family.code}")
            made = await self.household.get(f"/families/{family.family_id}/submissions", family.subject)
            assert {line["id"] for line in listed["items"]} == {line["id"] for line in made if line["state"] == "open"}
        await self.compare_the_homes()

    async def told(self) -> list[Any]:
        return await self.household.events(FamilyChanged.type)

    async def compare_the_homes(self) -> None:
        """What the town accepted of a shared fact is the same in both."""
        first, second = self.families
        for key in (first.child, first.health):
            other = await self.household.call("GET", self.at(1, key), by=second.subject)
            if other.status_code == 404:
                continue
            accepted = [
                {field["name"]: field["accepted_value"] for field in record["fields"] if field["name"] in SHARED}
                for record in (await self.household.record(first, key), other.json())
            ]
            assert accepted[0] == accepted[1]

    async def everything_typed(self, which: int) -> dict[str, Any]:
        family = self.families[which]
        keys = [record["key"] for record in (await self.household.dashboard(family))["records"]]
        records = [await self.household.record(family, key) for key in keys]
        return {record["key"]: {field["name"]: field["value"] for field in record["fields"]} for record in records}

    def at(self, which: int, key: str) -> str:
        return f"/families/{self.families[which].family_id}/records/{key}"

    def waits(self, which: int) -> Any:
        waiting = self.do(self.household.dashboard(self.families[which]))["open_submissions"]
        return waiting[0] if waiting else None


def light_of(record: dict[str, Any]) -> str:
    """By the table of design.md, from what a family reads of the record."""
    if record["locked"]:
        return "orange"
    fields = record["fields"]
    accepted = all(field["accepted_value"] for field in fields if field["required"])
    unchanged = all(field["value"] == field["accepted_value"] for field in fields)
    asked_again = any(field["asked_again"] for field in fields)
    pieces = all(piece["state"] in ("accepted", "waived") for piece in record["pieces"] if piece["required"])
    return "green" if accepted and unchanged and pieces and not asked_again else "red"


async def test_two_homes_live_side_by_side(household: HouseholdDriver) -> None:
    TwoHomes.household, TwoHomes.loop = household, asyncio.get_running_loop()
    TwoHomes.until = time.monotonic() + SECONDS
    lives = settings(
        max_examples=60,
        stateful_step_count=40,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    await asyncio.to_thread(run_state_machine_as_test, TwoHomes, settings=lives)
    assert TwoHomes.linked, "no child got a second home: nothing was shown"
