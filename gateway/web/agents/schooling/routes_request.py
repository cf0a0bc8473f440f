"""One request: what the family asked, what the town's map says, and the steps that decide it."""

import asyncio
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.schooling_admission import Certificate
from gateway.clients.schooling_agents import AgentRequest
from gateway.clients.service import FieldProblem, Problem
from gateway.web.admission_wording import CERTIFICATE_STATES
from gateway.web.agents.schooling.door import PATH, deciding_visit, may, reading_visit
from gateway.web.agents.schooling.sittings import no_sitting_yet, sittings_to_choose
from gateway.web.agents.schooling.steps import STEPS
from gateway.web.agents.schooling.words import FLAGS, KINDS, LEVELS, OPINIONS, PROPOSALS
from gateway.web.form_view import FormView
from gateway.web.pieces.table import piece_labels
from gateway.web.visit import Visit
from gateway.web.wording import of_page
from libs.chassis.auth import Permission

router = APIRouter(prefix=PATH + "/{request_id}")
_APPLIES = {"sector": "pre_registration", "derogation": "derogation", "outside": "outside"}


@router.get("")
async def show(request: Request, request_id: UUID) -> Response:
    """From the first time on its family cannot take it back."""
    visit = await reading_visit(request)
    return await _page(visit, await visit.clients.schooling.request(visit.bearer, str(request_id)))


@router.get("/conclure")
async def check(request: Request, request_id: UUID) -> Response:
    """What the family will be told, before the decisions are final."""
    visit = await deciding_visit(request)
    found = await visit.clients.schooling.request(visit.bearer, str(request_id))
    if found["concluded_at"]:
        return visit.go(f"{PATH}/{request_id}")
    return visit.page("agents/schooling/conclusion.html", request=found, path=f"{PATH}/{request_id}", kinds=KINDS)


@router.post("/conclure")
async def conclude(request: Request, request_id: UUID) -> Response:
    visit = await deciding_visit(request)
    found = await visit.clients.schooling.request(visit.bearer, str(request_id))
    if str(found["version"]) != visit.form.text("version"):
        return await _refused(visit, found, of_page("decisions-changed"), 409)
    try:
        await visit.clients.schooling.act_on_request(visit.bearer, str(request_id), "POST", "conclusion")
    except Problem as problem:
        if problem.status == 404:
            raise
        return await _refused(visit, found, of_page(problem.code, problem.details), problem.status)
    return visit.go(f"{PATH}?fait=demande-conclue")


@router.post("/confirmer")
async def confirm(request: Request, request_id: UUID) -> Response:
    """The child's homes agree again: the enrolment is provisional no more, the certificate is replaced."""
    visit = await deciding_visit(request)
    found = await visit.clients.schooling.request(visit.bearer, str(request_id))
    try:
        await visit.clients.schooling.confirm_enrolment(visit.bearer, found["child_id"], found["school_year"])
    except Problem as problem:
        if problem.status == 404:
            raise
        return await _refused(visit, found, of_page(problem.code, problem.details), problem.status)
    return visit.go(f"{PATH}/{request_id}?fait=fait-scolarite")


@router.post("/{step}")
async def act(request: Request, request_id: UUID, step: str) -> Response:
    """One form of the page. What is refused comes back beside its field, with what was typed."""
    visit = await deciding_visit(request)
    if (known := STEPS.get(step)) is None:
        raise HTTPException(404)
    form = FormView({name: texts[-1] for name, texts in visit.form.texts.items()})
    form.refuse(known.lacking(visit.form))
    if not form.wrong:
        try:
            await visit.clients.schooling.act_on_request(
                visit.bearer, str(request_id), known.method, known.what, known.body(visit.form)
            )
        except Problem as problem:
            if problem.status == 404:
                raise
            form.refused_by(Problem(problem.status, problem.code, _own_names(problem), details=problem.details))
        else:
            return visit.go(f"{PATH}/{request_id}?fait=fait-scolarite#{step}")
    found = await visit.clients.schooling.request(visit.bearer, str(request_id))
    return await _page(visit, found, step, form)


async def _refused(visit: Visit, found: AgentRequest, said: str, status: int) -> Response:
    form = FormView(status=status)
    form.complain(said)
    return await _page(visit, found, "", form)


def _own_names(problem: Problem) -> list[FieldProblem]:
    """Fields of the body by the names of the inputs: `body.level` is `level` here."""
    return [FieldProblem(error.name.rpartition(".")[2], error.code, error.params) for error in problem.errors]


async def _page(visit: Visit, found: AgentRequest, step: str = "", wrong: FormView | None = None) -> Response:
    """`step`: the form that was refused; the others show what is decided."""
    reasons, labels, certificates = await asyncio.gather(
        visit.clients.schooling.decision_reasons(visit.bearer), piece_labels(visit), _certificates(visit, found)
    )
    is_open = found["stage"] not in ("accepted", "refused", "withdrawn")
    forms = {name: wrong if wrong is not None and name == step else FormView(_decided(found, name)) for name in STEPS}
    return visit.page(
        "agents/schooling/request.html",
        wrong.status if wrong is not None else 200,
        request=found,
        path=f"{PATH}/{found['id']}",
        forms=forms,
        summary=_summary(step, wrong),
        editable=is_open and may(visit, Permission.SCHOOLING_DECIDE),
        may_confirm=found["provisional"] and not found["disagreement"] and may(visit, Permission.SCHOOLING_DECIDE),
        may_open=may(visit, Permission.DOCUMENTS_READ),
        refusals={
            kind: {r["code"]: f"{r['label']} ({r['legal_basis']})" for r in reasons if applies in r["applies_to"]}
            for kind, applies in _APPLIES.items()
        },
        pieces=labels,
        certificates=certificates,
        certificate_states=CERTIFICATE_STATES,
        levels={level: level for level in LEVELS},
        schools={school["uai"]: school["name"] for school in found["schools"]},
        kinds=KINDS,
        flags=FLAGS,
        opinions=OPINIONS,
        sittings=sittings_to_choose(found),
        no_sitting_yet=no_sitting_yet(found),
        proposals=PROPOSALS,
    )


async def _certificates(visit: Visit, found: AgentRequest) -> list[Certificate]:
    """Of the child and the year, once somebody may have issued one."""
    if not found["enrolled_at"]:
        return []
    every = await visit.clients.schooling.child_certificates(visit.bearer, found["child_id"])
    return [certificate for certificate in every if certificate["school_year"] == found["school_year"]]


def _summary(step: str, wrong: FormView | None) -> list[Any]:
    """Every form has inputs of the same names: the ids carry the step."""
    if wrong is None:
        return []
    lines = wrong.summary()
    return [type(line)(f"{step}-{line.anchor}" if line.anchor else step, line.text) for line in lines]


def _decided(found: AgentRequest, step: str) -> dict[str, str]:
    """What the inputs of a form hold: what was decided before."""
    derogation = found["derogation"]
    match step:
        case "niveau":
            settled = found["settled_level"]
            return {"level": settled["level"] if settled else "", "reason": settled["reason"] if settled else ""}
        case "ecole":
            school = found["determined_school"]
            return {"school": school["school"]["uai"] if school else "", "reason": school["reason"] if school else ""}
        case "avis":
            advice = derogation["advice"] if derogation else None
            if advice:
                return {
                    "opinion": advice["opinion"],
                    "held_on": advice["held_on"],
                    "comment": advice["comment"] or "",
                }
            return {"held_on": next(iter(sittings_to_choose(found)), "")}
        case "derogation" | "decision":
            decision = found["decision"] if step == "decision" else derogation["decision"] if derogation else None
            if decision:
                return {
                    "decision": decision["decision"],
                    "reason_code": decision["reason_code"] or "",
                    "comment": decision["comment"] or "",
                }
    return {}
