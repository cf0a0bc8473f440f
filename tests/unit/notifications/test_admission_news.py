"""What a home reads in the portal of its child's certificate and of its appointment, in the commune's own words."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from libs.contracts.event import Event
from libs.contracts.schooling.v1 import (
    AppointmentApproaching,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMoved,
    CertificateIssued,
    CertificateRevoked,
)
from services.notifications.application.tell_family import Voice
from tests.unit.notifications.test_schooling_news import heard, voice

__all__ = ["voice"]
AT = datetime(2026, 11, 28, 9, 5, tzinfo=UTC)
MOTHER, FATHER, CHILD = uuid4(), uuid4(), uuid4()


def certificate(*homes: UUID, number: str = "CI-2026-00042", **changed: Any) -> CertificateIssued:
    told: dict[str, Any] = {
        "number": number,
        "child_id": CHILD,
        "family_ids": list(homes),
        "school_year": 2026,
        "commune": "Carros",
        "uai": "0060001A",
        "school": "École des Pins",
        "level": "CP",
        "last_name": "Martin",
        "first_name": "Léa",
        "birth_date": date(2020, 5, 2),
        "newcomer": False,
        "meets_head": True,
        "issued_on": date(2026, 11, 28),
        "check": "K7QF-9M2X-PD4T-A3BC",
        "key_id": "k1",
        "signature": "A" * 86,
        "replaces": None,
        "issued_at": AT,
    }
    return CertificateIssued(**(told | changed))


def revoked(*homes: UUID) -> CertificateRevoked:
    return CertificateRevoked(
        number="CI-2026-00042",
        child_id=CHILD,
        child_first_name="Léa",
        family_ids=list(homes),
        school_year=2026,
        revoked_at=AT,
    )


def appointment(first_name: str = "Léa", sequence: int = 0) -> dict[str, Any]:
    return {
        "appointment_id": UUID(int=7),
        "family_id": MOTHER,
        "child_id": CHILD,
        "child_first_name": first_name,
        "school_year": 2026,
        "uai": "0060001A",
        "school": "École des Pins",
        "school_address": "3 Rue des Pins, 06510 Carros",
        "school_telephone": "04 65 71 01 01",
        "place": "Bureau de la direction",
        "starts_at": datetime(2026, 11, 30, 15, 30, tzinfo=UTC),
        "minutes": 20,
        "sequence": sequence,
        "at": AT,
    }


@pytest.mark.parametrize(
    ("event", "subject", "said"),
    [
        (
            certificate(MOTHER),
            "Le certificat d'inscription de Léa est disponible",
            ["n° CI-2026-00042", "École : École des Pins. Niveau : CP.", "au rendez-vous avec le directeur"],
        ),
        (
            certificate(MOTHER, meets_head=False),
            "Le certificat d'inscription de Léa est disponible",
            ["aucune démarche à effectuer"],
        ),
        (
            certificate(MOTHER, number="CI-2026-00043", replaces="CI-2026-00042"),
            "Un nouveau certificat d'inscription remplace le précédent",
            ["n° CI-2026-00043 de Léa remplace le n° CI-2026-00042"],
        ),
        (
            revoked(MOTHER),
            "Un certificat d'inscription n'est plus valable",
            ["n° CI-2026-00042 de Léa", "appelez-nous"],
        ),
        (
            AppointmentBooked(**appointment()),
            "Votre rendez-vous avec l'école est pris",
            ["pour Léa est pris : le lundi 30 novembre 2026 à 16 h 30", "Bureau de la direction, École des Pins"],
        ),
        (
            AppointmentMoved(**appointment(sequence=1)),
            "Votre rendez-vous avec l'école est déplacé",
            ["le lundi 30 novembre 2026 à 16 h 30"],
        ),
        (
            AppointmentCancelled(**appointment(sequence=1), by="town"),
            "L'école a annulé votre rendez-vous",
            ["le mot de l'école si elle en a laissé un"],
        ),
        (
            AppointmentCancelled(**appointment(sequence=1), by="family"),
            "Votre rendez-vous avec l'école est annulé",
            ["comme vous l'avez demandé"],
        ),
    ],
)
async def test_each_fact_has_its_words(voice: Voice, event: Event, subject: str, said: list[str]) -> None:
    unit = await heard(voice, event)
    [(thread, message)] = unit.threads.posted
    assert (thread.family_id, thread.desk) == (MOTHER, "scolaire")
    assert thread.subject == "Certificat et rendez-vous de Léa, année 2026/2027"
    assert message.subject == subject
    assert message.notice is None, "each of them has a mail of its own"
    for words in said:
        assert words in message.body
    assert "{" not in message.body
    assert "None" not in message.body


async def test_two_homes_have_a_thread_each_and_only_one_hears_of_its_appointment(voice: Voice) -> None:
    unit = await heard(
        voice,
        certificate(MOTHER, FATHER),
        AppointmentBooked(**appointment()),
        AppointmentMoved(**appointment(sequence=1)),
        revoked(MOTHER, FATHER),
    )
    told: dict[UUID, list[str]] = {}
    for thread, message in unit.threads.posted:
        told.setdefault(thread.family_id, []).append(str(message.kind))
    assert told == {
        MOTHER: ["certificate-issued", "appointment-booked", "appointment-moved", "certificate-revoked"],
        FATHER: ["certificate-issued", "certificate-revoked"],
    }
    assert len({thread.id for thread, _ in unit.threads.posted}) == 2


async def test_a_repeated_fact_makes_one_message_and_a_reminder_none(voice: Voice) -> None:
    booked = AppointmentBooked(**appointment())
    unit = await heard(voice, booked, booked, AppointmentApproaching(**appointment()))
    assert len(unit.threads.posted) == 1


async def test_a_fact_from_before_first_names_were_told_names_nobody(voice: Voice) -> None:
    unit = await heard(voice, AppointmentBooked(**appointment(first_name="")))
    [(thread, message)] = unit.threads.posted
    assert thread.subject == "Certificat et rendez-vous, année 2026/2027"
    assert "avec la direction de l'école est pris" in message.body
