"""The requests of one family, as it follows them; nothing of another home is read."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.french.names import full_name
from services.schooling.adapters.queries_places import rank_of
from services.schooling.adapters.request_rows import request_of
from services.schooling.api.schemas import SchoolNameOut
from services.schooling.api.schemas_family_requests import (
    ConsequencesOut,
    DerogationAskedOut,
    DocumentOut,
    FamilyPreRegistrationOut,
    ProposalOut,
    ReceiptOut,
    RefusalOut,
    RequestLineOut,
    ServiceOut,
    StepOut,
    WaitingOut,
)
from services.schooling.api.schemas_targets import NextStepOut, SchoolChoiceOut
from services.schooling.api.target_answers import commission_out
from services.schooling.domain.decisions import Decision
from services.schooling.domain.french_days import year_in_words
from services.schooling.domain.next_steps import next_step
from services.schooling.domain.papers import Document
from services.schooling.domain.pre_registration import PreRegistration
from services.schooling.domain.proposal_sentences import consequences_of
from services.schooling.domain.receipt import ProcedureRules
from services.schooling.domain.request_kind import RequestState
from services.schooling.domain.request_sentences import receipt_in_words, steps_of
from services.schooling.domain.stages import STAGE_WORDS, Stage, stage_of

FILES = """
    COALESCE((SELECT jsonb_agg(jsonb_build_object('piece', piece, 'id', document_id, 'sha256', sha256, 'size', size,
                                                  'pages', pages, 'scan', scan, 'added_at', added_at)
                                ORDER BY position)
                FROM request_documents WHERE pre_registration_id = pre_registrations.id), '[]') AS files
"""
# Where a request stands, as `stage_of` says it.
_LINES = text("""
    SELECT id, number, kind, school_year, submitted_at, child_id, proposal_until,
           CASE WHEN state = 'withdrawn' THEN 'withdrawn'
                WHEN state = 'concluded' THEN CASE WHEN placed_at IS NULL THEN 'refused' ELSE 'accepted' END
                WHEN proposal_until IS NOT NULL THEN 'proposed'
                WHEN waiting_for IS NOT NULL THEN 'waiting'
                WHEN opened_at IS NOT NULL THEN 'opened'
                ELSE 'submitted' END AS stage
      FROM pre_registrations WHERE family_id = :family_id ORDER BY submitted_at DESC, id
""")
_ONE = text(f"""
    SELECT pre_registrations.*, {FILES}, children.first_name, children.last_name, children.disagreement
      FROM pre_registrations LEFT JOIN children ON children.child_id = pre_registrations.child_id
     WHERE pre_registrations.family_id = :family_id AND pre_registrations.id = :id
""")  # noqa: S608
_SCHOOLS = text("SELECT uai, name, address, telephone FROM schools")


async def request_lines(connection: AsyncConnection, family_id: UUID) -> list[tuple[UUID, RequestLineOut]]:
    """A family's own requests with the child of each, newest first."""
    rows = await connection.execute(_LINES, {"family_id": family_id})
    return [(row["child_id"], _line(row, Stage(row["stage"]))) for row in rows.mappings()]


def loaded(row: RowMapping) -> PreRegistration:
    """From a row with its `files`."""
    files = [
        Document(
            UUID(file["id"]),
            file["sha256"],
            file["size"],
            file["pages"],
            file["scan"],
            file["piece"],
            datetime.fromisoformat(file["added_at"]) if file["added_at"] else None,
        )
        for file in row["files"]
    ]
    return request_of(row, files)


class FamilyRequests:
    """Reads for one answer. `rules` and `service` are the town's."""

    def __init__(self, connection: AsyncConnection, rules: ProcedureRules, service: ServiceOut) -> None:
        self._connection = connection
        self._rules = rules
        self._service = service

    async def lines(self, family_id: UUID) -> list[RequestLineOut]:
        return [line for _, line in await request_lines(self._connection, family_id)]

    async def one(self, family_id: UUID, request_id: UUID) -> FamilyPreRegistrationOut | None:
        found = await self._connection.execute(_ONE, {"family_id": family_id, "id": request_id})
        row = found.mappings().one_or_none()
        if row is None:
            return None
        request = loaded(row)
        schools = {school["uai"]: school for school in (await self._connection.execute(_SCHOOLS)).mappings()}
        rank = await rank_of(self._connection, request) if request.waiting else None
        line = _line(row, stage_of(request))
        proposal = _proposal(request, schools, rank, provisional=bool(row["disagreement"]))
        return self._out(request, line, full_name(row["first_name"], row["last_name"]), schools, rank, proposal)

    def _out(
        self,
        request: PreRegistration,
        line: RequestLineOut,
        child_name: str,
        schools: Mapping[str, RowMapping],
        rank: int | None,
        proposal: ProposalOut | None,
    ) -> FamilyPreRegistrationOut:
        offer = request.offer
        names = {uai: school["name"] for uai, school in schools.items()}
        step = next_step(request.level, newcomer=request.newcomer)
        concluded = request.state is RequestState.CONCLUDED
        determined, placed = request.determined_school, request.placement
        return FamilyPreRegistrationOut(
            **line.model_dump(),
            child_id=request.child_id,
            child_name=child_name,
            opened_at=request.opened_at,
            concluded_at=request.concluded_at,
            late=offer.late,
            newcomer=request.newcomer,
            former_school=request.said.former_school,
            level=request.level.value,
            level_explanation=offer.level_explanation,
            level_objection=request.said.level_objection,
            level_settled=request.settled_level.reason if request.settled_level else None,
            sector_school=named(offer.sector.uai, names),
            sector_explanation=offer.sector.explanation,
            address=offer.address.line if offer.address else None,
            address_changed=request.address_changed_at is not None,
            school_determined=determined.reason if determined else None,
            derogation=_derogation(request, names, concluded=concluded),
            documents=[_document(file) for file in request.documents],
            may_add_documents=request.state is RequestState.OPEN
            and (request.newcomer or request.derogation is not None),
            school=named(placed.uai if placed else None, names),
            refusal=_refusal(request.refusal) if concluded and placed is None else None,
            waiting=_waiting(request, names, rank),
            proposal=proposal,
            may_withdraw=request.state is RequestState.OPEN and request.opened_at is None,
            next_step=NextStepOut(appointment=step.appointment, explanation=step.explanation),
            receipt=self._receipt(request),
            steps=[StepOut(at=at, sentence=sentence) for at, sentence in steps_of(request, names)],
        )

    def _receipt(self, request: PreRegistration) -> ReceiptOut:
        silence = request.silence
        return ReceiptOut(
            number=request.number,
            received_at=request.submitted_at,
            service=self._service,
            silence_means="accepted" if silence.accepted else "refused",
            silence_on=silence.on,
            legal_basis=silence.legal_basis,
            sentence=receipt_in_words(request.number, request.submitted_at, silence),
            remedies=list(self._rules.remedies),
        )


def named(uai: str | None, names: Mapping[str, str]) -> SchoolNameOut | None:
    return SchoolNameOut(uai=uai, name=names.get(uai, uai)) if uai else None


def _line(row: RowMapping, stage: Stage) -> RequestLineOut:
    return RequestLineOut(
        id=row["id"],
        number=row["number"],
        kind=row["kind"],
        school_year=row["school_year"],
        school_year_label=year_in_words(row["school_year"]),
        stage=stage.value,
        label=STAGE_WORDS[stage],
        submitted_at=row["submitted_at"],
        answer_before=row["proposal_until"] if stage is Stage.PROPOSED else None,
    )


def _document(file: Document) -> DocumentOut:
    return DocumentOut(id=file.id, piece=file.piece, pages=file.pages, size=file.size, added_at=file.added_at)


def _refusal(decision: Decision | None) -> RefusalOut | None:
    if decision is None or decision.accepted:
        return None
    return RefusalOut(label=decision.label or "", legal_basis=decision.legal_basis or "", comment=decision.comment)


def _derogation(request: PreRegistration, names: Mapping[str, str], *, concluded: bool) -> DerogationAskedOut | None:
    asked = request.derogation
    if asked is None:
        return None
    decision = asked.decision if concluded else None
    return DerogationAskedOut(
        wanted_school=SchoolNameOut(uai=asked.wanted_uai, name=names.get(asked.wanted_uai, asked.wanted_uai)),
        reasons=[reason.label for reason in asked.reasons],
        comment=asked.comment,
        commission=commission_out(asked.commission),
        advised=asked.advice is not None,
        accepted=decision.accepted if decision else None,
        refusal=_refusal(decision),
    )


def _waiting(request: PreRegistration, names: Mapping[str, str], rank: int | None) -> WaitingOut | None:
    if request.waiting is None or rank is None:
        return None
    uai = request.waiting.uai
    return WaitingOut(school=SchoolNameOut(uai=uai, name=names.get(uai, uai)), rank=rank, since=request.waiting.since)


def _proposal(
    request: PreRegistration, schools: Mapping[str, RowMapping], rank: int | None, *, provisional: bool
) -> ProposalOut | None:
    proposal = request.proposal
    if proposal is None:
        return None
    school = schools[proposal.uai]
    found = consequences_of(
        request, {uai: each["name"] for uai, each in schools.items()}, rank, provisional=provisional
    )
    return ProposalOut(
        school=SchoolChoiceOut(
            uai=proposal.uai,
            name=school["name"],
            address=school["address"],
            telephone=school["telephone"],
            is_sector_school=proposal.uai == request.offer.sector.uai,
        ),
        comment=proposal.comment,
        proposed_at=proposal.at,
        until=proposal.until,
        state=proposal.outcome.value if proposal.outcome else "pending",
        consequences=ConsequencesOut(accepted=found.accepted, refused=found.refused, unanswered=found.unanswered)
        if found
        else None,
    )
