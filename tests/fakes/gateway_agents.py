"""Household as the agents' pages need it: submissions that are listed, decided and concluded."""

import copy
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from gateway.clients.household import (
    Decision,
    Item,
    ItemDocument,
    RefusalReason,
    Submission,
    SubmittedRecord,
    Value,
    WorkItem,
    WorkList,
    WorkState,
)
from gateway.clients.service import FieldProblem, Problem
from libs.commune.commune import Commune
from tests.fakes.services_behind_gateway import FakeHousehold, World

SUBMISSION = "7d0c5a0e-6f0f-4c63-9d37-0d5ad7b0a001"
FAMILY = "7d0c5a0e-6f0f-4c63-9d37-0d5ad7b0a002"
MOTHER = "7d0c5a0e-6f0f-4c63-9d37-0d5ad7b0a003"
FATHER = "7d0c5a0e-6f0f-4c63-9d37-0d5ad7b0a004"
CHILD = "7d0c5a0e-6f0f-4c63-9d37-0d5ad7b0a005"
ADULT_KEY, CHILD_KEY, FAMILY_KEY = f"adult-{MOTHER}", f"child-{CHILD}", f"family-{FAMILY}"
HEALTH_BOOK, FAMILY_BOOK = f"{CHILD_KEY}.piece.carnet-sante-vaccinations", f"{CHILD_KEY}.piece.livret-famille"
HEALTH_PLAN = f"{CHILD_KEY}.piece.pai"
MADE_AT = "2026-11-20T08:05:00Z"
ADDRESS: dict[str, Any] = {
    "country": "FR",
    "postal_code": "06510",
    "city": "CARROS",
    "street_number": "25",
    "repetition": "bis",
    "street_id": "9d1a8b4e-0000-4000-8000-000000000001",
    "street_other": None,
    "street_name": "Rue des Selves",
    "complement": "Bâtiment C",
}
OLD_ADDRESS: dict[str, Any] = ADDRESS | {"street_number": "3", "repetition": None, "street_name": "Avenue des Cigales"}
GUARDIANS: dict[str, Any] = {
    "guardians": [MOTHER],
    "second_guardian": "declared_elsewhere",
    "elsewhere_last_name": "Durand",
    "elsewhere_first_name": "Paul",
}


def document(scan: Any = "clean", pages: int = 2, size: int = 348_160) -> ItemDocument:
    return {"id": str(uuid4()), "sha256": "0" * 64, "pages": pages, "size": size, "scan": scan}


def field_item(key: str, name: str, new: Value, old: Value = None, decision: Decision | None = None) -> Item:
    return {
        "key": f"{key}.{name}",
        "field": name,
        "piece": None,
        "label": name,
        "old": old,
        "new": new,
        "documents": [],
        "old_document_ids": [],
        "required": True,
        "health": False,
        "decision": decision,
    }


def piece_item(
    key: str, label: str, documents: Sequence[ItemDocument], *, required: bool = True, before: int = 0
) -> Item:
    return {
        "key": key,
        "field": None,
        "piece": key.rpartition(".")[2],
        "label": label,
        "old": None,
        "new": None,
        "documents": list(documents),
        "old_document_ids": [str(uuid4()) for _ in range(before)],
        "required": required,
        "health": key in (HEALTH_BOOK, HEALTH_PLAN),
        "decision": None,
    }


def a_registration(documents: Sequence[ItemDocument] | None = None) -> Submission:
    """One adult and one child, as a family hands them in at its creation.

    Args:
        documents: of the child's health book.
    """
    adult: SubmittedRecord = {
        "key": ADULT_KEY,
        "kind": "adult",
        "name": "Inès MARTIN",
        "declared_at": None,
        "hidden_items": 0,
        "hidden_undecided": 0,
        "items": [
            field_item(ADULT_KEY, "last_name", "Martin"),
            field_item(ADULT_KEY, "first_name", "Inès"),
            field_item(ADULT_KEY, "birth_date", "1988-05-02"),
            field_item(ADULT_KEY, "sex", "feminin"),
        ],
    }
    child: SubmittedRecord = {
        "key": CHILD_KEY,
        "kind": "child",
        "name": "Léa MARTIN",
        "declared_at": None,
        "hidden_items": 0,
        "hidden_undecided": 0,
        "items": [
            field_item(CHILD_KEY, "sex", "feminin"),
            field_item(CHILD_KEY, "last_name", "Martin"),
            field_item(CHILD_KEY, "first_name", "Léa"),
            field_item(CHILD_KEY, "birth_date", "2021-05-02"),
            field_item(CHILD_KEY, "guardians", GUARDIANS),
            piece_item(HEALTH_BOOK, "Carnet de santé - Pages des vaccinations", documents or [document()]),
            piece_item(FAMILY_BOOK, "Livret de famille - Page parents/enfant", [document(pages=1), document()]),
            piece_item(HEALTH_PLAN, "Protocole d'accueil individualisé (PAI)", [document()], required=False),
        ],
    }
    return _submission("registration", [adult, child])


def a_change() -> Submission:
    """A family that moved, with a new proof in the place of an accepted one."""
    record: SubmittedRecord = {
        "key": FAMILY_KEY,
        "kind": "family",
        "name": "",
        "declared_at": None,
        "hidden_items": 0,
        "hidden_undecided": 0,
        "items": [
            field_item(FAMILY_KEY, "family_situation", "separe", "marie"),
            field_item(FAMILY_KEY, "address", ADDRESS, OLD_ADDRESS),
            piece_item(f"{FAMILY_KEY}.piece.justificatif-domicile", "Justificatif de domicile", [document()], before=1),
        ],
    }
    return _submission("change", [record])


def _submission(kind: Any, records: list[SubmittedRecord]) -> Submission:
    return {
        "id": SUBMISSION,
        "version": 1,
        "state": "open",
        "kind": kind,
        "made_at": MADE_AT,
        "concluded_at": None,
        "family": {
            "id": FAMILY,
            "code": "10042",
            "activated": True,
            "address": ADDRESS,
            "adults": [
                {"id": MOTHER, "last_name": "Martin", "first_name": "Inès"},
                {"id": FATHER, "last_name": "Benali-Martin", "first_name": "Karim"},
            ],
        },
        "records": records,
    }


def work_item(
    code: str, *, activated: bool = True, undecided: int = 12, concluded: bool = False, origin: Any = "online"
) -> WorkItem:
    return {
        "id": str(uuid4()),
        "family_code": code,
        "family_name": "Benali / Martin",
        "made_at": MADE_AT,
        "concluded_at": "2026-11-22T10:30:00Z" if concluded else None,
        "items": 12,
        "undecided": undecided,
        "kind": "registration",
        "activated": activated,
        "origin": origin,
        "registered_at": MADE_AT,
        "closes_at": None if activated else "2026-12-20T23:30:00Z",
    }


def _state(item: WorkItem) -> WorkState:
    if item["concluded_at"] is not None:
        return "concluded"
    return "open" if item["activated"] else "never_activated"


class DecidingHousehold(FakeHousehold):
    """Holds one submission and a list; decides as household does."""

    def __init__(self, world: World, commune: Commune, listed: Sequence[WorkItem] = (), a_page: int = 25) -> None:
        super().__init__(world, commune)
        self.listed = list(listed)
        self.asked: list[dict[str, Any]] = []
        self.decided: list[tuple[str, dict[str, Any]]] = []
        self._a_page = a_page

    async def work_list(self, bearer: str, state: WorkState, after: str | None, family_code: str = "") -> WorkList:
        self._world.called("work_list")
        self.asked.append({"state": state, "after": after, "family_code": family_code})
        if after and not after.isdecimal():
            raise Problem(422, "invalid", [FieldProblem("after", "not-a-cursor")])
        found = [item for item in self.listed if _state(item) == state and item["family_code"].startswith(family_code)]
        start = int(after or 0)
        following = start + self._a_page
        return {"items": found[start:following], "next": str(following) if len(found) > following else None}

    async def submission(self, bearer: str, submission_id: str) -> Submission:
        self._world.called("submission")
        UUID(submission_id)
        if self._world.submission is None or self._world.submission["id"] != submission_id:
            raise Problem(404, "not-found")
        return copy.deepcopy(self._world.submission)

    async def decide(self, bearer: str, submission_id: str, item_key: str, decision: dict[str, Any]) -> None:
        self._world.called("decide")
        item = self._item(item_key)
        self._check(item, decision)
        self.decided.append((item_key, decision))
        reason = next((r for r in self._reasons if r["code"] == decision.get("reason_code")), None)
        item["decision"] = self._decision(decision["decision"], reason, decision["comment"])

    async def accept_the_rest(self, bearer: str, submission_id: str) -> None:
        self._world.called("accept_the_rest")
        self._require_open()
        rest = [item for item in self._items() if item["decision"] is None]
        if any(found["scan"] == "pending" for item in rest for found in item["documents"]):
            raise Problem(409, "scan-pending")
        for item in rest:
            item["decision"] = self._decision("accept", None, None)

    async def conclude(self, bearer: str, submission_id: str) -> None:
        self._world.called("conclude")
        self._require_open()
        if any(item["decision"] is None for item in self._items()):
            raise Problem(409, "items-undecided")
        self._world.submission |= {"state": "concluded", "concluded_at": "2026-11-23T10:00:00Z"}  # type: ignore[operator]

    def decide_elsewhere(self, item_key: str, kind: Any, *, by: str | None) -> None:
        """Another agent's decision, or the scanner's (`by` None)."""
        reason = self._reasons[0] if kind == "refuse" else None
        self._item(item_key)["decision"] = self._decision(kind, reason, None, by)

    def _check(self, item: Item, decision: dict[str, Any]) -> None:
        self._require_open()
        if decision["decision"] == "refuse" and not decision.get("reason_code"):
            raise Problem(422, "invalid", [FieldProblem("reason_code", "reason-required")])
        if decision["decision"] == "waive" and not decision["comment"]:
            raise Problem(422, "invalid", [FieldProblem("comment", "comment-required")])
        if decision["decision"] == "accept" and any(found["scan"] == "pending" for found in item["documents"]):
            raise Problem(409, "scan-pending")

    def _require_open(self) -> None:
        if self._world.submission is None or self._world.submission["state"] != "open":
            raise Problem(409, "already-concluded")

    def _items(self) -> list[Item]:
        assert self._world.submission is not None
        return [item for record in self._world.submission["records"] for item in record["items"]]

    def _item(self, key: str) -> Item:
        for item in self._items():
            if item["key"] == key:
                return item
        raise Problem(404, "not-found")

    def _decision(
        self, kind: Any, reason: RefusalReason | None, comment: str | None, by: str | None = "somebody"
    ) -> Decision:
        return {
            "decision": kind,
            "reason_code": reason["code"] if reason else None,
            "reason_label": reason["label"] if reason else None,
            "comment": comment,
            "by": by,
            "at": MADE_AT,
        }
