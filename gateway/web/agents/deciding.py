"""Taking over a page of choices: what the agent changed goes to household, and one that is refused stops no other."""

from dataclasses import dataclass, field

from gateway.clients.household import Item, Submission
from gateway.clients.service import Problem
from gateway.web.agents.choice import Choice
from gateway.web.visit import Visit
from gateway.web.wording import of_field, of_page

ELSEWHERE = (
    "Cet élément vient d'être décidé dans une autre fenêtre. En enregistrant de nouveau, vous gardez votre choix."
)
_INPUTS = {"reason_code": "reason", "comment": "comment", "decision": "decision"}


@dataclass
class Taken:
    """What became of the choices.

    Attributes:
        kept: how many decisions were stored.
        typed: what could not be stored, by item key, as the agent left it.
        errors: why, by item key and input.
        too_late: the submission was concluded meanwhile.
    """

    kept: int = 0
    typed: dict[str, Choice] = field(default_factory=dict)
    errors: dict[str, dict[str, str]] = field(default_factory=dict)
    too_late: bool = False

    @property
    def complete(self) -> bool:
        return not (self.errors or self.too_late)

    def refuse(self, key: str, choice: Choice, errors: dict[str, str]) -> None:
        self.typed[key] = choice
        self.errors[key] = errors


async def take(visit: Visit, submission: Submission) -> Taken:
    """Store what the form changed. The same form sent twice changes nothing the second time.

    Raises:
        Problem: 404, the submission or an item of it is not there.
    """
    taken = Taken(too_late=submission["state"] != "open")
    items = [item for record in submission["records"] for item in record["items"]]
    seen = visit.form.text("seen").split()
    marks = seen if len(seen) == len(items) else [""] * len(items)
    for item, mark in zip(items, marks, strict=True):
        if taken.too_late:
            break
        chosen, decided = Choice.posted(visit.form, item["key"]), Choice.of(item["decision"])
        if not chosen.decision or chosen == decided or chosen.mark == mark:
            continue
        if mark and mark != decided.mark:
            taken.refuse(item["key"], chosen, {"decision": ELSEWHERE})
        else:
            await _store(visit, submission["id"], item, chosen, taken)
    return taken


async def _store(visit: Visit, submission_id: str, item: Item, chosen: Choice, taken: Taken) -> None:
    try:
        await visit.clients.household.decide(visit.bearer, submission_id, item["key"], chosen.body())
    except Problem as problem:
        if problem.status in (403, 404):
            raise
        if problem.code == "already-concluded":
            taken.too_late = True
            return
        taken.refuse(item["key"], chosen, _sentences(problem, chosen))
    else:
        taken.kept += 1


def _sentences(problem: Problem, chosen: Choice) -> dict[str, str]:
    said: dict[str, str] = {}
    for found in problem.errors:
        name = _INPUTS.get(found.name.rpartition(".")[2], "decision")
        said.setdefault("waiver" if name == "comment" and chosen.decision == "waive" else name, of_field(found))
    return said or {"decision": of_page(problem.code, problem.details)}
