"""Certificates and appointments, from schooling's facts to mails: to whom, with what enclosed, and naming nobody."""

import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from icalendar import Calendar
from pypdf import PdfReader

from libs.chassis.db import Database
from libs.commune.admission import read_admission
from libs.contracts.schooling.v1 import (
    AppointmentApproaching,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMoved,
    CertificateIssued,
    CertificateRevoked,
)
from services.notifications.adapters.commune_texts import CommuneMails
from services.notifications.adapters.enclosures import Enclosures
from services.notifications.adapters.letterhead import read_letterhead
from services.notifications.adapters.mail_message import compose
from services.notifications.adapters.mail_queue import SqlMailQueue
from services.notifications.adapters.token_opener import SealedTokenOpener
from services.notifications.adapters.unit_of_work import NotificationsUnitOfWork
from services.notifications.application.send_due_mails import Mailer
from services.notifications.consumers.on_certificates import OnCertificates
from services.notifications.settings import NotificationsSettings
from services.notifications.worker import new_voice
from tests.fakes.notifications import FakeCounter, FakePostman
from tests.integration.notifications.conftest import Family, Rows, Tell
from tests.support.envelopes import enveloped

Issue = Callable[..., Awaitable[None]]
PARIS = ZoneInfo("Europe/Paris")
NOW = datetime.now(UTC).replace(microsecond=0)
STARTS = datetime.combine(NOW.date() + timedelta(days=3), datetime.min.time(), UTC) + timedelta(hours=15, minutes=30)


@dataclass
class School:
    """Tells of one appointment of a family, and of certificates."""

    tell: Tell
    appointment_id: UUID

    def fact(self, family: Family, sequence: int, **changed: Any) -> dict[str, Any]:
        return {
            "appointment_id": self.appointment_id,
            "family_id": family.id,
            "child_id": uuid4(),
            "school_year": 2026,
            "uai": "0069901A",
            "school": "Maternelle Lou Souleù",
            "school_address": "3 Rue des Selves, 06510 Carros",
            "school_telephone": "04 65 71 01 01",
            "place": "Bureau de la direction",
            "starts_at": STARTS,
            "minutes": 20,
            "sequence": sequence,
            "at": NOW,
        } | changed


@pytest.fixture
def school(tell: Tell) -> School:
    return School(tell, uuid4())


@pytest.fixture
def postman() -> FakePostman:
    return FakePostman()


@pytest.fixture
def mailer(database: Database, settings: NotificationsSettings, postman: FakePostman) -> Mailer:
    letterhead = read_letterhead(settings.commune_dir, str(settings.public_url))
    return Mailer(
        SqlMailQueue(database),
        CommuneMails(settings.commune_dir, letterhead),
        Enclosures(settings.commune_dir, letterhead, read_admission(settings.commune_dir)),
        SealedTokenOpener(settings.sealing_private_key.get_secret_value()),
        postman,
        FakeCounter(),
    )


def certificate(*families: Family) -> CertificateIssued:
    return CertificateIssued(
        number="CI-2026-00042",
        child_id=uuid4(),
        family_ids=[family.id for family in families],
        school_year=2026,
        commune="Carros",
        uai="0069901A",
        school="Maternelle Lou Souleù",
        level="PS",
        last_name="Martin",
        first_name="Lina",
        birth_date=date(2023, 5, 2),
        newcomer=True,
        meets_head=True,
        issued_on=date(2026, 11, 28),
        check="K7QF-9M2X-PD4T-A3BC",
        key_id="k1",
        signature="A" * 86,
        replaces=None,
        issued_at=NOW,
    )


async def test_a_calendar_follows_the_appointment_through_its_life(
    *, school: School, a_family: Callable[[], Family], mailer: Mailer, postman: FakePostman
) -> None:
    family = a_family()
    await school.tell(family.activated(), 2)
    later = STARTS + timedelta(days=1)
    await school.tell(AppointmentBooked(**school.fact(family, 0)))
    await school.tell(AppointmentMoved(**school.fact(family, 1, starts_at=later)), 2)
    await school.tell(AppointmentCancelled(**school.fact(family, 2, starts_at=later), by="town"), 3)
    await mailer.send_due_mails()
    entries = []
    for mail in postman.mails:
        assert mail.invitation is not None
        calendar = Calendar.from_ical(mail.invitation.content)
        event: Any = calendar.walk("VEVENT")[0]
        assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]
        assert calendar["METHOD"] == mail.invitation.method
        entries.append((calendar["METHOD"], event["SEQUENCE"], event["STATUS"], event["DTSTART"].dt, event["UID"]))
        assert event["DTSTART"].params["TZID"] == "Europe/Paris"
        assert event.end - event.start == timedelta(minutes=20)
        assert "Bureau de la direction" in str(event["LOCATION"])
        assert (event["ATTENDEE"], event["ATTENDEE"].params["RSVP"]) == (f"mailto:{family.email}", "FALSE")
    assert [entry[:3] for entry in entries] == [
        ("REQUEST", 0, "CONFIRMED"),
        ("REQUEST", 1, "CONFIRMED"),
        ("CANCEL", 2, "CANCELLED"),
    ]
    assert [entry[3] for entry in entries] == [STARTS, later, later]
    assert len({entry[4] for entry in entries}) == 1
    assert "L'école a dû annuler" in postman.mails[2].text


async def test_the_invitation_travels_as_an_alternative_and_as_a_file(
    *,
    settings: NotificationsSettings,
    school: School,
    a_family: Callable[[], Family],
    mailer: Mailer,
    postman: FakePostman,
) -> None:
    family = a_family()
    await school.tell(family.activated(), 2)
    await school.tell(AppointmentBooked(**school.fact(family, 0)))
    await mailer.send_due_mails()
    letterhead = read_letterhead(settings.commune_dir, str(settings.public_url))
    message = compose(postman.mails[0], "kiosque@ville.example", letterhead)
    types = [part.get_content_type() for part in message.walk()]
    assert types == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    (calendar,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert calendar.get_param("method") == "REQUEST"
    assert Calendar.from_ical(calendar.get_content()).walk("VEVENT")


async def test_a_reminder_changes_no_calendar_and_is_useless_once_the_hour_has_come(
    *, school: School, a_family: Callable[[], Family], mailer: Mailer, postman: FakePostman
) -> None:
    family = a_family()
    await school.tell(family.activated(), 2)
    await school.tell(AppointmentApproaching(**school.fact(family, 0)))
    past = school.fact(family, 1, starts_at=NOW - timedelta(minutes=1))
    await school.tell(AppointmentApproaching(**past), 2)
    await mailer.send_due_mails()
    (mail,) = postman.mails
    assert mail.invitation is None
    assert "demain" in mail.text


async def test_no_other_home_hears_of_an_appointment_and_no_unconfirmed_address_of_anything(
    *, school: School, a_family: Callable[[], Family], mailer: Mailer, postman: FakePostman
) -> None:
    mother, father, unconfirmed = a_family(), a_family(), a_family()
    for home in (mother, father):
        await school.tell(home.activated(), 2)
    await school.tell(unconfirmed.registered())
    await school.tell(AppointmentBooked(**school.fact(mother, 0)))
    await school.tell(certificate(mother, father, unconfirmed))
    await mailer.send_due_mails()
    assert sorted((mail.to, mail.invitation is not None) for mail in postman.mails) == sorted(
        [(mother.email, True), (mother.email, False), (father.email, False)]
    )


@pytest.fixture
def issue(database: Database, settings: NotificationsSettings) -> Issue:
    """Tell of a certificate, in a town that attaches it to its mail or not."""
    voice = new_voice(settings.commune_dir, read_letterhead(settings.commune_dir, str(settings.public_url)))

    async def tell(event: CertificateIssued, *, attached: bool) -> None:
        async with NotificationsUnitOfWork(database) as uow:
            await OnCertificates(voice, attached=attached).issued(event, enveloped(event, 1), uow)
            await uow.commit()

    return tell


async def test_where_it_is_not_attached_the_mail_about_a_certificate_names_nobody_and_carries_nothing(
    *, school: School, a_family: Callable[[], Family], issue: Issue, mailer: Mailer, postman: FakePostman
) -> None:
    family = a_family()
    await school.tell(family.activated(), 2)
    await issue(certificate(family), attached=False)
    await school.tell(
        CertificateRevoked(
            number="CI-2026-00042", child_id=uuid4(), family_ids=[family.id], school_year=2026, revoked_at=NOW
        ),
        2,
    )
    await mailer.send_due_mails()
    issued, revoked = postman.mails
    assert issued.subject == "Votre certificat d'inscription est disponible"
    for mail in (issued, revoked):
        assert "/mon-espace/certificats" in mail.text
        assert mail.attachment is None
        assert not [word for word in ("Lina", "Martin", "2023", "Souleù", "00042") if word in mail.text + mail.html]


async def test_families_get_their_certificate_by_mail_each_home_the_same_paper_without_an_address(
    *, school: School, a_family: Callable[[], Family], mailer: Mailer, postman: FakePostman, rows: Rows
) -> None:
    mother, father, unconfirmed = a_family(), a_family(), a_family()
    for home in (mother, father):
        await school.tell(home.registered())
        await school.tell(home.activated(), 2)
    await school.tell(unconfirmed.registered())
    await school.tell(certificate(mother, father, unconfirmed))
    await mailer.send_due_mails()
    assert sorted(mail.to for mail in postman.mails) == sorted([mother.email, father.email])
    for mail in postman.mails:
        assert mail.subject == "Votre certificat d'inscription"
        assert "joint à ce mail (PDF). Vous le retrouvez aussi dans votre espace." in mail.text
        assert "/mon-espace/certificats" in mail.text
        said = mail.subject + mail.text + mail.html
        assert not [word for word in ("Lina", "Martin", "2023", "Souleù", "00042") if word in said]
        assert mail.attachment is not None
        assert mail.attachment.file_name == "CI-2026-00042.pdf"
        paper = PdfReader(io.BytesIO(mail.attachment.content))
        (page,) = paper.pages
        printed = page.extract_text()
        assert "Lina MARTIN" in printed
        assert not [home.email for home in (mother, father, unconfirmed) if home.email in printed + said]
        with pikepdf.open(io.BytesIO(mail.attachment.content)) as document:
            assert document.open_metadata()["pdfuaid:part"] == "1"
            assert document.Root.MarkInfo.Marked
    assert await rows("SELECT 1 FROM deliveries WHERE params::text LIKE '%Lina%'") == [], "nothing of the paper is kept"
