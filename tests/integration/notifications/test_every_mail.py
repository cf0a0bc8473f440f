"""Each kind of mail, from identity's fact to a mail server; and nothing left of a family that was erased."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from libs.chassis.db import Database
from libs.commune.admission import read_admission
from libs.contracts.documents.v1 import DocumentExpiring
from libs.contracts.event import Event
from libs.contracts.household.v1 import FamilyErased, SubmissionMade
from libs.contracts.identity.v1 import (
    AccountClosed,
    AccountEnded,
    AddressKnown,
    ClaimOffered,
    EmailChanged,
    EmailChangeRequested,
    FamilyCodesRequested,
    MailCodeRequested,
    PasswordChanged,
    PasswordResetRequested,
    ResumptionRequested,
)
from libs.contracts.schooling.v1 import ReassignmentClosed, ReassignmentExpiring, School
from services.notifications.adapters.commune_texts import CommuneMails
from services.notifications.adapters.enclosures import Enclosures
from services.notifications.adapters.letterhead import read_letterhead
from services.notifications.adapters.mail_queue import SqlMailQueue
from services.notifications.adapters.token_opener import SealedTokenOpener
from services.notifications.application.send_due_mails import Mailer
from services.notifications.domain.delivery import Template
from services.notifications.settings import NotificationsSettings
from tests.fakes.notifications import FakeCounter, FakePostman
from tests.integration.notifications.conftest import Family, Rows, Tell

_OF_SCHOOLING = {template for template in Template if template.startswith(("appointment", "certificate", "proposal"))}
"""To confirmed addresses alone: `test_school_mails.py`."""
_OF_THREADS = {Template.NEW_MESSAGE}
"""Told by a thread, not by an event: `tests/unit/notifications/test_threads.py`."""
LATER = datetime.now(UTC) + timedelta(hours=1)


def every_demand(family: Family) -> dict[Template, tuple[Event, str]]:
    """What identity tells for each mail, and what the mail must then contain."""
    sealed, account = family.sealer.seal, family.account_id
    reminder = family.asks_activation("tok-remind").model_copy(update={"closes_at": LATER})
    return {
        Template.ACCOUNT_CLOSED: (
            AccountEnded(
                account_id=account, family_id=family.id, reason="by_its_holder", ended_at=LATER, erases_at=LATER
            ),
            "puis il est effacé",
        ),
        Template.ACTIVATION_REMINDER: (reminder, "/activation/tok-remind"),
        Template.ADDRESS_KNOWN: (AddressKnown(registration_id=uuid4(), email=family.email), "déjà un compte"),
        Template.CLAIM_OFFER: (
            ClaimOffered(
                family_id=family.id,
                family_code="00042",
                email=family.email,
                sealed_code=sealed("ABCD-EFGH-JKLM"),
                expires_at=LATER,
            ),
            "ABCD-EFGH-JKLM",
        ),
        Template.EMAIL_CHANGE: (
            EmailChangeRequested(
                account_id=account,
                family_id=family.id,
                email=family.email,
                sealed_token=sealed("tok-address"),
                expires_at=LATER,
            ),
            "/adresse/tok-address",
        ),
        Template.EMAIL_CHANGED: (
            EmailChanged(
                account_id=account, family_id=family.id, email="new@famille.example", previous_email=family.email
            ),
            "a été confirmée pour votre compte",
        ),
        Template.FAMILY_CODES: (
            FamilyCodesRequested(request_id=uuid4(), email=family.email, family_codes=["00042"]),
            "00042",
        ),
        Template.MAIL_CODE: (
            MailCodeRequested(
                registration_id=account, email=family.email, sealed_code=sealed("012345"), expires_at=LATER
            ),
            "012345",
        ),
        Template.PASSWORD_CHANGED: (
            PasswordChanged(account_id=account, family_id=family.id, email=family.email, changed_at=LATER),
            "a été changé",
        ),
        Template.PASSWORD_RESET: (
            PasswordResetRequested(
                account_id=account,
                family_id=family.id,
                email=family.email,
                sealed_token=sealed("tok-reset"),
                expires_at=LATER,
            ),
            "/mot-de-passe/tok-reset",
        ),
        Template.RESUMPTION: (
            ResumptionRequested(
                registration_id=account, email=family.email, sealed_token=sealed("tok-resume"), expires_at=LATER
            ),
            "/creer-ma-famille/reprendre/tok-resume",
        ),
    }


@pytest.fixture
def postman() -> FakePostman:
    return FakePostman()


@pytest.fixture
def mailer(database: Database, settings: NotificationsSettings, postman: FakePostman) -> Mailer:
    letterhead = read_letterhead(settings.commune_dir, str(settings.public_url))
    writer = CommuneMails(settings.commune_dir, letterhead)
    encloser = Enclosures(settings.commune_dir, letterhead, read_admission(settings.commune_dir))
    opener = SealedTokenOpener(settings.sealing_private_key.get_secret_value())
    return Mailer(SqlMailQueue(database), writer, encloser, opener, postman, FakeCounter())


async def test_a_paper_that_ends_soon_is_reminded_of_once(
    *, tell: Tell, a_family: Callable[[], Family], mailer: Mailer, postman: FakePostman
) -> None:
    family, document = a_family(), uuid4()
    await tell(family.registered())
    await tell(family.activated(), version=2)
    ending = DocumentExpiring(
        document_id=document,
        document_ids=[document],
        family_id=family.id,
        record=f"child-{uuid4()}",
        piece="pai",
        piece_label="Protocole d'accueil individualisé (PAI)",
        expires_on=(datetime.now(UTC) + timedelta(days=20)).date(),
        on_expiry="remind",
    )
    for _ in range(2):
        await tell(ending)
    await mailer.send_due_mails()
    (mail,) = postman.mails
    assert mail.to == family.email
    assert f"/mon-espace/fiches/{ending.record}#piece-pai" in mail.text


async def test_a_proposal_is_reminded_of_once_naming_nobody_and_not_once_it_is_answered(
    *, tell: Tell, a_family: Callable[[], Family], mailer: Mailer, postman: FakePostman
) -> None:
    family, unconfirmed = a_family(), a_family()
    await tell(family.registered())
    await tell(family.activated(), version=2)
    await tell(unconfirmed.registered())
    waiting, answered, over, untold = (
        proposal(family),
        proposal(family),
        proposal(family, days=-1),
        proposal(unconfirmed),
    )
    for event in (waiting, waiting, answered, over, untold):
        await tell(event)
    told = answered.model_dump(include={"pre_registration_id", "family_id", "child_id", "child_first_name", "school"})
    closed = ReassignmentClosed(
        **told, school_year=2026, number="2026-00042", outcome="accepted", closed_at=datetime.now(UTC)
    )
    await tell(closed, version=2)
    await mailer.send_due_mails()
    (mail,) = postman.mails
    assert mail.to == family.email
    assert mail.subject.startswith("Répondez avant le ")
    assert "/mon-espace/inscriptions" in mail.text
    assert not [word for word in ("Inès", "Lac", "CP", "00042") if word in mail.subject + mail.text + mail.html]


def proposal(family: Family, days: int = 3) -> ReassignmentExpiring:
    return ReassignmentExpiring(
        pre_registration_id=uuid4(),
        family_id=family.id,
        child_id=uuid4(),
        child_first_name="Inès",
        school_year=2026,
        number="2026-00042",
        school=School(uai="0060002B", name="École du Lac"),
        level="CP",
        proposed_at=datetime.now(UTC) - timedelta(days=7),
        until=datetime.now(UTC) + timedelta(days=days),
    )


async def test_each_demand_becomes_its_mail_and_its_secret_is_forgotten(
    *, tell: Tell, rows: Rows, a_family: Callable[[], Family], mailer: Mailer, postman: FakePostman
) -> None:
    family = a_family()
    demands = every_demand(family)
    told = {*demands, Template.ACTIVATION, Template.DECISION, Template.PIECE_REMINDER, *_OF_SCHOOLING, *_OF_THREADS}
    assert told == set(Template)
    await tell(family.registered())
    await tell(family.activated())
    for demand, _said in demands.values():
        await tell(demand)
    assert not [row for row in await rows("SELECT * FROM deliveries") for said in ("tok-", "0123") if said in str(row)]
    await mailer.send_due_mails()
    assert [mail.to for mail in postman.mails] == [family.email] * len(demands)
    for (_demand, said), mail in zip(demands.values(), postman.mails, strict=True):
        assert said in mail.text
        assert said in mail.html
    assert await rows("SELECT 1 FROM deliveries WHERE state <> 'sent' OR sealed_token IS NOT NULL") == []


async def test_an_erased_family_leaves_no_address_behind(
    tell: Tell, rows: Rows, a_family: Callable[[], Family]
) -> None:
    erased, other = a_family(), a_family()
    for family in (erased, other):
        await tell(family.registered())
        await tell(family.asks_activation())
        await tell(
            SubmissionMade(submission_id=uuid4(), family_id=family.id, document_ids=[], made_at=datetime.now(UTC))
        )
    await tell(FamilyErased(family_id=erased.id, registration_id=None, child_ids=[], erased_at=datetime.now(UTC)))
    for table in ("recipients", "deliveries", "messages"):
        assert len(await rows(f"SELECT 1 FROM {table}")) == 1, table


async def test_a_closed_account_gets_no_mail_any_more(
    *, tell: Tell, a_family: Callable[[], Family], mailer: Mailer, postman: FakePostman
) -> None:
    family = a_family()
    await tell(family.registered())
    await tell(family.asks_activation())
    closed = AccountClosed(
        account_id=family.account_id, family_id=family.id, reason="never_activated", closed_at=datetime.now(UTC)
    )
    await tell(closed)
    await mailer.send_due_mails()
    assert not postman.mails
