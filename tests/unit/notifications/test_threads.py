"""Threads: who waits for whom, and how often a mail says that something waits."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from libs.domain.errors import Forbidden, NotFound, StaleVersion, Throttled
from services.notifications.application.announce_decision import AnnounceDecision, announce_decision
from services.notifications.application.keep_draft import KeepDraft, keep_draft
from services.notifications.application.ports import Recipient
from services.notifications.application.purge_threads import Retention, purge_threads
from services.notifications.application.settle_thread import SeenThread, close_thread, move_thread
from services.notifications.application.tell_family import TellFamily, tell_family
from services.notifications.application.write_as_family import (
    AnswerTown,
    BeginThread,
    Parent,
    answer_town,
    begin_thread,
)
from services.notifications.application.write_as_town import (
    AnswerFamily,
    WriteToFamily,
    answer_family,
    write_to_family,
)
from services.notifications.domain.agent import Agent, AgentId
from services.notifications.domain.delivery import Template
from services.notifications.domain.errors import AlreadyClosed, UnknownDesk
from services.notifications.domain.events import MessagePosted, ThreadPurged
from services.notifications.domain.message import About, AboutKind, Author, MessageKind, ThreadId
from services.notifications.domain.thread import Thread, ThreadState
from tests.fakes.notifications import DESKS, FakeClock, FakeManifests, FakeUnit, a_voice, an_office

FAMILY, ACCOUNT = uuid4(), uuid4()
PARENT = Parent(FAMILY, ACCOUNT, "Camille Martin")
AGENT = Agent(AgentId(uuid4()), frozenset({"agent_famille"}), may_answer=True, name="Claire Martin")
NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


@pytest.fixture
async def unit() -> FakeUnit:
    unit = FakeUnit()
    await unit.recipients.put(Recipient(ACCOUNT, FAMILY, "a@famille.example", confirmed=True, version=1))
    await unit.families.put(FAMILY, "00042")
    return unit


async def begun(unit: FakeUnit, clock: FakeClock, desk: str = "famille") -> Thread:
    thread_id = ThreadId(uuid4())
    await begin_thread(BeginThread(thread_id, desk, "Cantine", "Bonjour"), PARENT, unit, an_office(clock))
    return unit.threads.known[thread_id]


async def answered(thread: Thread, unit: FakeUnit, clock: FakeClock, *, first_names: bool = False) -> None:
    office = an_office(clock, first_names=first_names)
    await answer_family(AnswerFamily(thread.id, thread.version, "Bonjour,"), AGENT, unit, office)


def standing(thread: Thread) -> tuple[ThreadState, datetime | None]:
    return thread.state, thread.waiting_since


async def test_a_thread_waits_for_the_town_then_for_the_family(unit: FakeUnit, clock: FakeClock) -> None:
    thread = await begun(unit, clock)
    assert standing(thread) == (ThreadState.TO_ANSWER, NOW)
    clock.at += MINUTE
    await answer_town(AnswerTown(thread.id, "Encore une question"), PARENT, unit, an_office(clock))
    assert thread.waiting_since == NOW, "the oldest unanswered message counts"
    await answered(thread, unit, clock)
    assert standing(thread) == (ThreadState.ANSWERED, None)
    assert thread.last_at == NOW + MINUTE


async def test_a_closed_thread_opens_again_when_somebody_writes(unit: FakeUnit, clock: FakeClock) -> None:
    thread = await begun(unit, clock)
    await close_thread(SeenThread(thread.id, thread.version), AGENT, DESKS, unit, clock)
    assert (thread.state, thread.closed_at) == (ThreadState.CLOSED, NOW)
    with pytest.raises(AlreadyClosed):
        await close_thread(SeenThread(thread.id, thread.version), AGENT, DESKS, unit, clock)
    await answer_town(AnswerTown(thread.id, "Merci"), PARENT, unit, an_office(clock))
    assert (thread.state, thread.closed_at) == (ThreadState.TO_ANSWER, None)
    assert [action for _, action in unit.audited] == ["message.written", "thread.closed", "message.written"]


async def test_the_second_of_two_agents_is_told(unit: FakeUnit, clock: FakeClock) -> None:
    thread = await begun(unit, clock)
    seen = thread.version
    await answered(thread, unit, clock)
    with pytest.raises(StaleVersion):
        await answer_family(AnswerFamily(thread.id, seen, "Bonjour,"), AGENT, unit, an_office(clock))
    assert len(unit.threads.posted) == 2


async def test_an_agent_of_another_desk_finds_no_thread_until_it_is_handed_over(
    unit: FakeUnit, clock: FakeClock
) -> None:
    thread = await begun(unit, clock)
    teacher = Agent(AgentId(uuid4()), frozenset({"agent_scolaire"}), may_answer=True)
    answer = AnswerFamily(thread.id, thread.version, "Bonjour,")
    with pytest.raises(NotFound):
        await answer_family(answer, teacher, unit, an_office(clock))
    await move_thread(SeenThread(thread.id, thread.version), "scolaire", AGENT, DESKS, unit)
    await answer_family(AnswerFamily(thread.id, thread.version, "Bonjour,"), teacher, unit, an_office(clock))
    assert thread.state is ThreadState.ANSWERED


async def test_nobody_answers_without_the_permission(unit: FakeUnit, clock: FakeClock) -> None:
    thread = await begun(unit, clock)
    reader = Agent(AGENT.id, AGENT.roles, may_answer=False)
    with pytest.raises(Forbidden):
        await answer_family(AnswerFamily(thread.id, thread.version, "Bonjour,"), reader, unit, an_office(clock))


async def test_a_desk_that_the_town_does_not_have_is_refused(unit: FakeUnit, clock: FakeClock) -> None:
    with pytest.raises(UnknownDesk):
        await begun(unit, clock, desk="sports")


async def test_the_town_writes_first_to_families_that_exist(unit: FakeUnit, clock: FakeClock) -> None:
    def first(family: UUID) -> WriteToFamily:
        return WriteToFamily(ThreadId(uuid4()), family, "famille", "Cantine", "Bonjour,")

    with pytest.raises(NotFound):
        await write_to_family(first(uuid4()), AGENT, unit, an_office(clock))
    await write_to_family(first(FAMILY), AGENT, unit, an_office(clock))
    [thread] = unit.threads.known.values()
    assert thread.state is ThreadState.ANSWERED
    assert [mail.template for mail in unit.deliveries.waiting] == [Template.NEW_MESSAGE]


@pytest.mark.parametrize(("first_names", "signature"), [(True, "Claire"), (False, None)])
async def test_an_agent_signs_with_the_first_name_only_where_the_town_wants_it(
    unit: FakeUnit, clock: FakeClock, *, first_names: bool, signature: str | None
) -> None:
    thread = await begun(unit, clock)
    await answered(thread, unit, clock, first_names=first_names)
    first, second = (message for _, message in unit.threads.posted)
    assert (first.author, first.signature) == (Author.FAMILY, "Camille Martin")
    assert (second.author, second.signature) == (Author.TOWN, signature)


async def test_a_family_that_floods_waits_until_the_oldest_message_is_an_hour_old(
    unit: FakeUnit, clock: FakeClock
) -> None:
    for minutes in (50, 40, 30):
        unit.threads.wrote.append(NOW - minutes * MINUTE)
    with pytest.raises(Throttled) as refused:
        await begun(unit, clock)
    assert refused.value.retry_after == 10 * 60
    unit.threads.wrote = unit.threads.wrote[1:]
    await begun(unit, clock)


async def test_mails_of_one_thread_keep_their_distance(unit: FakeUnit, clock: FakeClock) -> None:
    thread = await begun(unit, clock)
    due = []
    for minutes in (0, 10, 20, 90):
        clock.at = NOW + minutes * MINUTE
        await answered(thread, unit, clock)
        due.append([mail.not_before for mail in unit.deliveries.waiting])
    at_once, held_back, later = NOW, NOW + 60 * MINUTE, NOW + 120 * MINUTE
    assert due == [[at_once], [at_once, held_back], [at_once, held_back], [at_once, held_back, later]]


async def test_another_thread_has_mails_of_its_own(unit: FakeUnit, clock: FakeClock) -> None:
    for _ in range(2):
        await answered(await begun(unit, clock), unit, clock)
    assert [mail.not_before for mail in unit.deliveries.waiting] == [NOW, NOW]


async def test_what_the_kiosk_tells_of_one_thing_is_one_thread_that_can_be_answered(
    unit: FakeUnit, clock: FakeClock
) -> None:
    submission = uuid4()
    about = About(AboutKind.SUBMISSION, submission, NOW)
    for _ in range(2):
        await tell_family(TellFamily(FAMILY, about, MessageKind.RECEIVED), unit, a_voice(clock))
    await announce_decision(AnnounceDecision(submission, FAMILY, NOW, 3, []), unit, a_voice(clock))
    [thread] = unit.threads.known.values()
    assert (thread.subject, thread.desk, thread.state) == ("submission of 2026-11-28", "famille", ThreadState.TOLD)
    assert [message.kind for _, message in unit.threads.posted] == [MessageKind.RECEIVED, MessageKind.DECISION]
    await answer_town(AnswerTown(thread.id, "Pourquoi ?"), PARENT, unit, an_office(clock))
    assert thread.state is ThreadState.TO_ANSWER


async def test_two_occasions_of_one_kind_are_two_messages(unit: FakeUnit, clock: FakeClock) -> None:
    about = About(AboutKind.SUBMISSION, uuid4(), NOW)
    for occasion in ("1", "2", "2"):
        told = TellFamily(FAMILY, about, MessageKind.DECISION, notice=Template.DECISION, occasion=occasion)
        await tell_family(told, unit, a_voice(clock))
    assert len(unit.threads.posted) == 2


async def test_a_draft_becomes_the_message_with_its_files(unit: FakeUnit, clock: FakeClock) -> None:
    thread = await begun(unit, clock)
    place = PARENT.place(thread.id)
    draft = await keep_draft(KeepDraft(place, "", "", "Voici"), unit)
    assert (await keep_draft(KeepDraft(place, "", "", "Voici la photo"), unit)).id == draft.id
    office, photo = an_office(clock), uuid4()
    assert isinstance(office.manifests, FakeManifests)
    office.manifests.documents["signed"] = (photo,)
    await answer_town(AnswerTown(thread.id, "Voici la photo", "signed"), PARENT, unit, office)
    _, message = unit.threads.posted[-1]
    assert (message.id, message.document_ids) == (draft.id, (photo,))
    assert office.manifests.asked == [(f"family:{FAMILY}", draft.id)]
    assert not unit.drafts.kept
    posted = [fact for fact in thread.collect_events() if isinstance(fact, MessagePosted)]
    assert [fact.document_ids for fact in posted] == [(), (photo,)]


async def test_nothing_is_kept_for_another_familys_thread(unit: FakeUnit, clock: FakeClock) -> None:
    await begun(unit, clock)
    [thread] = unit.threads.known.values()
    with pytest.raises(NotFound):
        await keep_draft(KeepDraft(Parent(uuid4(), ACCOUNT, None).place(thread.id), "", "", "x"), unit)


async def test_a_purged_thread_tells_which_files_go(clock: FakeClock) -> None:
    thread = Thread.begin(ThreadId(uuid4()), FAMILY, "famille", "Cantine", NOW)
    photo = uuid4()
    thread.purge([photo])
    assert thread.collect_events() == [ThreadPurged(thread.id, FAMILY, (photo,))]


async def test_purging_leaves_an_audit_row_a_thread(unit: FakeUnit, clock: FakeClock) -> None:
    thread = await begun(unit, clock)
    await close_thread(SeenThread(thread.id, thread.version), AGENT, DESKS, unit, clock)
    await begun(unit, clock)
    assert await purge_threads(Retention(threads=730, drafts=30), lambda: unit) == 1
    assert unit.audited[-1] == ("service:notifications", "thread.purged")
    assert len(unit.threads.known) == 1
