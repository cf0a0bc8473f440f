"""« À faire »: the most pressing first, one line for TERMINER, and what lies with the town last."""

from gateway.clients.household import Dashboard, Light, RecordCard, RecordKind, Status
from gateway.web.family.to_do import Task, to_do


def a_card(
    name: str,
    status: Status,
    *,
    kind: RecordKind = "child",
    light: Light = "red",
    refused: int = 0,
    missing: int = 0,
    unsent: bool = False,
    undeclared: bool = False,
) -> RecordCard:
    return {
        "key": f"{kind}-{name}",
        "kind": kind,
        "name": name,
        "light": light,
        "status": status,
        "refused": refused,
        "missing": missing,
        "unsent": unsent,
        "undeclared": undeclared,
    }


def a_list(board: Dashboard) -> list[Task]:
    """Of a town that usually answers within fifteen days."""
    return to_do(board, 15)


def a_board(*records: RecordCard, waits: bool = False) -> Dashboard:
    submission = {"id": "00000000-0000-4000-8000-000000000001", "made_at": "2026-11-23T13:05:00+00:00"}
    return {
        "family_code": "10000",
        "records": list(records),
        "can_submit": False,
        "open_submission": submission if waits else None,  # type: ignore[typeddict-item]
    }


def test_a_family_whose_records_are_all_valid_has_nothing_to_do() -> None:
    assert a_list(a_board(a_card("Léa", "valid", light="green"))) == []


def test_what_was_refused_comes_before_what_is_incomplete() -> None:
    tasks = a_list(
        a_board(
            a_card("Foyer", "incomplete", kind="family", missing=2),
            a_card("Léa", "refused", refused=2),
            a_card("Noé", "refused", refused=1),
        )
    )
    assert [task.title for task in tasks] == [
        "Fiche de renseignement de Léa : 2 éléments refusés",
        "Fiche de renseignement de Noé : 1 élément refusé",
        "Ma Fiche Famille : à compléter",
    ]
    assert tasks[0].href == "/mon-espace/fiches/child-Léa#refus-1"


def test_one_line_asks_to_terminate_whatever_the_number_of_records() -> None:
    tasks = a_list(a_board(a_card("Léa", "unsent", unsent=True), a_card("Foyer", "unsent", kind="family", unsent=True)))
    assert [task.href for task in tasks] == ["/mon-espace/terminer"]
    assert tasks[0].explanation == "Enregistrées, non transmises : Fiche de renseignement de Léa, Ma Fiche Famille."


def test_what_lacks_something_is_not_said_to_wait_for_terminer() -> None:
    tasks = a_list(a_board(a_card("Foyer", "incomplete", kind="family", missing=1, unsent=True)))
    assert [task.title for task in tasks] == ["Ma Fiche Famille : à compléter"]


def test_a_record_that_lacks_the_box_alone_leads_to_the_box() -> None:
    tasks = a_list(a_board(a_card("Léa", "unsent", kind="health", unsent=True, undeclared=True)))
    assert [(task.title, task.href) for task in tasks] == [
        ("Fiche sanitaire de Léa : à déclarer exacte", "/mon-espace/fiches/health-Léa#exactitude")
    ]


def test_a_record_with_the_town_is_nothing_to_do_but_something_to_wait_for() -> None:
    tasks = a_list(a_board(a_card("Léa", "pending", light="orange"), waits=True))
    assert [(task.light, task.title) for task in tasks] == [("orange", "Votre demande du 23/11/2026 à 14 h 05")]
    assert "avant le 8 décembre 2026" in tasks[0].explanation
