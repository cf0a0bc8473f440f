"""A family's pages in every state that they show: records, lights, refusals, messages, a submission."""

from typing import Any
from uuid import uuid4

from gateway.clients.household import Record, RecordField, RecordPiece, Submission
from gateway.clients.notifications import Author, Message
from services.household.domain.fields import FIELDS
from services.household.domain.ids import RecordKind
from tests.fakes.services_behind_gateway import FAMILY_ID, STREET_ID, WHEN, World

ADULT_ID = "33333333-3333-4333-8333-333333333333"
CHILD_ID = "44444444-4444-4444-8444-444444444444"
FAMILY_KEY, ADULT_KEY, CHILD_KEY = f"family-{FAMILY_ID}", f"adult-{ADULT_ID}", f"child-{CHILD_ID}"
THREAD_ID = "55555555-5555-4555-8555-555555555555"
SUBMISSION_ID = "66666666-6666-4666-8666-666666666666"
ADDRESS: dict[str, Any] = {
    "country": "FR",
    "postal_code": "06510",
    "city": "Carros",
    "street_number": "25",
    "repetition": "bis",
    "street_id": STREET_ID,
    "street_other": None,
    "street_name": "Rue des Selves",
    "complement": "Bâtiment B",
}
GUARDIANS: dict[str, Any] = {
    "guardians": [ADULT_ID],
    "second_guardian": "declared_elsewhere",
    "elsewhere_last_name": "Durand",
    "elsewhere_first_name": "Alex",
}
REFUSED: Any = {
    "reason_label": "Le document n'est pas lisible. Joignez une copie nette et complète.",
    "comment": "La deuxième page est floue.",
}


def a_message(author: Author = "kiosk", **more: Any) -> Message:
    """One of the town's desk unless it says otherwise; unread."""
    message: Any = {
        "id": str(uuid4()),
        "author": author,
        "signature": None,
        "subject": None,
        "body": "Bonjour",
        "document_ids": [],
        "posted_at": WHEN,
        "read_at": None,
    }
    written: Message = message | more
    return written


def with_a_family(world: World) -> None:
    """One adult and one child: the family red, the adult orange, the child red with two refusals."""
    world.dashboard = {
        "family_code": "00012",
        "records": [
            _card(FAMILY_KEY, "family", "Foyer MARTIN", "red", "incomplete", missing=2),
            _card(ADULT_KEY, "adult", "Camille MARTIN", "orange", "pending"),
            _card(CHILD_KEY, "child", "Léa MARTIN", "red", "refused", refused=2, unsent=True),
            _card(f"child-{uuid4()}", "child", "Noé MARTIN", "green", "valid"),
        ],
        "can_submit": True,
        "open_submissions": [{"id": SUBMISSION_ID, "made_at": WHEN, "opened_at": None}],
    }
    world.records = {
        FAMILY_KEY: _record(
            FAMILY_KEY, "family", "Foyer MARTIN", "red", [("family_situation", "marie"), ("address", ADDRESS)]
        ),
        ADULT_KEY: _record(ADULT_KEY, "adult", "Camille MARTIN", "orange", _person(), locked=True),
        CHILD_KEY: _record(
            CHILD_KEY,
            "child",
            "Léa MARTIN",
            "red",
            [*_person(), ("birth_place", "Nice"), ("guardians", GUARDIANS)],
            refused={"birth_date", "carnet-sante-vaccinations"},
        ),
    }
    world.threads = [
        {
            "id": THREAD_ID,
            "subject": "Votre demande du 23/11/2026",
            "desk": "famille",
            "closed": False,
            "messages": [
                a_message(subject="Votre demande est reçue", body="Bonjour,", read_at=WHEN),
                a_message(
                    subject="Votre demande a été examinée",
                    body="Bonjour,\n\nLe service a examiné votre demande.\nUne pièce est à remplacer.",
                ),
            ],
        },
        {
            "id": str(uuid4()),
            "subject": "Cantine",
            "desk": "famille",
            "closed": True,
            "messages": [a_message("family", body="Bonjour", read_at=WHEN), a_message("town", read_at=WHEN)],
        },
    ]
    files: Any = [
        {
            "id": str(uuid4()),
            "record": CHILD_KEY,
            "piece": piece,
            "file_name": name,
            "size": 1_258_291,
            "pages": 2,
            "scan": scan,
            "received_at": WHEN,
            "removable": removable,
        }
        for piece, name, scan, removable in (
            ("carnet-sante-vaccinations", "Carnet de Léa.pdf", "clean", False),
            ("livret-famille", "livret.pdf", "clean", True),
            ("livret-famille", "livret page 2.pdf", "pending", True),
        )
    ]
    world.documents = files
    world.submission = _submission()


def with_a_draft(world: World, token: str) -> None:
    """A creation with one complete adult and one incomplete child."""
    draft = world.draft_of(token)
    draft["version"] = 3
    draft["adults"] = [
        {
            "id": ADULT_ID,
            "complete": True,
            "typed": {
                "family_situation": "marie",
                "last_name": "Martin",
                "birth_name": None,
                "first_name": "Camille",
                "birth_date": "02/05/1988",
                "sex": "feminin",
                **{name: value for name, value in ADDRESS.items() if name != "street_name"},
            },
        }
    ]
    draft["children"] = [
        {
            "id": CHILD_ID,
            "complete": False,
            "typed": {
                "sex": "feminin",
                "last_name": "Martin",
                "first_name": "Léa",
                "birth_date": None,
                "birth_place": None,
                "guardians": [ADULT_ID],
                "second_guardian": None,
                "elsewhere_last_name": None,
                "elsewhere_first_name": None,
            },
        }
    ]
    draft["missing"] = ["child-incomplete"]


def _card(key: str, kind: Any, name: str, light: Any, status: Any, **more: Any) -> Any:
    return {
        "key": key,
        "kind": kind,
        "name": name,
        "light": light,
        "status": status,
        "refused": 0,
        "missing": 0,
        "unsent": False,
        "undeclared": False,
        **more,
    }


def _person() -> list[tuple[str, Any]]:
    return [("sex", "feminin"), ("last_name", "Martin"), ("first_name", "Léa"), ("birth_date", "2021-05-02")]


def _record(
    key: str,
    kind: Any,
    name: str,
    light: Any,
    fields: list[tuple[str, Any]],
    *,
    locked: bool = False,
    refused: set[str] | None = None,
) -> Record:
    refused = refused or set()
    known = dict(fields)
    whole = [(rule.name, known.get(rule.name)) for rule in FIELDS[RecordKind(kind)]]
    shown: list[RecordField] = [
        {
            "name": field,
            "value": value,
            "accepted_value": value,
            "known": None,
            "required": field != "birth_place",
            "pending": locked,
            "urgent": False,
            "said_at": None,
            "refusal": REFUSED if field in refused else None,
        }
        for field, value in whole
    ]
    pieces: list[RecordPiece] = [
        {
            "code": piece,
            "label": piece,
            "required": True,
            "document_ids": [],
            "state": "refused",
            "refusal": REFUSED,
        }
        for piece in ("carnet-sante-vaccinations",)
        if piece in refused
    ]
    return {
        "key": key,
        "kind": kind,
        "name": name,
        "version": 4,
        "light": light,
        "status": "pending" if locked else "refused" if refused else "incomplete",
        "locked": locked,
        "declared_at": WHEN,
        "fields": shown,
        "pieces": pieces,
        "vaccinations": [],
    }


def _submission() -> Submission:
    return {
        "id": SUBMISSION_ID,
        "version": 1,
        "state": "open",
        "kind": "registration",
        "made_at": WHEN,
        "concluded_at": None,
        "family": {
            "id": FAMILY_ID,
            "code": "00012",
            "activated": True,
            "address": ADDRESS,
            "adults": [{"id": ADULT_ID, "last_name": "Martin", "first_name": "Camille"}],
        },
        "records": [
            {
                "key": CHILD_KEY,
                "kind": "child",
                "name": "Léa MARTIN",
                "declared_at": WHEN,
                "hidden_items": 0,
                "hidden_undecided": 0,
                "items": [
                    {
                        "key": f"{CHILD_KEY}.last_name",
                        "field": "last_name",
                        "piece": None,
                        "label": "Nom",
                        "old": None,
                        "new": "Martin",
                        "documents": [],
                        "old_document_ids": [],
                        "required": True,
                        "health": False,
                        "decision": None,
                    },
                    {
                        "key": f"{CHILD_KEY}.piece.carnet-sante-vaccinations",
                        "field": None,
                        "piece": "carnet-sante-vaccinations",
                        "label": "Carnet de santé - Pages des vaccinations",
                        "old": None,
                        "new": None,
                        "documents": [
                            {"id": str(uuid4()), "sha256": "0" * 64, "pages": 2, "size": 120_000, "scan": "clean"}
                        ],
                        "old_document_ids": [],
                        "required": True,
                        "health": False,
                        "decision": None,
                    },
                ],
            }
        ],
    }
