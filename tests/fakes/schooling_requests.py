"""Requests for a school as the gateway's tests need them: builders of the answers, and schooling in memory."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from gateway.clients.schooling import SchoolYear
from gateway.clients.schooling_agents import AgentRequest, Places, RequestItem, RequestList, SchoolRefusal
from gateway.clients.schooling_families import (
    Answers,
    Asking,
    ChildSchooling,
    DerogationReason,
    Enrolment,
    FollowedRequest,
    Obstacle,
    SchoolName,
    Target,
)
from gateway.clients.service import Problem

if TYPE_CHECKING:
    from tests.fakes.services_behind_gateway import World

CHILD = "33333333-3333-4333-8333-333333333333"
REQUEST = "44444444-4444-4444-8444-444444444444"
OFFER = "0123456789abcdef0123456789abcdef"
LOU_SOULEU: SchoolName = {"uai": "0069901A", "name": "Maternelle Lou Souleù"}
VILLAGE: SchoolName = {"uai": "0069904D", "name": "Groupe Scolaire du Village"}
MOMENT = "2026-11-23T09:05:00Z"
UNTIL = "2026-12-03T09:05:00Z"
NOTHING_TYPED: Answers = {
    "enrolled_before": None,
    "level_objection": "",
    "former_school": "",
    "wanted_school": "",
    "reasons": [],
    "comment": "",
}


def an_obstacle(code: str, explanation: str = "Voici pourquoi.", **more: Any) -> Obstacle:
    obstacle: Obstacle = {
        "code": code,
        "explanation": explanation,
        "what_to_do": "Faites ceci.",
        "opens_at": None,
        "pre_registration_id": None,
    }
    obstacle.update(more)  # type: ignore[typeddict-item] # what a test changes is its own affair
    return obstacle


def a_target(*obstacles: Obstacle, **changes: Any) -> Target:
    """Everything can be asked for, unless something stands in the way."""
    free = not obstacles
    target: Target = {
        "school_year": 2027,
        "school_year_label": "2027/2028",
        "title": "Préinscription scolaire 2027/2028",
        "may_pre_register": free,
        "may_derogate": free,
        "kind_without_wish": "sector",
        "obstacles": list(obstacles),
        "derogation_closed": None,
        "late": False,
        "late_explanation": None,
        "campaign": None,
        "newcomer": False,
        "asks_former_school": False,
        "level": {"level": "GS", "explanation": "Les enfants nés en 2022 entrent en GS."},
        "sector": {
            "school": LOU_SOULEU,
            "reason": None,
            "explanation": "L'école de secteur pour cette rue est Lou Souleù.",
            "address": "25 Rue des Selves, 06510 Carros",
        },
        "schools": [
            {**LOU_SOULEU, "address": "3 Rue des Selves", "telephone": "04 65 71 01 01", "is_sector_school": True},
            {**VILLAGE, "address": "1 Place du Château", "telephone": "04 65 71 01 04", "is_sector_school": False},
        ],
        "next_step": {"appointment": False, "explanation": "Vous n'aurez aucune démarche à effectuer."},
        "commission": {"on": "2027-05-20", "month": "mai", "sentence": "Réponse après la commission, au mois de mai."},
        "offer": OFFER if free else None,
        "request_id": REQUEST,
    }
    target.update(changes)  # type: ignore[typeddict-item] # as above
    return target


def an_enrolment(year: int, status: Any = "non-inscrit", label: str = "Non inscrit", **more: Any) -> Enrolment:
    enrolment: Enrolment = {
        "school_year": year,
        "school_year_label": f"{year}/{year + 1}",
        "status": status,
        "label": label,
        "school": None,
        "level": None,
        "since": None,
        "provisional": False,
    }
    enrolment.update(more)  # type: ignore[typeddict-item] # as above
    return enrolment


def a_child(*targets: Target, **changes: Any) -> ChildSchooling:
    child: ChildSchooling = {
        "child_id": CHILD,
        "first_name": "Léa",
        "last_name": "Martin",
        "birth_date": "2022-05-02",
        "this_year": an_enrolment(2026),
        "next_year": an_enrolment(2027),
        "targets": list(targets or (a_target(),)),
        "requests": [],
    }
    child.update(changes)  # type: ignore[typeddict-item] # as above
    return child


def enrolled(**changes: Any) -> ChildSchooling:
    """At the sector school next year, by this family's request."""
    return a_child(
        a_target(an_obstacle("already-enrolled")),
        next_year=an_enrolment(2027, "inscrit", "Inscrit", school=LOU_SOULEU, level="PS"),
        requests=[a_line("accepted", "Acceptée")],
        **changes,
    )


def a_line(stage: Any = "submitted", label: str = "Transmise", **more: Any) -> Any:
    return {
        "id": REQUEST,
        "number": "2027-00042",
        "kind": "sector",
        "school_year": 2027,
        "school_year_label": "2027/2028",
        "stage": stage,
        "label": label,
        "submitted_at": MOMENT,
        "answer_before": UNTIL if stage == "proposed" else None,
        **more,
    }


def a_followed_request(**changes: Any) -> FollowedRequest:
    """Just handed in, for the sector school."""
    found: Any = {
        **a_line(),
        "child_id": CHILD,
        "child_name": "Léa Martin",
        "opened_at": None,
        "concluded_at": None,
        "late": False,
        "newcomer": False,
        "former_school": None,
        "level": "GS",
        "level_explanation": "Les enfants nés en 2022 entrent en GS.",
        "level_objection": None,
        "level_settled": None,
        "sector_school": LOU_SOULEU,
        "sector_explanation": "L'école de secteur pour cette rue est Lou Souleù.",
        "address": "25 Rue des Selves, 06510 Carros",
        "address_changed": False,
        "school_determined": None,
        "derogation": None,
        "school": None,
        "refusal": None,
        "waiting": None,
        "proposal": None,
        "may_withdraw": True,
        "documents": [],
        "may_add_documents": False,
        "next_step": {"appointment": True, "explanation": "Prenez rendez-vous avec le directeur ou la directrice."},
        "receipt": {
            "number": "2027-00042",
            "received_at": MOMENT,
            "service": {
                "name": "Service scolaire",
                "telephone": "04 65 71 00 02",
                "email": "famille@ville.example",
                "address": ["Mairie", "06510 Carros"],
            },
            "silence_means": "accepted",
            "silence_on": "2027-01-23",
            "legal_basis": "CRPA, article L231-1",
            "sentence": "Sans réponse le 23 janvier 2027, elle sera considérée comme acceptée.",
            "remedies": ["Recours gracieux auprès du maire.", "Recours devant le tribunal administratif."],
        },
        "steps": [{"at": MOMENT, "sentence": "Vous avez transmis la demande."}],
    }
    found.update(changes)
    request: FollowedRequest = found
    return request


def a_derogation(**changes: Any) -> dict[str, Any]:
    """Of a followed request."""
    return {
        "wanted_school": VILLAGE,
        "reasons": ["Un frère ou une sœur est déjà dans cette école"],
        "comment": "Sa sœur y est.",
        "commission": {"on": "2027-05-20", "month": "mai", "sentence": "Réponse après la commission, au mois de mai."},
        "advised": False,
        "accepted": None,
        "refusal": None,
        **changes,
    }


def a_proposal(**changes: Any) -> dict[str, Any]:
    return {
        "school": {
            **VILLAGE,
            "address": "1 Place du Château",
            "telephone": "04 65 71 01 04",
            "is_sector_school": False,
        },
        "comment": "Lou Souleù est complète.",
        "proposed_at": MOMENT,
        "until": UNTIL,
        "state": "pending",
        "consequences": {
            "accepted": "Votre enfant est inscrit en GS.",
            "refused": "La place gardée est rendue, et votre demande garde sa place (rang 3 aujourd'hui).",
            "unanswered": "Le 3 décembre, la proposition n'est plus valable.",
        },
        **changes,
    }


def an_agents_request(**changes: Any) -> AgentRequest:
    """Opened, for the sector school, undecided."""
    found: AgentRequest = {
        "id": REQUEST,
        "version": 3,
        "number": "2027-00042",
        "kind": "sector",
        "stage": "opened",
        "label": "En cours d'étude",
        "child_id": CHILD,
        "child_name": "Léa Martin",
        "birth_date": "2022-05-02",
        "other_home": False,
        "disagreement": False,
        "provisional": False,
        "family_id": "11111111-1111-4111-8111-111111111111",
        "family_code": "00012",
        "family_complete": True,
        "school_year": 2027,
        "campaign": "rentree-2027",
        "late": False,
        "newcomer": False,
        "former_school": None,
        "submitted_at": MOMENT,
        "opened_at": MOMENT,
        "concluded_at": None,
        "concluded_by": None,
        "silence_means": "accepted",
        "silence_on": "2027-01-23",
        "silence_near": False,
        "level": "GS",
        "level_explanation": "Les enfants nés en 2022 entrent en GS.",
        "level_objection": None,
        "level_now": None,
        "settled_level": None,
        "sector_school": LOU_SOULEU,
        "sector_reason": None,
        "sector_explanation": "L'école de secteur pour cette rue est Lou Souleù.",
        "address": "25 Rue des Selves, 06510 Carros",
        "address_now": None,
        "address_changed_at": None,
        "determined_school": None,
        "school": LOU_SOULEU,
        "schools": [LOU_SOULEU, VILLAGE],
        "derogation": None,
        "decision": None,
        "enrolled_at": None,
        "waiting": None,
        "proposal": None,
        "places": [],
        "documents": [],
        "flags": [],
    }
    found.update(changes)  # type: ignore[typeddict-item] # as above
    return found


def an_agents_derogation(**changes: Any) -> dict[str, Any]:
    reason = {"code": "fratrie", "label": "Un frère ou une sœur", "legal_basis": "L212-8", "between_communes": True}
    return {
        "wanted_school": VILLAGE,
        "reasons": [reason],
        "comment": None,
        "commission": {"on": "2027-05-20", "month": "mai", "sentence": ""},
        "sittings": {"held": ["2026-11-26", "2026-10-08"], "next": "2027-05-20"},
        "advice": None,
        "decision": None,
        **changes,
    }


@dataclass
class SchoolRequests:
    """What schooling holds.

    Attributes:
        afterwards: the children as they are once TERMINER was pressed, where that differs.
        answered: what the family answered about the year before, each time that a child was read.
        acted: what agents sent: method, last part of the path, body.
        asked: the filters of the list.
    """

    children: list[ChildSchooling] = field(default_factory=list)
    afterwards: list[ChildSchooling] = field(default_factory=list)
    kept: dict[tuple[str, int], Answers] = field(default_factory=dict)
    handed_in: list[tuple[str, Asking, str]] = field(default_factory=list)
    followed: dict[str, FollowedRequest] = field(default_factory=dict)
    withdrawn: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    added: list[tuple[str, str]] = field(default_factory=list)
    answered: list[bool | None] = field(default_factory=list)
    listed: list[RequestItem] = field(default_factory=list)
    requests: dict[str, AgentRequest] = field(default_factory=dict)
    acted: list[tuple[str, str, Any]] = field(default_factory=list)
    asked: list[Mapping[str, str]] = field(default_factory=list)
    places: list[Places] = field(default_factory=list)


class RequestsOfSchooling:
    """The part of the fake schooling that families and agents ask and decide through."""

    _world: "World"

    @property
    def _held(self) -> SchoolRequests:
        return self._world.requests

    async def school_years(self, bearer: str) -> list[SchoolYear]:
        return [{"year": 2026, "rentree": "2026-09-01"}, {"year": 2027, "rentree": "2027-09-02"}]

    async def children_schooling(self, bearer: str, family_id: str) -> list[ChildSchooling]:
        self._world.called("children_schooling")
        return copy.deepcopy(self._held.children)

    async def child_schooling(
        self, bearer: str, family_id: str, child_id: str, enrolled_before: bool | None = None
    ) -> ChildSchooling:
        self._world.called("child_schooling")
        self._held.answered.append(enrolled_before)
        found = next((child for child in self._held.children if child["child_id"] == child_id), None)
        if found is None:
            raise Problem(404, "not-found")
        child = copy.deepcopy(found)
        if enrolled_before is not None:
            child["targets"] = [_answered(target, newcomer=not enrolled_before) for target in child["targets"]]
        return child

    async def derogation_reasons(self, bearer: str) -> list[DerogationReason]:
        names = {"fratrie": "Un frère ou une sœur est déjà dans cette école", "sante": "État de santé de l'enfant"}
        return [
            {"code": code, "label": label, "legal_basis": None, "between_communes": False, "proof": "Un certificat"}
            for code, label in names.items()
        ]

    async def kept_answers(self, bearer: str, family_id: str, child_id: str, school_year: int) -> Answers:
        return copy.deepcopy(self._held.kept.get((child_id, school_year), NOTHING_TYPED))

    async def keep_answers(
        self, bearer: str, family_id: str, child_id: str, school_year: int, answers: Answers
    ) -> None:
        self._world.called("keep_answers")
        self._held.kept[child_id, school_year] = copy.deepcopy(answers)

    async def submit_pre_registration(
        self, bearer: str, family_id: str, child_id: str, asking: Asking, key: str
    ) -> str:
        self._held.children = self._held.afterwards or self._held.children
        self._world.called("submit_pre_registration")
        self._held.handed_in.append((child_id, asking, key))
        return REQUEST

    async def followed_request(self, bearer: str, family_id: str, request_id: str) -> FollowedRequest:
        self._world.called("followed_request")
        if request_id not in self._held.followed:
            raise Problem(404, "not-found")
        return copy.deepcopy(self._held.followed[request_id])

    async def withdraw_request(self, bearer: str, family_id: str, request_id: str) -> None:
        self._world.called("withdraw_request")
        self._held.withdrawn.append(request_id)

    async def add_documents(self, bearer: str, family_id: str, request_id: str, manifest: str) -> None:
        self._world.called("add_documents")
        self._held.added.append((request_id, manifest))

    async def answer_proposal(
        self, bearer: str, family_id: str, request_id: str, answer: Literal["accept", "refuse"]
    ) -> None:
        self._world.called("answer_proposal")
        self._held.answers.append(answer)

    async def list_requests(self, bearer: str, asked: dict[str, str]) -> RequestList:
        self._world.called("list_requests")
        self._held.asked.append(asked)
        return {"items": self._held.listed, "next": None}

    async def request(self, bearer: str, request_id: str) -> AgentRequest:
        self._world.called("request")
        if request_id not in self._held.requests:
            raise Problem(404, "not-found")
        return copy.deepcopy(self._held.requests[request_id])

    async def decision_reasons(self, bearer: str) -> list[SchoolRefusal]:
        kinds = ["pre_registration", "derogation", "outside"]
        return [{"code": "complet", "label": "L'école est complète.", "legal_basis": "L212-7", "applies_to": kinds}]

    async def act_on_request(
        self, bearer: str, request_id: str, method: Literal["PUT", "POST", "DELETE"], what: str, body: Any = None
    ) -> None:
        self._world.called("act_on_request")
        self._held.acted.append((method, what, body))

    async def confirm_enrolment(self, bearer: str, child_id: str, school_year: int) -> None:
        self._world.called("confirm_enrolment")
        for request in self._held.requests.values():
            if (request["child_id"], request["school_year"]) == (child_id, school_year):
                request["provisional"] = False

    async def places(self, bearer: str, school_year: int) -> list[Places]:
        self._world.called("places")
        return [found for found in self._held.places if found["school_year"] == school_year]


def _answered(target: Target, *, newcomer: bool) -> Target:
    """The question is answered: what stood in the way for its sake does so no more."""
    rest = [obstacle for obstacle in target["obstacles"] if obstacle["code"] != "say-whether-newcomer"]
    if len(rest) == len(target["obstacles"]):
        return target
    free: Any = {"may_pre_register": not rest, "may_derogate": not rest, "offer": OFFER if not rest else None}
    changed: Target = {**target, "obstacles": rest, "newcomer": newcomer, "asks_former_school": newcomer, **free}
    return changed
