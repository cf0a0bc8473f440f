"""What can be done for a child's schooling now; where nothing can, why not and where it is mended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gateway.clients.household import Dashboard
from gateway.clients.schooling_families import ChildSchooling, Enrolment, Obstacle, Target
from gateway.web.family.record_names import record_title
from gateway.web.moments import moment
from gateway.web.schooling import paths
from libs.french.elision import de
from libs.french.names import full_name

_ASKED_THERE = "say-whether-newcomer"
_OF_THE_HOME = "not-all-green"
_OF_NO_INTEREST = frozenset({"no-campaign", "closed-for-level", "campaign-closed", "too-young", "too-old"})


@dataclass(frozen=True)
class Link:
    title: str
    href: str


@dataclass(frozen=True)
class Reason:
    """Why not; `links` lead to what mends it."""

    explanation: str
    what_to_do: str
    links: Sequence[Link] = ()


@dataclass(frozen=True)
class YearView:
    """One school year of a child.

    Attributes:
        choices: what can be asked for now.
        reasons: why nothing can; what the records of the home lack is said once for all children, see `of_the_home`.
        note: what to know beside the choices.
    """

    target: Target
    choices: Sequence[Link]
    reasons: Sequence[Reason]
    note: str

    @property
    def minor(self) -> bool:
        """Nothing can be done, nor need it: no campaign concerns the child in that year."""
        codes = {obstacle["code"] for obstacle in self.target["obstacles"]} - {_OF_THE_HOME, _ASKED_THERE}
        return not self.choices and bool(codes) and codes <= _OF_NO_INTEREST


@dataclass(frozen=True)
class ChildView:
    """A child's card.

    Attributes:
        years: the school years that the town takes requests for, or will.
        first_days: the pages « Rentrée de <prénom> ».
    """

    child: ChildSchooling
    years: Sequence[YearView]
    first_days: Sequence[Link]

    @property
    def href(self) -> str:
        return paths.of_child(self.child["child_id"])

    @property
    def name(self) -> str:
        return full_name(self.child["first_name"], self.child["last_name"])


def child_view(child: ChildSchooling, board: Dashboard) -> ChildView:
    """`board` names the records that are not green."""
    years = [_year(child, target, board) for target in child["targets"]]
    enrolled = [year for year in (child["this_year"], child["next_year"]) if has_a_school(year)]
    return ChildView(child, years, [Link(_first_day(child, year), _first_day_path(child, year)) for year in enrolled])


def has_a_school(enrolment: Enrolment) -> bool:
    """The maire enrolled the child, or the head admitted it."""
    return enrolment["status"] in ("inscrit", "admis") and enrolment["school"] is not None


def asks_newcomer(target: Target) -> bool:
    """Only the family's answer is missing: was the child in a school of the commune the year before?"""
    return [obstacle["code"] for obstacle in target["obstacles"]] == [_ASKED_THERE]


def can_ask(target: Target) -> bool:
    return target["may_pre_register"] or asks_newcomer(target)


def reasons_of(child_id: str, target: Target, board: Dashboard) -> list[Reason]:
    """Why not, each with the page where it is mended; the question that is asked on the way is none."""
    return _reasons(child_id, target["obstacles"], board)


def of_the_home(children: Sequence[ChildSchooling], board: Dashboard) -> list[Reason]:
    """Why nothing can be asked for any child: records that are not green, each with its link."""
    found = (one for child in children for target in child["targets"] for one in target["obstacles"])
    first = next((obstacle for obstacle in found if obstacle["code"] == _OF_THE_HOME), None)
    return _reasons("", [first], board) if first else []


def derogation_title(target: Target) -> str:
    return f"Demande de dérogation {target['school_year_label']}"


def _year(child: ChildSchooling, target: Target, board: Dashboard) -> YearView:
    choices = []
    child_id, year = child["child_id"], target["school_year"]
    if can_ask(target):
        if target["kind_without_wish"] == "sector":
            choices.append(Link(target["title"], paths.of_pre_registration(child_id, year)))
        if target["may_derogate"] or (asks_newcomer(target) and not target["derogation_closed"]):
            choices.append(Link(derogation_title(target), paths.of_derogation(child_id, year)))
        return YearView(target, choices, (), target["late_explanation"] or "")
    delays = (line["answer_before"] for line in child["requests"] if line["school_year"] == year)
    if before := next(filter(None, delays), None):
        return YearView(target, (), [_to_answer(child_id, before)], "")
    own = [obstacle for obstacle in target["obstacles"] if obstacle["code"] != _OF_THE_HOME]
    return YearView(target, (), _reasons(child_id, own, board), "")


def _to_answer(child_id: str, before: str) -> Reason:
    return Reason(
        "La commune vous propose une autre école.",
        f"Répondez avant le {moment(before)} : une place y est gardée jusque-là.",
        [Link("Répondre à l'école proposée", paths.of_child(child_id))],
    )


def _reasons(child_id: str, obstacles: Iterable[Obstacle], board: Dashboard) -> list[Reason]:
    return [
        Reason(obstacle["explanation"], obstacle["what_to_do"], _mending(child_id, obstacle, board))
        for obstacle in obstacles
        if obstacle["code"] != _ASKED_THERE
    ]


def _mending(child_id: str, obstacle: Obstacle, board: Dashboard) -> Sequence[Link]:
    if obstacle["code"] == "not-all-green":
        return [
            Link(record_title(card["kind"], card["name"]), f"/mon-espace/fiches/{card['key']}")
            for card in board["records"]
            if card["light"] != "green"
        ]
    if obstacle["code"] == "already-requested":
        return [Link("Suivre votre demande", paths.of_child(child_id))]
    return ()


def _first_day(child: ChildSchooling, enrolment: Enrolment) -> str:
    return f"Rentrée {de(child['first_name'])} ({enrolment['school_year_label']})"


def _first_day_path(child: ChildSchooling, enrolment: Enrolment) -> str:
    return paths.of_first_day(child["child_id"], enrolment["school_year"])
