"""No step is skipped: whatever order the steps of a family's life come in, each does what the rules say, or nothing.

Hypothesis draws the orders; a model of a few words says what must come out (security requirement 20).
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, TypeVar
from uuid import UUID, uuid4

import httpx
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from libs.chassis.auth import Subject, SubjectKind
from libs.contracts.event import Event
from libs.contracts.identity.v1 import AccountActivated, AccountClosed
from tests.support.household_driver import AGENT, HouseholdDriver, Registered, problem
from tests.support.household_families import SIBLINGS, FamilyForms, a_child, an_adult

SECONDS = 20.0
T = TypeVar("T")


@dataclass
class Life:
    """What must be true of one registration and the family it becomes.

    Attributes:
        children: whether each child's form is complete.
        joined: children with all required pieces.
        stage: draft, family, erased (the family) or gone (a draft of the counter).
        items: of the first submission: undecided, decided or concluded.
        refused: the agent refused the first child's name.
    """

    writer: Subject
    adults: list[UUID] = field(default_factory=list)
    children: dict[UUID, bool] = field(default_factory=dict)
    joined: set[UUID] = field(default_factory=set)
    stage: str = "draft"
    activated: bool = False
    items: str = "undecided"
    refused: bool = False
    family: Registered | None = None

    @property
    def at_counter(self) -> bool:
        return self.writer.agent_id is not None

    @property
    def known(self) -> bool:
        return self.activated or self.at_counter

    @property
    def complete(self) -> bool:
        return bool(self.adults and self.children) and all(self.children.values()) and self.joined >= set(self.children)


class FamilyLife(RuleBasedStateMachine):
    """One life; the service and its database serve them all."""

    household: ClassVar[HouseholdDriver]
    loop: ClassVar[asyncio.AbstractEventLoop]
    until: ClassVar[float]
    ended: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.life = Life(Subject(SubjectKind.REGISTRATION, uuid4()))
        self.over = False

    def do(self, call: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(call, self.loop).result(30)

    def meets(self, wanted: tuple[int, str], call: Callable[[], Coroutine[Any, Any, httpx.Response]]) -> bool:
        """Ask, and compare status and problem with what the model says.

        Returns:
            Whether the model says that it was done.
        """
        if not self.over:
            answer = self.do(call())
            self.check((answer.status_code, problem(answer) if answer.status_code >= 400 else ""), wanted)
        return wanted[0] < 400

    def check(self, found: object, wanted: object) -> None:
        """A failure is looked into for as long as it takes."""
        if found != wanted:
            type(self).until = float("inf")
        assert found == wanted

    @property
    def family(self) -> Registered:
        assert self.life.family is not None
        return self.life.family

    def going(self, *stages: str) -> bool:
        """Whether the life is at one of these stages."""
        return self.life.stage in stages

    @initialize(at_counter=st.booleans(), far=st.sampled_from(["family", "whole", "nothing"]))
    def begin(self, at_counter: bool, far: str) -> None:
        """Begins with a family, before TERMINER, or with nothing, from where chance rarely gets far."""
        self.over = time.monotonic() > self.until
        if at_counter:
            agent = Subject(SubjectKind.REGISTRATION, uuid4(), agent_id=AGENT.id)
            self.life = Life(agent if self.over else self.do(self.household.at_counter()))
        if far != "nothing":
            self.writes_an_adult(right=True)
            self.writes_a_child(right=True)
            self.joins_every_piece()
        if far == "family":
            self.presses_terminer()

    # ------------------------------------------------------------------------------------------------------ the draft

    def closed_draft(self) -> tuple[int, str] | None:
        """What every write to a draft meets that takes none any more."""
        if self.life.stage == "gone":
            return 404, "not-found"
        return None if self.life.stage == "draft" else (409, "draft-submitted")

    async def writes(self, method: str, path: str, form: dict[str, Any] | None = None) -> httpx.Response:
        """At the draft's present version."""
        draft, by = f"/drafts/{self.life.writer.id}", self.life.writer
        found = await self.household.call("GET", draft, by=by)
        version = found.json()["version"] if found.status_code == 200 else 0
        return await self.household.call(method, f"{draft}{path}", form, by=by, If_Match=f'"{version}"')

    @precondition(lambda self: self.going("draft", "family", "gone"))
    @rule(right=st.booleans())
    def writes_an_adult(self, right: bool) -> None:
        adult = uuid4()
        wanted = self.closed_draft()
        if wanted is None and len(self.life.adults) == 2:
            wanted = 409, "two-adults-at-most"
        if wanted is None:
            wanted = (204, "") if right else (422, "invalid")
        form = an_adult(last_name="Martin" if right else "")
        if self.meets(wanted, lambda: self.writes("PUT", f"/adults/{adult}", form)):
            self.life.adults.append(adult)

    @precondition(lambda self: self.going("draft", "family", "gone") and self.life.adults)
    @rule(sure=st.sampled_from([False, False, True]))
    def takes_an_adult_out(self, sure: bool) -> None:
        if not sure and self.life.stage == "draft":
            return
        adult = self.life.adults[0]
        if self.meets(self.closed_draft() or (204, ""), lambda: self.writes("DELETE", f"/adults/{adult}")):
            self.life.adults.remove(adult)
            self.life.children = dict.fromkeys(self.life.children, False)

    @precondition(lambda self: self.going("draft", "family", "gone") and len(self.life.children) < 3)
    @rule(right=st.booleans())
    def writes_a_child(self, right: bool) -> None:
        child = uuid4()
        right = right and bool(self.life.adults)
        guardians = self.life.adults if right else [uuid4()]
        form = a_child(*guardians, first_name=SIBLINGS[len(self.life.children)])
        wanted = self.closed_draft() or ((204, "") if right else (422, "invalid"))
        if self.meets(wanted, lambda: self.writes("PUT", f"/children/{child}", form)):
            self.life.children[child] = True

    @precondition(lambda self: self.going("draft"))
    @rule()
    def joins_every_piece(self) -> None:
        for child in self.life.children.keys() - self.life.joined:
            self.household.papers.join_required(f"child-{child}")
        self.life.joined |= set(self.life.children)

    @precondition(lambda self: self.going("draft", "family", "gone"))
    @rule(sure=st.sampled_from([False, False, False, True]))
    def erases_the_draft(self, sure: bool) -> None:
        if not sure and self.life.stage == "draft":
            return
        if self.meets(self.closed_draft() or (204, ""), lambda: self.writes("DELETE", "")):
            self.life = Life(self.life.writer, stage="gone" if self.life.at_counter else "draft")

    @precondition(lambda self: self.going("draft", "family", "gone"))
    @rule()
    def presses_terminer(self) -> None:
        life = self.life
        wanted = {"gone": (404, "not-found"), "family": (200, "")}.get(life.stage)
        wanted = wanted or ((201, "") if life.complete else (409, "draft-incomplete"))
        told = {"family_id": str(uuid4()), "family_code": "none"}
        forms = FamilyForms({adult: {} for adult in life.adults}, {child: {} for child in life.children})

        async def terminates() -> httpx.Response:
            answer = await self.household.terminates(life.writer, forms)
            told.update(answer.json() if answer.status_code < 400 else {})
            return answer

        self.meets(wanted, terminates)
        if wanted[0] == 200 and not self.over:
            self.check(told["family_code"], self.family.code)
        if wanted[0] == 201:
            life.family = Registered(life.writer.id, UUID(told["family_id"]), told["family_code"], forms)
            life.stage = "family"

    # ------------------------------------------------------------------------------------- what the other services tell

    @precondition(lambda self: self.going("family") and not self.life.at_counter)
    @rule()
    def account_is_activated(self) -> None:
        event = AccountActivated(
            account_id=self.life.writer.id,
            family_id=self.family.family_id,
            email="parent@example.org",
            activated_at="2026-09-01T08:00:00Z",
        )
        self.hears(event)
        self.life.activated = True

    @precondition(lambda self: self.going("family", "erased"))
    @rule(late=st.sampled_from([False, False, False, True]))
    def account_is_closed(self, late: bool) -> None:
        if not late and not self.life.known:
            return
        if self.life.stage == "family" and not self.over:
            _ = self.submission  # agents may still have its page open once nothing of it is left
        event = AccountClosed(
            account_id=self.life.writer.id,
            family_id=self.family.family_id,
            reason="never_activated",
            closed_at="2026-10-01T08:00:00Z",
        )
        self.hears(event)
        if not self.life.known:
            self.life.stage = "erased"

    def hears(self, event: Event) -> None:
        if not self.over:
            self.do(self.household.hears(event))

    # ------------------------------------------------------------------------------------------------------- the agents

    @precondition(lambda self: self.going("family", "erased"))
    @rule()
    def agent_accepts_the_rest(self) -> None:
        wanted = {"concluded": (409, "already-concluded")}.get(self.life.items, (204, ""))
        wanted = (404, "not-found") if self.life.stage == "erased" else wanted
        if self.meets(wanted, lambda: self.household.accepts_rest(self.submission)):
            self.life.items = "decided"

    @precondition(lambda self: self.going("family", "erased"))
    @rule()
    def agent_refuses_a_name(self) -> None:
        key = f"{self.family.child}.first_name"
        wanted = {"concluded": (409, "already-concluded")}.get(self.life.items, (204, ""))
        wanted = (404, "not-found") if self.life.stage == "erased" else wanted
        reason = {"reason_code": "ne-correspond-pas"}
        if self.meets(wanted, lambda: self.household.decides(self.submission, key, "refuse", **reason)):
            self.life.refused = True

    @precondition(lambda self: self.going("family", "erased"))
    @rule()
    def agent_concludes(self) -> None:
        by_items = {
            "undecided": (409, "items-undecided"),
            "decided": (204, ""),
            "concluded": (409, "already-concluded"),
        }
        wanted = (404, "not-found") if self.life.stage == "erased" else by_items[self.life.items]
        if self.meets(wanted, lambda: self.household.concludes(self.submission)):
            self.life.items = "concluded"

    @property
    def submission(self) -> UUID:
        """The first one."""
        if self._submission is None:
            [row] = self.do(
                self.household.fetch("SELECT id FROM submissions WHERE family_id = $1", self.family.family_id)
            )
            self._submission = row["id"]
        return self._submission

    _submission: UUID | None = None
    _told = ""

    # ---------------------------------------------------------------------------------------------- what holds always

    @invariant()
    def it_is_what_the_model_says(self) -> None:
        """Asked after each step that the model says did something, and at the end."""
        told = repr(self.life)
        if told != self._told:
            self._told = told
            self.look()

    def look(self) -> None:
        if self.over:
            return
        if self.going("draft", "family", "gone"):
            self.look_at_the_draft()
        if self.going("family", "erased"):
            self.look_at_the_family()

    def look_at_the_draft(self) -> None:
        found = self.do(self.household.call("GET", f"/drafts/{self.life.writer.id}", by=self.life.writer))
        if self.life.stage == "gone":
            self.check(found.status_code, 404)
            return
        draft = found.json()
        self.check(draft["state"], "open" if self.life.stage == "draft" else "submitted")
        self.check([UUID(adult["id"]) for adult in draft["adults"]], self.life.adults)
        self.check({UUID(child["id"]): child["complete"] for child in draft["children"]}, self.life.children)
        stranger = replace(self.life.writer, agent_id=None if self.life.at_counter else AGENT.id)
        self.check(self.do(self.household.call("GET", f"/drafts/{stranger.id}", by=stranger)).status_code, 404)

    def look_at_the_family(self) -> None:
        path = f"/families/{self.family.family_id}/dashboard"
        dashboard = self.do(self.household.call("GET", path, by=self.family.subject))
        alive = self.life.stage == "family"
        self.check(dashboard.status_code, 200 if alive else 404)
        waiting = "open" if self.life.known else "never_activated"
        state = "concluded" if self.life.items == "concluded" else waiting
        self.check(self.do(self.lists_with_the_family()), [state] if alive else [])
        if alive:
            lights = {record["key"]: record["light"] for record in dashboard.json()["records"]}
            settled = "red" if self.life.refused else "green"
            self.check(lights[self.family.child], settled if self.life.items == "concluded" else "orange")
            self.check(lights[self.family.record], "red")

    async def lists_with_the_family(self) -> list[str]:
        found = []
        for state in ("open", "never_activated", "concluded"):
            listed = await self.household.work_list(f"state={state}&family_code={self.family.code}")
            found += [state for item in listed["items"] if item["family_code"] == self.family.code]
        return found

    def teardown(self) -> None:
        self.look()
        if not self.over:
            self.ended.add(f"{'counter' if self.life.at_counter else 'online'} {self.life.stage}")


async def test_no_step_is_skipped(household: HouseholdDriver) -> None:
    FamilyLife.household, FamilyLife.loop = household, asyncio.get_running_loop()
    FamilyLife.until = time.monotonic() + SECONDS
    lives = settings(
        max_examples=120,
        stateful_step_count=30,
        database=None,
        phases=[Phase.generate],  # shrinking would take minutes; thirty steps are read in one
        suppress_health_check=list(HealthCheck),
    )
    await asyncio.to_thread(run_state_machine_as_test, FamilyLife, settings=lives)
    assert any(end.endswith("family") for end in FamilyLife.ended), "no life got as far as a family: nothing was shown"
