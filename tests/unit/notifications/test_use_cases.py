"""From facts to messages and mails, in memory."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from services.notifications.application.acknowledge_submission import acknowledge_submission
from services.notifications.application.announce_decision import AnnounceDecision, announce_decision
from services.notifications.application.forget_account import forget_family
from services.notifications.application.offer_claim import OfferClaim, offer_claim
from services.notifications.application.ports import Recipient, Refusal
from services.notifications.application.queue_link import QueueLink, queue_link, queue_only_link
from services.notifications.application.queue_mail_code import QueueMailCode, queue_mail_code
from services.notifications.application.remind_family_codes import remind_family_codes
from services.notifications.application.remind_of_paper import RemindOfPaper, remind_of_paper
from services.notifications.application.request_activation_mail import RequestActivationMail, request_activation_mail
from services.notifications.application.tell_password_changed import tell_password_changed
from services.notifications.application.track_recipient import track_recipient
from services.notifications.application.warn_known_address import warn_known_address
from services.notifications.application.warn_previous_address import warn_previous_address
from services.notifications.domain.delivery import Template
from services.notifications.domain.message import MessageKind
from tests.fakes.notifications import FakeUnit, a_voice

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
        await acknowledge_submission(SUBMISSION, FAMILY, NOW, unit, a_voice())
    assert [message.kind for message in unit.threads.of(FAMILY)] == [MessageKind.RECEIVED]
    assert not unit.deliveries.asked


async def test_a_decision_is_told_in_the_portal_and_noticed_to_each_confirmed_account(unit: FakeUnit) -> None:
    other, stranger = uuid4(), uuid4()
    await track_recipient(account(2, confirmed=True), unit)
    await track_recipient(account(2, confirmed=True, account_id=other), unit)
    await track_recipient(account(1, account_id=stranger), unit)
    refused = [Refusal("Livret de famille", "La pièce est illisible", None)]
    for _ in range(2):
        await announce_decision(AnnounceDecision(SUBMISSION, FAMILY, NOW, 7, refused), unit, a_voice())
    [message] = unit.threads.of(FAMILY)
    assert message.body == "7 accepted, refused: Livret de famille"
    assert {mail.account_id for mail in unit.deliveries.asked} == {ACCOUNT, other}
    assert all(mail.template is Template.DECISION and not mail.params for mail in unit.deliveries.asked)


async def test_a_decision_made_before_the_account_was_confirmed_is_noticed_once_it_is(unit: FakeUnit) -> None:
    await track_recipient(account(1), unit)
    await announce_decision(AnnounceDecision(SUBMISSION, FAMILY, NOW, 7, []), unit, a_voice())
    assert not unit.deliveries.asked
    for version in (2, 3):
        await track_recipient(account(version, confirmed=True), unit)
    assert [mail.account_id for mail in unit.deliveries.asked] == [ACCOUNT]


async def test_a_family_is_reminded_of_a_paper_once_at_each_confirmed_address(unit: FakeUnit) -> None:
    other = uuid4()
    await track_recipient(account(2, confirmed=True), unit)
    await track_recipient(account(1, account_id=other), unit)
    paper = RemindOfPaper(uuid4(), FAMILY, "child-1", "pai", "PAI", date(2027, 8, 31), asked_again=True)
    for _ in range(2):
        await remind_of_paper(paper, unit)
    (mail,) = unit.deliveries.asked
    assert (mail.template, mail.account_id) == (Template.PIECE_REMINDER, ACCOUNT)
    assert mail.params["path"] == "mon-espace/fiches/child-1#piece-pai"
    assert mail.not_after is not None
    assert mail.not_after.date() == date(2027, 8, 31)


async def test_the_owner_of_an_address_gets_one_warning_until_it_has_left(unit: FakeUnit) -> None:
    for _ in range(3):
        await warn_known_address(uuid4(), "a@famille.example", unit)
    await warn_known_address(uuid4(), "b@famille.example", unit)
    assert [mail.address for mail in unit.deliveries.waiting] == ["a@famille.example", "b@famille.example"]


async def test_a_new_code_takes_the_place_of_one_that_has_not_left(unit: FakeUnit) -> None:
    for sealed in ("first", "second"):
        code = QueueMailCode(uuid4(), ACCOUNT, "a@famille.example", sealed, NOW, NOW + timedelta(hours=1))
        await queue_mail_code(code, unit)
    assert [mail.sealed_token for mail in unit.deliveries.waiting] == ["second"]


@pytest.mark.parametrize("template", [Template.RESUMPTION, Template.PASSWORD_RESET])
async def test_a_link_told_twice_is_one_mail_and_two_requests_are_two(unit: FakeUnit, template: Template) -> None:
    first, second = (
        QueueLink(template, uuid4(), ACCOUNT, "a@famille.example", "sealed", NOW, NOW + timedelta(hours=1))
        for _ in range(2)
    )
    for request in (first, second, first):
        await queue_link(request, unit)
    assert [mail.template for mail in unit.deliveries.waiting] == [template, template]


async def test_a_newer_link_to_another_address_takes_the_place_of_one_that_has_not_left(unit: FakeUnit) -> None:
    for address in ("mistyped@famille.example", "new@famille.example"):
        asked = QueueLink(Template.EMAIL_CHANGE, uuid4(), ACCOUNT, address, "sealed", NOW, NOW + timedelta(hours=48))
        await queue_only_link(asked, unit)
    assert [mail.address for mail in unit.deliveries.waiting] == ["new@famille.example"]


async def test_the_address_that_an_account_leaves_is_warned_once_and_not_told_the_new_one(unit: FakeUnit) -> None:
    change = uuid4()
    for _ in range(2):
        await warn_previous_address(change, ACCOUNT, "old@famille.example", NOW, unit)
    [mail] = unit.deliveries.waiting
    assert (mail.template, mail.address, set(mail.params)) == (
        Template.EMAIL_CHANGED,
        "old@famille.example",
        {"changed_at"},
    )


async def test_the_reminder_is_its_own_mail_and_gives_way_to_a_newer_link(unit: FakeUnit) -> None:
    await request_activation_mail(replace(asks(1), closes_at=NOW + timedelta(days=7)), unit)
    assert [mail.template for mail in unit.deliveries.waiting] == [Template.ACTIVATION_REMINDER]
    await request_activation_mail(asks(2), unit)
    assert [mail.template for mail in unit.deliveries.waiting] == [Template.ACTIVATION]


async def test_codes_claims_and_changes_go_to_the_address_that_identity_names(unit: FakeUnit) -> None:
    await remind_family_codes(uuid4(), "a@famille.example", ["00042"], unit)
    await offer_claim(OfferClaim(uuid4(), "00043", "b@famille.example", "sealed", NOW, NOW + timedelta(days=90)), unit)
    await tell_password_changed(uuid4(), ACCOUNT, "c@famille.example", NOW, unit)
    assert [(mail.template, mail.address) for mail in unit.deliveries.waiting] == [
        (Template.FAMILY_CODES, "a@famille.example"),
        (Template.CLAIM_OFFER, "b@famille.example"),
        (Template.PASSWORD_CHANGED, "c@famille.example"),
    ]


async def test_an_erased_family_leaves_no_address_no_mail_and_no_message(unit: FakeUnit) -> None:
    other, family = uuid4(), uuid4()
    await track_recipient(account(1, confirmed=True), unit)
    await track_recipient(Recipient(other, family, "b@famille.example", True, 1), unit)
    await request_activation_mail(asks(1), unit)
    await acknowledge_submission(SUBMISSION, FAMILY, NOW, unit, a_voice())
    await forget_family(FAMILY, unit)
    assert list(unit.recipients.known) == [other]
    assert not unit.deliveries.asked
    assert not unit.threads.posted
