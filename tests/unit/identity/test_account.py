from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.identity.domain.account import Account, AccountId, Consent, Family, Holder, Stage
from services.identity.domain.errors import AlreadyActivated, AlreadyRegistered, AnotherFamily, NotAwaitingActivation
from services.identity.domain.events import (
    AccountActivated,
    AccountRegistered,
    ActivationRequested,
    EmailCorrected,
    KnownAddressUsed,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOLDER = Holder("madame", "Durand", "Anne")
CONSENT = Consent("2026-01", NOON)
FAMILY = Family(uuid4(), "00042")


def started() -> Account:
    return Account(AccountId(uuid4()), "anne@example.org")


def described() -> Account:
    account = started()
    account.describe(HOLDER, "hash", "anne@example.org", CONSENT)
    return account


def waiting() -> Account:
    account = described()
    account.join(FAMILY)
    account.collect_events()
    return account


def active() -> Account:
    account = waiting()
    account.activate(NOON)
    account.collect_events()
    return account


def test_an_account_goes_through_its_stages() -> None:
    assert [account.stage for account in (started(), described(), waiting(), active())] == list(Stage)


def test_step_3_may_be_done_again_before_terminer() -> None:
    account = described()
    account.describe(Holder("monsieur", "Durand", "Paul"), "other", "paul@example.org", CONSENT)
    assert (account.holder, account.email) == (Holder("monsieur", "Durand", "Paul"), "paul@example.org")


def test_step_3_is_over_once_the_code_is_given() -> None:
    with pytest.raises(AlreadyRegistered):
        waiting().describe(HOLDER, "hash", "anne@example.org", CONSENT)


def test_step_3_that_was_skipped_can_be_made_up_for_without_moving_the_address() -> None:
    account = started()
    account.join(FAMILY)
    account.describe(HOLDER, "hash", "other@example.org", CONSENT)
    assert (account.holder, account.email) == (HOLDER, "anne@example.org")


def test_a_family_is_joined_once_and_told_whole() -> None:
    account = described()
    assert account.join(FAMILY)
    assert not account.join(FAMILY)
    assert account.collect_events() == [
        AccountRegistered(account.id, FAMILY.id, "00042", "anne@example.org", "Anne", "Durand")
    ]


def test_a_family_is_never_refused_to_an_account_without_step_3() -> None:
    account = started()
    account.join(FAMILY)
    assert account.collect_events() == [
        AccountRegistered(account.id, FAMILY.id, "00042", "anne@example.org", first_name="", last_name="")
    ]


def test_another_family_is_refused() -> None:
    with pytest.raises(AnotherFamily):
        waiting().join(Family(uuid4(), "00043"))


def test_a_new_address_is_to_be_looked_for_again() -> None:
    account = started()
    account.tell_if_known(known=False)
    account.correct_email("anna@example.org")
    assert not account.address_checked
    assert account.collect_events() == []


def test_the_owner_of_a_known_address_is_told() -> None:
    account = started()
    account.tell_if_known(known=True)
    assert account.collect_events() == [KnownAddressUsed(account.id, "anne@example.org")]


def test_an_address_corrected_after_terminer_is_published() -> None:
    account = waiting()
    account.correct_email("anna@example.org")
    assert account.collect_events() == [EmailCorrected(account.id, FAMILY.id, "anna@example.org")]


def test_the_address_of_an_active_account_is_not_corrected_here() -> None:
    with pytest.raises(AlreadyActivated):
        active().correct_email("anna@example.org")


def test_a_link_is_asked_for_only_while_waiting() -> None:
    account = waiting()
    deadline = NOON + timedelta(hours=48)
    account.request_activation("secret", deadline)
    assert account.collect_events() == [
        ActivationRequested(account.id, FAMILY.id, "00042", "anne@example.org", "Anne", "secret", deadline)
    ]
    for other in (described(), active()):
        with pytest.raises(NotAwaitingActivation):
            other.request_activation("secret", deadline)


def test_an_account_is_activated_once() -> None:
    account = waiting()
    assert account.activate(NOON) == FAMILY
    assert account.collect_events() == [AccountActivated(account.id, FAMILY.id, "anne@example.org", NOON)]
    with pytest.raises(NotAwaitingActivation):
        account.activate(NOON)
