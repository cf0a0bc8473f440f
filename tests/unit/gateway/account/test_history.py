"""HISTORIQUE: what the services tell, merged by time and put into words."""

from collections.abc import Iterable
from typing import Any

import pytest

from gateway.clients.family_data import HistoryEntry
from gateway.web.account.history import A_PAGE, lines, merged
from gateway.web.account.history_wording import Names
from services.notifications.domain.delivery import Template
from tests.fakes.services_behind_gateway import World
from tests.unit.gateway.account.test_own_account import parent, read
from tests.unit.gateway.conftest import Browser

__all__ = ["parent"]
HISTORY = "/mon-espace/mon-compte/historique"
LEA = "child-44444444-4444-4444-8444-444444444444"
NAMES = Names({LEA: "Léa MARTIN"}, {"pai": "Protocole d'accueil individualisé (PAI)"})


def entry(what: str, at: str = "2026-11-23T09:05:00Z", by: Any = "family", **more: Any) -> HistoryEntry:
    return {"at": at, "what": what, "by": by, "reason": more.pop("reason", None), "details": more}


def words(*entries: HistoryEntry) -> list[str]:
    return [f"{line.by}: {line.text}" for line in lines(entries, NAMES)]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (entry("password.changed", reason="chosen"), "Vous: Changement du mot de passe"),
        (
            entry("device.remembered", device="phone", browser="firefox"),
            "Vous: Connexion depuis un nouvel appareil (Téléphone, Firefox)",
        ),
        (entry("device.remembered"), "Vous: Connexion depuis un nouvel appareil"),
        (
            entry("record.saved", record=LEA, fields=["birth_place", "last_name"]),
            "Vous: Modification de la fiche de Léa MARTIN : lieu de naissance, nom",
        ),
        (entry("record.saved", record="family-x", fields=["no-word"]), "Vous: Modification de la fiche famille"),
        (
            entry("record.saved", record="adult-of-one-who-left", fields=["birth_place"]),
            "Vous: Modification d'une fiche : lieu de naissance",
        ),
        (entry("submission.read", by="town"), "Le service: Lecture de votre demande"),
        (
            entry("submission.concluded", by="town", accepted=2, refused=1),
            "Le service: Réponse à votre demande : 2 éléments acceptés, 1 élément refusé",
        ),
        (
            entry("document.read", by="town", record=LEA, piece="pai"),
            "Le service: Lecture d'une pièce : « Protocole d'accueil individualisé (PAI) », la fiche de Léa MARTIN",
        ),
        (entry("mail.sent", by="kiosk", template="decision"), "Le kiosque: Mail envoyé : réponse du service"),
        (
            entry("certificate.issued", by="town", number="CI-8", replaces="CI-7", child=LEA[6:]),
            "Le service: Certificat d'inscription n° CI-8 délivré pour Léa MARTIN, à la place du n° CI-7",
        ),
        (
            entry("certificate.revoked", by="town", number="CI-2027-00007"),
            "Le service: Certificat d'inscription n° CI-2027-00007 révoqué",
        ),
        (entry("appointment.moved", child=LEA[6:]), "Vous: Rendez-vous avec l'école déplacé pour Léa MARTIN"),
        (entry("appointment.called-off", by="kiosk"), "Le kiosque: Rendez-vous avec l'école annulé"),
    ],
    ids=lambda value: value["what"] if isinstance(value, dict) else "",
)
def test_what_happened_is_said_in_plain_words(told: HistoryEntry, said: str) -> None:
    assert words(told) == [said]


@pytest.mark.parametrize("template", Template)
def test_every_mail_says_what_it_is_about(template: Template) -> None:
    (said,) = words(entry("mail.sent", by="kiosk", template=template.value))
    assert said.startswith("Le kiosque: Mail envoyé : ")


def test_what_nobody_has_words_for_stays_out() -> None:
    assert words(entry("moon.landed")) == []


def test_equal_things_in_a_row_are_one_line_on_one_day() -> None:
    read_twice = [entry("document.read", f"2026-11-23T09:0{minute}:00Z", "town", piece="pai") for minute in (9, 5)]
    yesterday = entry("document.read", "2026-11-22T09:05:00Z", "town", piece="pai")
    found = lines([*read_twice, yesterday], NAMES)
    assert [(line.at, line.times) for line in found] == [("2026-11-23T09:09:00Z", 2), ("2026-11-22T09:05:00Z", 1)]


def minutes(numbers: Iterable[int]) -> list[HistoryEntry]:
    return [entry("email.changed", f"2026-11-23T{9 + n // 60:02}:{n % 60:02}:00Z") for n in numbers]


def test_pages_of_several_services_lose_nothing_and_repeat_nothing() -> None:
    everything = [minutes(range(0, 100, 2)), minutes(range(1, 100, 3)), minutes(range(0, 100, 2))]
    seen: list[str] = []
    before: str | None = None
    while True:
        asked = [
            sorted((e for e in told if before is None or e["at"] < before), key=lambda e: e["at"], reverse=True)
            for told in everything
        ]
        page, before = merged([_with_ties(told) for told in asked])
        seen += [e["at"] for e in page]
        if before is None:
            break
    assert seen == sorted((e["at"] for told in everything for e in told), reverse=True)


def _with_ties(told: list[HistoryEntry]) -> list[HistoryEntry]:
    """As a service answers: a page, and whatever happened at the instant of its last entry."""
    return told if len(told) <= A_PAGE else [e for e in told if e["at"] >= told[A_PAGE - 1]["at"]]


@pytest.fixture(autouse=True)
def _family(world: World) -> None:
    world.dashboard = {"family_code": "00012", "records": [], "can_submit": False, "open_submissions": []}


async def test_the_page_merges_what_the_services_tell(parent: Browser, world: World) -> None:
    world.history = {
        "identity": [entry("password.changed", "2026-11-23T09:05:00Z", reason="chosen")],
        "household": [entry("submission.read", "2026-11-24T09:05:00Z", "town")],
    }
    page = await read(parent, HISTORY)
    assert page.heading == "MON COMPTE Historique" or page.says("Historique")
    assert page.says("Le service : Lecture de votre demande")
    assert page.source.index("Lecture de votre demande") < page.source.index("Changement du mot de passe")
    assert "historique?avant=" not in page.source
    assert (await read(parent, "/mon-espace/mon-compte")).leads_to(HISTORY)


async def test_older_pages_are_asked_by_an_instant(parent: Browser, world: World) -> None:
    world.history = {"identity": minutes(range(A_PAGE + 5))}
    assert (
        'href="/mon-espace/mon-compte/historique?avant=2026-11-23T09%3A05%3A00Z"'
        in (await read(parent, HISTORY)).source
    )
    older = await read(parent, f"{HISTORY}?avant=2026-11-23T09%3A05%3A00Z")
    assert older.says("LE PLUS RÉCENT")
    assert not older.says("PLUS ANCIEN")


async def test_a_service_that_is_away_is_said(parent: Browser, world: World) -> None:
    world.history = {"identity": [entry("password.changed", reason="chosen")]}
    world.away.add("history of documents")
    page = await read(parent, HISTORY)
    assert page.says("Une partie de l'historique n'est pas disponible")
    assert page.says("Changement du mot de passe")


async def test_a_family_without_history_is_told_so(parent: Browser) -> None:
    assert (await read(parent, HISTORY)).says("Il ne s'est encore rien passé")
