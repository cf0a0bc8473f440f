"""From facts to messages and mails, in memory."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from services.notifications.application.acknowledge_submission import acknowledge_submission
from services.notifications.application.announce_decision import AnnounceDecision, announce_decision
from services.notifications.application.ports import Recipient, Refusal
from services.notifications.application.request_activation_mail import RequestActivationMail, request_activation_mail
from services.notifications.application.track_recipient import track_recipient
from services.notifications.application.warn_known_address import warn_known_address
from services.notifications.domain.delivery import Template
from services.notifications.domain.message import MessageKind
from tests.fakes.notifications import FakeNotes, FakeUnit

FAMILY, ACCOUNT, SUBMISSION = uuid4(), uuid4(), uuid4()
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def account(
    version: int, *, confirmed: bool = False, email: str = "a@famille.example", account_id: UUID = ACCOUNT
) -> Recipient:
    return Recipient(account_id, FAMILY, email, confirmed, version)


def asks(version: int, email: str = "a@famille.example") -> RequestActivationMail:
    return RequestActivationMail(uuid4(), ACCOUNT, version, "00042", email, "sealed", NOW, NOW + timedelta(hours=48))


async def test_a_newer_activation_link_takes_the_place_of_an_unsent_older_one(unit: FakeUnit) -> None:
    await request_activation_mail(asks(1, "mistyped@famille.example"), unit)
    await request_activation_mail(asks(2), unit)
    assert [(mail.account_version, mail.address) for mail in unit.deliveries.waiting] == [(2, "a@famille.example")]


async def test_an_older_activation_link_that_arrives_late_makes_no_mail(unit: FakeUnit) -> None:
    await request_activation_mail(asks(2), unit)
    await request_activation_mail(asks(1), unit)
    assert [mail.account_version for mail in unit.deliveries.waiting] == [2]


async def test_an_activation_mail_carries_no_name_and_no_clear_secret(unit: FakeUnit) -> None:
    await request_activation_mail(asks(1), unit)
    (mail,) = unit.deliveries.waiting
    assert set(mail.params) == {"family_code", "requested_at", "expires_at"}
    assert mail.sealed_token == "sealed"
    assert mail.not_after == NOW + timedelta(hours=48)


async def test_confirming_the_address_gives_up_links_that_have_not_left(unit: FakeUnit) -> None:
    await request_activation_mail(asks(1), unit)
    await track_recipient(account(2, confirmed=True), unit)
    assert not unit.deliveries.waiting


async def test_a_late_fact_never_overwrites_a_newer_address(unit: FakeUnit) -> None:
    await track_recipient(account(3, email="new@famille.example"), unit)
    await track_recipient(account(1, email="old@famille.example"), unit)
    assert unit.recipients.known[ACCOUNT].email == "new@famille.example"


async def test_a_submission_is_acknowledged_once_in_the_portal_and_not_by_mail(unit: FakeUnit) -> None:
    for _ in range(2):
        await acknowledge_submission(SUBMISSION, FAMILY, unit, FakeNotes())
    assert list(unit.messages.posted) == [(SUBMISSION, MessageKind.RECEIVED)]
    assert not unit.deliveries.asked


async def test_a_decision_is_told_in_the_portal_and_noticed_to_each_confirmed_account(unit: FakeUnit) -> None:
    other, stranger = uuid4(), uuid4()
    await track_recipient(account(2, confirmed=True), unit)
    await track_recipient(account(2, confirmed=True, account_id=other), unit)
    await track_recipient(account(1, account_id=stranger), unit)
    refused = [Refusal("Livret de famille", "La pièce est illisible", None)]
    for _ in range(2):
        await announce_decision(AnnounceDecision(SUBMISSION, FAMILY, 7, refused), unit, FakeNotes())
    _, note = unit.messages.posted[SUBMISSION, MessageKind.DECISION]
    assert note.body == "7 accepted, refused: Livret de famille"
    assert {mail.account_id for mail in unit.deliveries.asked} == {ACCOUNT, other}
    assert all(mail.template is Template.DECISION and not mail.params for mail in unit.deliveries.asked)


async def test_a_decision_made_before_the_account_was_confirmed_is_noticed_once_it_is(unit: FakeUnit) -> None:
    await track_recipient(account(1), unit)
    await announce_decision(AnnounceDecision(SUBMISSION, FAMILY, 7, []), unit, FakeNotes())
    assert not unit.deliveries.asked
    for version in (2, 3):
        await track_recipient(account(version, confirmed=True), unit)
    assert [mail.account_id for mail in unit.deliveries.asked] == [ACCOUNT]


async def test_the_owner_of_an_address_gets_one_warning_until_it_has_left(unit: FakeUnit) -> None:
    for _ in range(3):
        await warn_known_address(uuid4(), "a@famille.example", unit)
    await warn_known_address(uuid4(), "b@famille.example", unit)
    assert [mail.address for mail in unit.deliveries.waiting] == ["a@famille.example", "b@famille.example"]
