"""« À faire »: the most pressing first, one line for TERMINER, and what lies with the town last."""

from gateway.clients.household import Dashboard, Light, RecordCard, RecordKind, Status
from gateway.web.family.board import counting_files
from gateway.web.family.check_answers import CheckedRecord
from gateway.web.family.to_do import Task, to_do
from gateway.web.form_view import Complaint


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


def a_list(board: Dashboard, *checked: CheckedRecord) -> list[Task]:
    """Of a town that usually answers within fifteen days."""
    return to_do(counting_files(board, checked), 15)


def a_check(key: str, *reasons: str) -> CheckedRecord:
    """Of one fiche; with a reason it stays with the family."""
    page = f"/mon-espace/fiches/{key}"
    return CheckedRecord(
        key, key, not reasons, [], [Complaint(f"{page}#{reason}", f"{reason} !") for reason in reasons]
    )


def a_board(*records: RecordCard, waits: bool = False) -> Dashboard:
    submission = {"id": "00000000-0000-4000-8000-000000000001", "made_at": "2026-11-23T13:05:00+00:00"}
    return {
        "family_code": "10000",
        "records": list(records),
        "can_submit": False,
        "open_submissions": [submission] if waits else [],  # type: ignore[list-item]
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


def test_a_fiche_whose_papers_wait_is_ready_although_household_has_not_seen_them() -> None:
    board = a_board(a_card("Foyer", "incomplete", kind="family", missing=2), a_card("Léa", "refused", refused=1))
    tasks = a_list(board, a_check("family-Foyer"), a_check("child-Léa"))
    assert [task.href for task in tasks] == ["/mon-espace/terminer"]
    assert tasks[0].explanation == "Enregistrées, non transmises : Ma Fiche Famille, Fiche de renseignement de Léa."


def test_a_fiche_whose_papers_wait_may_lack_the_box_alone() -> None:
    tasks = a_list(a_board(a_card("Léa", "expired", missing=1)), a_check("child-Léa", "exactitude"))
    assert [task.title for task in tasks] == ["Fiche de renseignement de Léa : à déclarer exacte"]


def test_what_is_incomplete_says_what_it_lacks_and_leads_to_the_first() -> None:
    board = a_board(a_card("Foyer", "incomplete", kind="family", missing=5))
    [task] = a_list(board, a_check("family-Foyer", "address", "piece", "mobile", "billing", "title"))
    assert task.explanation == "address ! piece ! mobile ! Et 2 autres éléments."
    assert task.href == "/mon-espace/fiches/family-Foyer#address"


def test_each_demand_that_lies_with_the_town_is_waited_for() -> None:
    board = a_board(a_card("Léa", "pending", light="orange"), waits=True)
    later = {**board["open_submissions"][0], "id": "x", "made_at": "2026-11-24T13:05:00+00:00"}
    board["open_submissions"].append(later)  # type: ignore[arg-type]
    assert [task.title for task in a_list(board)] == [
        "Votre demande du 23/11/2026 à 14 h 05",
        "Votre demande du 24/11/2026 à 14 h 05",
    ]
