"""A submission of the family in `family_file`, in each state that its page shows."""

from typing import Any

from gateway.clients.household_submissions import Offer, OwnSubmission
from tests.fakes.family_file import ADDRESS, CHILD_KEY, FAMILY_KEY, REFUSED, SUBMISSION_ID
from tests.fakes.services_behind_gateway import WHEN

DOCUMENT_ID = "88888888-8888-4888-8888-888888888888"


def a_submission(**changed: Any) -> OwnSubmission:
    """A name and a paper of a child, open unless told otherwise."""
    found: Any = {
        "id": SUBMISSION_ID,
        "state": "open",
        "kind": "change",
        "made_at": WHEN,
        "opened_at": None,
        "concluded_at": None,
        "withdrawn_at": None,
        "records": [
            {
                "key": CHILD_KEY,
                "kind": "child",
                "name": "Léa MARTIN",
                "items": [
                    _item("first_name", old="Léa", new="Léane"),
                    _item(None, piece="livret-famille", document_ids=[DOCUMENT_ID]),
                ],
            }
        ],
        **changed,
    }
    told: OwnSubmission = found
    return told


def a_decided_submission() -> OwnSubmission:
    """The name accepted, the paper refused."""
    submission = a_submission(state="concluded", opened_at=WHEN, concluded_at="2026-11-24T10:00:00Z")
    name, paper = submission["records"][0]["items"]
    name["decision"] = "accept"
    paper["decision"], paper["refusal"] = "refuse", REFUSED
    return submission


def two_offers() -> list[Offer]:
    """The child's record is ready, the family's lacks a paper."""
    return [
        {
            "key": CHILD_KEY,
            "kind": "child",
            "name": "Léa MARTIN",
            "ready": True,
            "items": [
                {
                    "field": "first_name",
                    "piece": None,
                    "label": "Prénom",
                    "old": "Léa",
                    "new": "Léane",
                    "document_ids": [],
                },
                {
                    "field": None,
                    "piece": "livret-famille",
                    "label": "Livret de famille",
                    "old": None,
                    "new": None,
                    "document_ids": [DOCUMENT_ID],
                },
            ],
            "obstacles": [],
        },
        {
            "key": FAMILY_KEY,
            "kind": "family",
            "name": "",
            "ready": False,
            "items": [
                {
                    "field": "address",
                    "piece": None,
                    "label": "Adresse",
                    "old": None,
                    "new": ADDRESS,
                    "document_ids": [],
                },
            ],
            "obstacles": [
                {"code": "piece-missing", "field": None, "piece": "justificatif-domicile"},
                {"code": "field-invalid", "field": "address.street_number", "piece": None},
            ],
        },
    ]


def _item(field: str | None, **changed: Any) -> Any:
    return {
        "key": f"{CHILD_KEY}.{field or 'piece.' + changed.get('piece', '')}",
        "field": field,
        "piece": None,
        "label": "Livret de famille - Page parents/enfant" if field is None else field,
        "old": None,
        "new": None,
        "document_ids": [],
        "decision": None,
        "refusal": None,
        **changed,
    }
