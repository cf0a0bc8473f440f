"""What a family reads of its request for a school, in the commune's own words."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from libs.commune.admission import read_admission
from libs.contracts.event import Event
from libs.contracts.schooling.v1 import (
    DerogationDecided,
    DerogationSubmitted,
    EnrolmentChanged,
    PreRegistrationDecided,
    PreRegistrationSubmitted,
    PreRegistrationWithdrawn,
    ReassignmentClosed,
    ReassignmentExpiring,
    ReassignmentProposed,
    Refusal,
    School,
    Silence,
)
from services.notifications.adapters.letterhead import read_letterhead
from services.notifications.application.tell_family import Voice
from services.notifications.domain.delivery import Template
from services.notifications.domain.message import MessageKind
from services.notifications.worker import new_subscriber, new_voice
from tests.fakes.notifications import FakeUnit
from tests.support.envelopes import enveloped
from tests.unit.notifications.test_texts import COMMUNE

AT = datetime(2026, 4, 2, 6, 5, tzinfo=UTC)
FAMILY, REQUEST, CHILD = uuid4(), uuid4(), uuid4()
ABOUT: dict[str, Any] = {
    "pre_registration_id": REQUEST,
    "family_id": FAMILY,
    "child_id": CHILD,
    "child_first_name": "Léa",
    "school_year": 2026,
    "number": "2026-00042",
}
PINS, LAC = School(uai="0060001A", name="École des Pins"), School(uai="0060002B", name="École du Lac")
SILENCE = Silence(means="accepted", on=date(2026, 6, 2), legal_basis="article L231-1")
REFUSAL = Refusal(reason="L'école est pleine.", legal_basis="article L212-7", comment="26 enfants.")


def submitted(kind: Any = "sector", school: School | None = PINS) -> PreRegistrationSubmitted:
    return PreRegistrationSubmitted(
        **ABOUT, kind=kind, level="PS", sector_school=school, document_ids=[], silence=SILENCE, submitted_at=AT
    )


def decided(school: School | None = PINS, kind: Any = "sector", *, appointment: bool = True) -> PreRegistrationDecided:
    return PreRegistrationDecided(
        **ABOUT,
        kind=kind,
        school=school,
        level="PS" if school else None,
        appointment=appointment,
        refusal=None if school else REFUSAL,
        decided_at=AT,
    )


def derogation_submitted(on: date | None = date(2026, 5, 21)) -> DerogationSubmitted:
    return DerogationSubmitted(**ABOUT, wanted_school=LAC, commission_on=on, silence=SILENCE, submitted_at=AT)


def derogation_decided(*, accepted: bool, school: School | None = PINS) -> DerogationDecided:
    return DerogationDecided(
        **ABOUT,
        accepted=accepted,
        wanted_school=LAC,
        school=LAC if accepted else school,
        level="PS" if accepted or school else None,
        appointment=bool(accepted or school),
        refusal=None if accepted else REFUSAL,
        decided_at=AT,
    )


def proposed(at: datetime = AT) -> ReassignmentProposed:
    until = datetime(2026, 4, 12, 6, 5, tzinfo=UTC)
    return ReassignmentProposed(**ABOUT, school=LAC, level="PS", comment=None, proposed_at=at, until=until)


def expiring() -> ReassignmentExpiring:
    until = datetime(2026, 4, 12, 6, 5, tzinfo=UTC)
    return ReassignmentExpiring(**ABOUT, school=LAC, level="PS", proposed_at=AT, until=until)


def closed(outcome: Any) -> ReassignmentClosed:
    return ReassignmentClosed(**ABOUT, school=LAC, outcome=outcome, closed_at=AT)


def enrolment(status: Any, request: UUID | None = REQUEST) -> EnrolmentChanged:
    return EnrolmentChanged(
        child_id=CHILD,
        child_first_name="Léa",
        family_id=FAMILY,
        pre_registration_id=request,
        school_year=2026,
        school=PINS,
        level="PS",
        status=status,
        reason="Déménagement.",
        since=AT,
    )


@pytest.fixture
def voice() -> Voice:
    return new_voice(COMMUNE, read_letterhead(COMMUNE, "http://localhost:8000/"))


async def heard(voice: Voice, *events: Event) -> FakeUnit:
    unit = FakeUnit()
    for event in events:
        await new_subscriber(voice, read_admission(COMMUNE)).apply(enveloped(event), unit)  # type: ignore[arg-type]
    return unit


@pytest.mark.parametrize(
    ("event", "subject", "said"),
    [
        (
            submitted(),
            "Votre préinscription scolaire est bien arrivée",
            [
                "n° 2026-00042",
                "2026/2027 pour Léa, niveau PS",
                "le 02/04/2026 à 8 h 05",
                "École de secteur : École des Pins.",
                "Sans réponse de la commune le 02/06/2026",
                "considérée comme acceptée (article L231-1).",
            ],
        ),
        (submitted(school=None), "Votre préinscription scolaire est bien arrivée", ["détermine l'école"]),
        (
            derogation_submitted(),
            "Votre demande de dérogation est bien arrivée",
            ["École désirée : École du Lac.", "commission de dérogation du 21/05/2026"],
        ),
        (derogation_submitted(None), "Votre demande de dérogation est bien arrivée", ["n'est pas encore fixée"]),
        (decided(), "L'inscription de Léa à l'école est acceptée", ["École : École des Pins.", "prendre rendez-vous"]),
        (decided(appointment=False), "L'inscription de Léa à l'école est acceptée", ["aucune démarche à effectuer"]),
        (
            decided(None),
            "Votre demande d'inscription scolaire n'est pas acceptée",
            ["Pourquoi : L'école est pleine.", "26 enfants.", "Texte appliqué : article L212-7.", "recours"],
        ),
        (
            derogation_decided(accepted=True),
            "Votre demande de dérogation est acceptée",
            ["Elle est acceptée. Niveau : PS.", "École : École du Lac."],
        ),
        (
            derogation_decided(accepted=False),
            "Votre demande de dérogation n'est pas acceptée",
            [
                "École du Lac, n'est pas accordée",
                "Texte appliqué : article L212-7.",
                "École : École des Pins.",
                "recours",
            ],
        ),
        (
            derogation_decided(accepted=False, school=None),
            "Votre demande de dérogation n'est pas acceptée",
            ["n'est pas accordée", "26 enfants."],
        ),
        (
            proposed(),
            "Une école vous est proposée : répondez avant le 12/04/2026",
            ["École du Lac", "avant le 12/04/2026 à 8 h 05"],
        ),
        (closed("lapsed"), "Le délai est passé : l'école proposée n'est plus gardée", ["École du Lac"]),
        (closed("taken-back"), "L'école proposée n'est plus disponible", ["a retiré sa proposition"]),
        (enrolment("radie"), "L'inscription de Léa à l'école a pris fin", ["Motif : Déménagement."]),
        (
            PreRegistrationWithdrawn(**ABOUT, document_ids=[], withdrawn_at=AT),
            "Vous avez repris votre demande",
            ["n° 2026-00042"],
        ),
    ],
)
async def test_each_fact_has_its_words(voice: Voice, event: Event, subject: str, said: list[str]) -> None:
    unit = await heard(voice, event)
    [(thread, message)] = unit.threads.posted
    assert (thread.family_id, thread.subject) == (FAMILY, "Inscription scolaire 2026/2027 de Léa")
    assert message.subject == subject
    for words in said:
        assert words in message.body
    assert "{" not in message.body
    assert "None" not in message.body


@pytest.mark.parametrize(
    "event",
    [
        submitted("derogation"),
        submitted("outside", None),
        decided(kind="derogation"),
        closed("accepted"),
        closed("refused"),
        enrolment("inscrit"),
        enrolment("admis"),
        enrolment("radie", None),
    ],
)
async def test_what_another_message_tells_is_not_told_twice(voice: Voice, event: Event) -> None:
    assert (await heard(voice, event)).threads.posted == []


async def test_a_reminder_of_a_proposal_waits_in_the_portal_without_a_second_notice(voice: Voice) -> None:
    unit = await heard(voice, proposed(), expiring(), expiring())
    (_, _), (_, reminder) = unit.threads.posted
    assert (reminder.kind, reminder.notice) == (MessageKind.PROPOSAL_EXPIRING, None)
    assert reminder.subject == "Rappel : répondez avant le 12/04/2026 à 8 h 05"
    assert "École du Lac, en PS" in reminder.body


async def test_a_repeated_fact_makes_one_message_and_a_second_proposal_another(voice: Voice) -> None:
    later = datetime(2026, 5, 2, tzinfo=UTC)
    unit = await heard(voice, submitted(), proposed(), proposed(), proposed(later), submitted())
    assert [message.kind for _thread, message in unit.threads.posted] == [
        MessageKind.SCHOOL_RECEIVED,
        MessageKind.SCHOOL_PROPOSED,
        MessageKind.SCHOOL_PROPOSED,
    ]
    assert {message.notice for _thread, message in unit.threads.posted} == {Template.NEW_MESSAGE}
