from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from libs.domain.errors import Forbidden, NotFound, StaleVersion
from services.household.application.abandon_drafts import abandon_drafts
from services.household.application.accept_rest import accept_rest
from services.household.application.conclude_submission import conclude_submission
from services.household.application.counter_drafts import (
    give_up_counter_draft,
    note_looking_at_counter_drafts,
    open_counter_draft,
)
from services.household.application.decide_item import DecideItem, decide_item
from services.household.application.erase_draft import erase_draft
from services.household.application.erase_family import erase_never_activated
from services.household.application.keep_draft_member import Writing, keep_draft_adult, keep_draft_child
from services.household.application.note_activation import note_activation
from services.household.application.read_receipt import note_receipt
from services.household.application.save_record import SaveRecord, save_record
from services.household.application.submit_changes import SubmitChanges, submit_changes
from services.household.application.submit_draft import SubmitDraft, submit_draft
from services.household.domain.agent import Agent
from services.household.domain.checking import Value
from services.household.domain.errors import DraftIncomplete, DraftSubmitted, RecordIncomplete
from services.household.domain.events import (
    ChildChanged,
    FamilyErased,
    FamilyRegistered,
    RegistrationAbandoned,
    SubmissionConcluded,
    SubmissionMade,
)
from services.household.domain.ids import (
    AdultId,
    AgentId,
    ChildId,
    DocumentId,
    FamilyId,
    ItemKey,
    RecordKey,
    RecordKind,
    RegistrationId,
    SubmissionId,
)
from services.household.domain.item import DecisionKind
from services.household.domain.lights import standing
from services.household.domain.pieces import Document, Scan, Slot
from services.household.domain.submission import SubmissionKind
from tests.fakes.household import CATALOGUE, NOW, FakeClock, FakeManifests, FakeUnitOfWork, State, locality
from tests.support.household_families import FamilyForms, a_family

AGENT = Agent(
    AgentId(UUID(int=7)), frozenset({"household.read", "household.decide", "household.register", "household.health"})
)


@dataclass
class Household:
    """The use-cases over a unit of work in memory, in the words of who uses them."""

    uow: FakeUnitOfWork = field(default_factory=FakeUnitOfWork)
    manifests: FakeManifests = field(default_factory=FakeManifests)
    registration: RegistrationId = field(default_factory=lambda: RegistrationId(uuid4()))
    forms: FamilyForms = field(default_factory=lambda: a_family().with_child())
    family: FamilyId = field(default_factory=lambda: FamilyId(uuid4()))

    @property
    def child(self) -> RecordKey:
        return RecordKey(RecordKind.CHILD, next(iter(self.forms.children)))

    async def drafts(self) -> None:
        version = 0
        for adult, form in self.forms.adults.items():
            writing = Writing(self.registration, version, form, checked=True)
            version = await keep_draft_adult(AdultId(adult), writing, self.uow, locality())
        for child, form in self.forms.children.items():
            writing = Writing(self.registration, version, form, checked=True)
            version = await keep_draft_child(ChildId(child), writing, self.uow, locality())

    def joins(self, record: RecordKey, piece: str) -> None:
        document = Document(DocumentId(uuid4()), "0" * 64, 1, 1, Scan.CLEAN)
        self.manifests.slots = [
            slot for slot in self.manifests.slots if (slot.record, slot.piece) != (str(record), piece)
        ]
        self.manifests.slots.append(Slot(str(record), piece, required=True, documents=(document,)))

    async def terminates(self) -> None:
        command = SubmitDraft(self.registration, self.family, SubmissionId(uuid4()), "signed", "registration:1")
        await submit_draft(command, self.uow, locality(), self.manifests)

    async def registered(self) -> SubmissionId:
        await self.drafts()
        self.joins(self.child, "carnet")
        await self.terminates()
        return SubmissionId(next(iter(self.uow.state.submissions)))

    async def decides(self, submission: SubmissionId, name: str, kind: DecisionKind, reason: str | None = None) -> None:
        command = DecideItem(submission, ItemKey(self.child, name), kind, reason, None)
        await decide_item(command, AGENT, self.uow, locality())

    async def saves(self, version: int, **fields: Value) -> int:
        command = SaveRecord(
            self.family, self.child, version, fields, checked=True, declared=True, by="family:the-account"
        )
        return await save_record(command, self.uow, locality())

    async def submits(self) -> SubmissionId:
        submission = SubmissionId(uuid4())
        await submit_changes(
            SubmitChanges(self.family, submission, "signed", "family:1"), self.uow, locality(), self.manifests
        )
        return submission

    def light(self, key: RecordKey) -> str:
        return standing(self.uow.state.records[self.family, key], CATALOGUE).light


@pytest.fixture
def household() -> Household:
    return Household()


async def test_terminer_makes_everything_at_once(household: Household) -> None:
    submission = await household.registered()
    state = household.uow.state
    assert {type(event) for event in household.uow.events} == {FamilyRegistered, SubmissionMade, ChildChanged}
    assert state.families[household.family].code == "10001"
    assert state.submissions[submission].kind is SubmissionKind.REGISTRATION
    assert len(state.records) == 4
    assert household.manifests.owners == [f"registration:{household.registration}"]
    assert household.light(household.child) == "orange"


async def test_terminer_twice_makes_one_family(household: Household) -> None:
    await household.registered()
    with pytest.raises(DraftSubmitted):
        await household.terminates()
    assert len(household.uow.state.families) == 1
    assert household.uow.state.codes == 10001


async def test_an_incomplete_draft_takes_no_code(household: Household) -> None:
    await household.drafts()
    with pytest.raises(DraftIncomplete) as refused:
        await household.terminates()
    assert [(error.field, error.code) for error in refused.value.errors] == [(str(household.child), "piece-missing")]
    assert household.uow.state.codes == 10000
    assert household.uow.events == []


async def test_a_draft_written_elsewhere_meanwhile_is_stale(household: Household) -> None:
    await household.drafts()
    writing = Writing(household.registration, 1, {}, checked=False)
    with pytest.raises(StaleVersion):
        await keep_draft_adult(AdultId(uuid4()), writing, household.uow, locality())


async def test_accepted_values_apply_and_refused_ones_come_back(household: Household) -> None:
    submission = await household.registered()
    await household.decides(submission, "first_name", DecisionKind.REFUSE, "ne-correspond-pas")
    await accept_rest(submission, AGENT, household.uow, locality())
    await conclude_submission(submission, AGENT, household.uow, locality())
    record = household.uow.state.records[household.family, household.child]
    assert record.accepted["last_name"] == "Martin"
    assert "first_name" not in record.accepted
    assert record.values["first_name"] == "Lina"
    [concluded] = [event for event in household.uow.events if isinstance(event, SubmissionConcluded)]
    assert [(item.key.name, item.record_name) for item in concluded.refused] == [("first_name", "Lina MARTIN")]
    told = [event for event in household.uow.events if isinstance(event, ChildChanged)][-1]
    assert told.validated is False

    version = record.version
    with pytest.raises(RecordIncomplete):
        await household.submits()
    await household.saves(version, first_name="Léna")
    again = await household.submits()
    assert [key.name for key in household.uow.state.submissions[again].items] == ["first_name"]
    await accept_rest(again, AGENT, household.uow, locality())
    await conclude_submission(again, AGENT, household.uow, locality())
    assert household.light(household.child) == "green"
    told = [event for event in household.uow.events if isinstance(event, ChildChanged)][-1]
    assert (told.first_name, told.validated) == ("Léna", True)


async def test_a_refused_value_that_is_right_goes_again_with_another_proof(household: Household) -> None:
    submission = await household.registered()
    await household.decides(submission, "birth_date", DecisionKind.REFUSE, "ne-correspond-pas")
    await accept_rest(submission, AGENT, household.uow, locality())
    await conclude_submission(submission, AGENT, household.uow, locality())
    household.joins(household.child, "pai")
    again = await household.submits()
    assert {key.name for key in household.uow.state.submissions[again].items} == {"birth_date", "piece.pai"}


async def test_deciding_needs_the_permission(household: Household) -> None:
    submission = await household.registered()
    reader = Agent(AgentId(uuid4()), frozenset({"household.read"}))
    command = DecideItem(submission, ItemKey(household.child, "sex"), DecisionKind.ACCEPT, None, None)
    for attempt in (
        decide_item(command, reader, household.uow, locality()),
        accept_rest(submission, reader, household.uow, locality()),
        conclude_submission(submission, reader, household.uow, locality()),
    ):
        with pytest.raises(Forbidden):
            await attempt


async def test_idle_drafts_are_told_and_forgotten(household: Household) -> None:
    await household.drafts()
    household.uow.idle = {household.registration}
    assert await abandon_drafts(lambda: household.uow) == 1
    assert household.uow.events == [RegistrationAbandoned(household.registration)]
    assert household.uow.state.drafts == {}
    assert household.uow.notes == [
        ("service:household", "registration.abandoned", f"registration:{household.registration}")
    ]


async def erases(household: Household) -> None:
    async with household.uow as uow:
        await erase_never_activated(household.family, uow, FakeClock())
        await uow.commit()


async def test_a_family_that_nobody_confirmed_goes_with_all_it_has(household: Household) -> None:
    await household.registered()
    await erases(household)
    await erases(household)
    assert household.uow.state == State(codes=household.uow.state.codes)
    [told] = [event for event in household.uow.events if isinstance(event, FamilyErased)]
    assert (told.family_id, told.registration_id) == (household.family, household.registration)
    assert told.child_ids == (household.child.id,)
    assert household.uow.notes[-1] == ("service:household", "family.erased", f"family:{household.family}")


async def test_a_family_that_was_confirmed_meanwhile_stays(household: Household) -> None:
    await household.registered()
    async with household.uow as uow:
        await note_activation(household.family, NOW, uow)
        await uow.commit()
    await erases(household)
    assert household.family in household.uow.state.families
    assert household.uow.notes[-1] == ("service:household", "family.kept", f"family:{household.family}")


async def test_a_child_with_another_home_stays_there(household: Household) -> None:
    await household.registered()
    [child] = household.uow.state.children.values()
    child.homes.append(FamilyId(UUID(int=5)))
    await erases(household)
    [child] = household.uow.state.children.values()
    assert (child.homes, child.guardianships) == ([FamilyId(UUID(int=5))], [])
    changed, erased = household.uow.events[-2:]
    assert isinstance(changed, ChildChanged)
    assert changed.family_ids == (FamilyId(UUID(int=5)),)
    assert isinstance(erased, FamilyErased)
    assert erased.child_ids == ()


async def test_a_draft_is_written_by_those_who_began_it(household: Household) -> None:
    await open_counter_draft(household.registration, AGENT, household.uow)
    with pytest.raises(NotFound):
        await household.drafts()
    with pytest.raises(NotFound):
        await erase_draft(household.registration, None, "registration:1", household.uow)
    await erase_draft(household.registration, AGENT.id, AGENT.reference, household.uow)
    assert household.uow.state.drafts == {}
    assert household.uow.events == [RegistrationAbandoned(household.registration)]


async def test_the_counter_is_for_those_who_may_register() -> None:
    reader = Agent(AgentId(uuid4()), frozenset({"household.read", "household.decide"}))
    for attempt in (
        open_counter_draft(RegistrationId(uuid4()), reader, FakeUnitOfWork()),
        give_up_counter_draft(RegistrationId(uuid4()), reader, FakeUnitOfWork()),
        note_looking_at_counter_drafts(reader, FakeUnitOfWork()),
        note_receipt(FamilyId(uuid4()), reader, FakeUnitOfWork()),
    ):
        with pytest.raises(Forbidden):
            await attempt
