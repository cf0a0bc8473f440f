"""Mails leave a real database for a mail server that has bad days."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from libs.chassis.db import Database
from libs.commune.admission import read_admission
from libs.contracts.household.v1 import SubmissionConcluded
from libs.contracts.identity.v1 import AddressKnown, EmailChanged
from services.notifications.adapters.commune_texts import CommuneMails
from services.notifications.adapters.enclosures import Enclosures
from services.notifications.adapters.letterhead import read_letterhead
from services.notifications.adapters.mail_queue import SqlMailQueue
from services.notifications.adapters.queries_deliveries import delivery_counts, troubled_deliveries
from services.notifications.adapters.smtp_postman import SmtpPostman
from services.notifications.adapters.token_opener import SealedTokenOpener
from services.notifications.application.send_due_mails import Mailer
from services.notifications.settings import NotificationsSettings
from services.notifications.worker import smtp_configuration
from tests.fakes import scripted_smtp as smtp
from tests.fakes.notifications import FakeCounter
from tests.integration.notifications.conftest import Family, Rows, Tell

pytestmark = pytest.mark.timeout(60)


@dataclass
class PostOffice:
    """The mailer and the server it speaks to."""

    server: smtp.ScriptedSmtp
    mailer: Mailer
    counter: FakeCounter

    async def round(self) -> list[str]:
        """One round; the fates of its attempts."""
        before = len(self.counter.counted)
        await self.mailer.send_due_mails()
        return [fate for _, fate in self.counter.counted[before:]]


OpenOffice = Callable[..., AbstractAsyncContextManager[PostOffice]]


@pytest.fixture
def post_office(database: Database, settings: NotificationsSettings) -> OpenOffice:
    @asynccontextmanager
    async def opened(*behaviours: str) -> AsyncIterator[PostOffice]:
        letterhead = read_letterhead(settings.commune_dir, str(settings.public_url))
        async with smtp.scripted_smtp(*behaviours) as server:
            here = settings.model_copy(update={"smtp_host": "127.0.0.1", "smtp_port": server.port})
            configuration = smtp_configuration(here).model_copy(update={"TIMEOUT": 1})
            counter = FakeCounter()
            mailer = Mailer(
                SqlMailQueue(database),
                CommuneMails(settings.commune_dir, letterhead),
                Enclosures(settings.commune_dir, letterhead, read_admission(settings.commune_dir)),
                SealedTokenOpener(settings.sealing_private_key.get_secret_value()),
                SmtpPostman(configuration, letterhead, patience=1.5),
                counter,
            )
            yield PostOffice(server, mailer, counter)

    return opened


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


async def now_due(rows: Rows) -> None:
    await rows("UPDATE deliveries SET next_attempt_at = now() WHERE state = 'waiting'")


async def test_an_activation_mail_leaves_and_its_secret_is_forgotten(
    post_office: OpenOffice, tell: Tell, rows: Rows, a_family: Callable[[], Family]
) -> None:
    family = a_family()
    await tell(family.registered())
    await tell(family.asks_activation("secret-token"))
    (before,) = await rows("SELECT * FROM deliveries")
    assert "secret-token" not in str(before)
    async with post_office() as office:
        assert await office.round() == ["Sent"]
        (mail,) = office.server.received
    (after,) = await rows("SELECT * FROM deliveries")
    assert mail["To"] == family.email
    assert mail["Message-ID"] == f"<{after['id']}@ville.example>"
    assert "/activation/secret-token" in text_of(mail)
    assert (after["state"], after["sealed_token"], after["attempts"]) == ("sent", None, 1)
    audit = await rows("SELECT actor, action, object, details FROM audit")
    assert [(row["actor"], row["action"], row["object"]) for row in audit] == [
        ("service:notifications", "mail.sent", f"delivery:{after['id']}")
    ]


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (smtp.GREET_421, "no connection to the mail server"),
        (smtp.GREET_554, "no connection to the mail server"),
        (smtp.GREET_NEVER, "no connection to the mail server"),
        (smtp.MAIL_550, "SMTPSenderRefused 550"),
        (smtp.RCPT_421, "recipient 421"),
        (smtp.RCPT_450, "recipient 450"),
        (smtp.DATA_451, "content 451"),
        (smtp.DATA_NEVER, "SMTPReadTimeoutError"),
        (smtp.DATA_DROP, "SMTPServerDisconnected"),
    ],
)
async def test_a_server_that_cannot_now_gets_the_mail_later(
    *, post_office: OpenOffice, tell: Tell, rows: Rows, a_family: Callable[[], Family], behaviour: str, reason: str
) -> None:
    await tell(a_family().asks_activation())
    async with post_office(behaviour) as office:
        assert await office.round() == ["Deferred"]
        (row,) = await rows("SELECT *, next_attempt_at - now() AS pause FROM deliveries")
        assert (row["state"], row["attempts"], row["last_error"]) == ("waiting", 1, reason)
        assert 0 < row["pause"].total_seconds() <= 1
        assert await office.round() == []  # its time has not come
        await now_due(rows)
        assert await office.round() == ["Sent"]
    (row,) = await rows("SELECT state, attempts FROM deliveries")
    assert (row["state"], row["attempts"]) == ("sent", 2)


@pytest.mark.parametrize(("behaviour", "reason"), [(smtp.RCPT_550, "recipient 550"), (smtp.DATA_554, "content 554")])
async def test_a_last_word_is_final_and_visible(
    *,
    post_office: OpenOffice,
    tell: Tell,
    rows: Rows,
    database: Database,
    a_family: Callable[[], Family],
    behaviour: str,
    reason: str,
) -> None:
    refused, fine = a_family(), a_family()
    await tell(refused.asks_activation())
    await tell(fine.asks_activation())
    async with post_office(behaviour) as office:
        assert await office.round() == ["Refused", "Sent"]
        await now_due(rows)
        assert await office.round() == []
    async with database.reading() as connection:
        (trouble,) = await troubled_deliveries(connection)
        counts = await delivery_counts(connection)
    assert (trouble.state, trouble.last_error, trouble.account_id) == ("refused", reason, refused.account_id)
    assert (counts.waiting, counts.lost) == (0, 1)
    assert await rows("SELECT 1 FROM deliveries WHERE sealed_token IS NOT NULL") == []


async def test_a_mail_taken_by_a_server_that_vanishes_comes_again_under_the_same_id(
    post_office: OpenOffice, tell: Tell, rows: Rows, a_family: Callable[[], Family]
) -> None:
    await tell(a_family().asks_activation())
    async with post_office(smtp.DATA_DROP) as office:
        await office.round()
        await now_due(rows)
        await office.round()
        first, second = office.server.received
    assert first["Message-ID"] == second["Message-ID"]


async def test_a_mail_sent_before_a_crash_of_ours_comes_again_under_the_same_id(
    post_office: OpenOffice, tell: Tell, a_family: Callable[[], Family], monkeypatch: pytest.MonkeyPatch
) -> None:
    await tell(a_family().asks_activation())

    async def crash(*_: object) -> None:
        raise ConnectionError

    async with post_office() as office:
        with monkeypatch.context() as broken:
            broken.setattr(SqlMailQueue, "record", crash)
            with pytest.raises(ConnectionError):
                await office.round()
        assert await office.round() == ["Sent"]
        first, second = office.server.received
    assert first["Message-ID"] == second["Message-ID"]


async def test_a_server_that_leaves_without_a_goodbye_does_not_make_a_second_mail(
    post_office: OpenOffice, tell: Tell, rows: Rows, a_family: Callable[[], Family]
) -> None:
    await tell(a_family().asks_activation())
    async with post_office(smtp.QUIT_DROP) as office:
        assert await office.round() == ["Sent"]
        await now_due(rows)
        assert await office.round() == []
        assert len(office.server.received) == 1


async def test_many_mails_share_one_conversation(
    post_office: OpenOffice, tell: Tell, a_family: Callable[[], Family]
) -> None:
    for _ in range(20):
        await tell(a_family().asks_activation())
    async with post_office() as office:
        assert await office.round() == ["Sent"] * 20
        assert office.server.connections == 1


async def test_only_the_newest_link_arrives_after_an_outage(
    post_office: OpenOffice, tell: Tell, rows: Rows, a_family: Callable[[], Family]
) -> None:
    family = a_family()
    async with post_office(smtp.RCPT_450) as office:
        await tell(family.asks_activation("first", email="mistyped@famille.example"), version=1)
        assert await office.round() == ["Deferred"]
        await tell(family.asks_activation("second"), version=2)
        await tell(family.asks_activation("late"), version=1)
        await now_due(rows)
        assert await office.round() == ["Sent"]
        assert "/activation/second" in text_of(office.server.received[-1])
    states = await rows("SELECT state, sealed_token FROM deliveries ORDER BY position")
    assert [tuple(row.values()) for row in states] == [("superseded", None), ("sent", None)]


async def test_a_link_that_died_while_waiting_is_not_sent(
    post_office: OpenOffice, tell: Tell, rows: Rows, a_family: Callable[[], Family]
) -> None:
    await tell(a_family().asks_activation(hours=-0.01))
    async with post_office() as office:
        assert await office.round() == ["Expired"]
        assert not office.server.received
    (row,) = await rows("SELECT state, sealed_token, attempts FROM deliveries")
    assert tuple(row.values()) == ("expired", None, 0)


async def test_the_notice_of_a_decision_goes_to_the_address_of_the_day(
    post_office: OpenOffice, tell: Tell, rows: Rows, a_family: Callable[[], Family]
) -> None:
    family = a_family()
    await tell(family.registered(), version=1)
    await tell(family.activated(), version=2)
    decided = SubmissionConcluded(
        submission_id=uuid4(), family_id=family.id, accepted=3, refused=[], concluded_at=datetime.now(UTC)
    )
    await tell(decided)
    await tell(EmailChanged(account_id=family.account_id, family_id=family.id, email="new@famille.example"), version=3)
    await tell(decided)
    async with post_office() as office:
        assert await office.round() == ["Sent"]
        assert [mail["To"] for mail in office.server.received] == ["new@famille.example"]
    assert len(await rows("SELECT 1 FROM messages")) == 1


async def test_the_owner_of_a_known_address_is_warned(post_office: OpenOffice, tell: Tell) -> None:
    await tell(AddressKnown(registration_id=uuid4(), email="known@famille.example"))
    async with post_office() as office:
        assert await office.round() == ["Sent"]
        (mail,) = office.server.received
    assert mail["Subject"] == "Vous avez déjà un compte sur le kiosque famille"


@pytest.mark.parametrize(
    "address", ["été@famille.example", "no address", "a@b@c", "a@b.example\r\nRCPT TO:<x@y.example>"]
)
async def test_an_impossible_address_harms_nobody(
    post_office: OpenOffice, tell: Tell, a_family: Callable[[], Family], address: str
) -> None:
    await tell(AddressKnown(registration_id=uuid4(), email=address))
    await tell(a_family().asks_activation())
    async with post_office() as office:
        assert await office.round() == ["Refused", "Sent"]
        assert not [line for line in office.server.recipients if "x@y.example" in line]


async def test_the_serving_role_cannot_rewrite_the_audit(database: Database) -> None:
    for statement in ("UPDATE audit SET actor = 'x'", "DELETE FROM audit"):
        with pytest.raises(ProgrammingError):
            async with database.transaction() as connection:
                await connection.execute(text(statement))
