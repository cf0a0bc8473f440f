"""Requests as agents list and read them."""

import base64
import binascii
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.domain.errors import FieldError, Invalid
from libs.french.names import full_name
from services.schooling.adapters.address_rows import address_of
from services.schooling.adapters.queries_family_requests import FILES, loaded, named
from services.schooling.adapters.queries_places import list_places, rank_of
from services.schooling.api.schemas_agents import (
    AdviceOut,
    DecisionOut,
    DerogationOut,
    DeterminedSchoolOut,
    PlacesOut,
    ReasonShownOut,
    RequestDocumentOut,
    RequestItem,
    RequestListOut,
    RequestOut,
    SettledLevelOut,
    StaffProposalOut,
)
from services.schooling.api.schemas_families import SchoolNameOut, WaitingOut
from services.schooling.api.target_answers import commission_out, school_name
from services.schooling.domain.decisions import Decision
from services.schooling.domain.level import level_for
from services.schooling.domain.pre_registration import PreRegistration
from services.schooling.domain.request_kind import RequestState
from services.schooling.domain.request_sentences import near
from services.schooling.domain.stages import STAGE_WORDS, stage_of
from services.schooling.domain.town_map import TownMap


@dataclass(frozen=True)
class RequestFilter:
    """None: whatever it is.

    Attributes:
        school: where the child would be placed, or the wanted one.
        family_code: how the code famille begins.
        after: `next` of the page before.
    """

    stage: str | None = "open"
    school_year: int | None = None
    kind: str | None = None
    level: str | None = None
    school: str | None = None
    family_code: str | None = None
    after: str | None = None
    limit: int = 25


# By the columns that say where a request stands, as `stage_of` says it.
_STAGES = {
    "open": "asked.state = 'open'",
    "submitted": "asked.state = 'open' AND asked.opened_at IS NULL AND asked.proposal_until IS NULL"
    " AND asked.waiting_for IS NULL",
    "opened": "asked.state = 'open' AND asked.opened_at IS NOT NULL AND asked.proposal_until IS NULL"
    " AND asked.waiting_for IS NULL",
    "proposed": "asked.state = 'open' AND asked.proposal_until IS NOT NULL",
    "waiting": "asked.state = 'open' AND asked.proposal_until IS NULL AND asked.waiting_for IS NOT NULL",
    "accepted": "asked.state = 'concluded' AND asked.placed_at IS NOT NULL",
    "refused": "asked.state = 'concluded' AND asked.placed_at IS NULL",
    "withdrawn": "asked.state = 'withdrawn'",
}
_ALIASED = FILES.replace("pre_registrations.id", "asked.id")
_COLUMNS = f"""
    asked.*, {_ALIASED}, children.first_name, children.last_name, children.birth_date, children.family_ids,
    children.disagreement,
    EXISTS (SELECT FROM enrolments WHERE pre_registration_id = asked.id AND provisional) AS provisional,
    families.code AS family_code, families.complete, families.address AS address_now,
    (now() AT TIME ZONE 'Europe/Paris')::date AS today
"""
_FROM = """
    FROM pre_registrations AS asked
    LEFT JOIN children ON children.child_id = asked.child_id
    LEFT JOIN families ON families.family_id = asked.family_id
"""
_ONE = text(f"SELECT {_COLUMNS} {_FROM} WHERE asked.id = :id")
_NAMES = text("SELECT uai, name FROM schools")


async def list_requests(connection: AsyncConnection, asked: RequestFilter, warn_days: int) -> RequestListOut:
    """One page, oldest first. Raises Invalid for a cursor that we did not give."""
    conditions, values = _conditions(asked)
    statement = f"""
        SELECT {_COLUMNS} {_FROM} WHERE {" AND ".join(conditions) or "true"}
         ORDER BY asked.submitted_at, asked.id LIMIT :limit
    """
    rows = (await connection.execute(text(statement), values)).mappings().all()
    names = {row.uai: row.name for row in await connection.execute(_NAMES)}
    page = rows[: asked.limit]
    last = page[-1] if len(rows) > asked.limit else None
    return RequestListOut(
        items=[_item(row, names, warn_days) for row in page],
        next=_cursor(last["submitted_at"], last["id"]) if last else None,
    )


async def get_request(
    connection: AsyncConnection, request_id: UUID, town: TownMap, warn_days: int
) -> RequestOut | None:
    """A request with everything to decide it."""
    row = (await connection.execute(_ONE, {"id": request_id})).mappings().one_or_none()
    if row is None:
        return None
    request = loaded(row)
    rank = await rank_of(connection, request)
    concerned = {request.school, request.derogation.wanted_uai if request.derogation else None}
    places = [
        each
        for each in await list_places(connection, request.school_year)
        if each.level == request.level.value and (each.school.uai in concerned or request.school is None)
    ]
    return _out(row, request, town, places, rank, warn_days)


def _conditions(asked: RequestFilter) -> tuple[list[str], dict[str, Any]]:
    values: dict[str, Any] = {"limit": asked.limit + 1}
    conditions = [_STAGES[asked.stage]] if asked.stage else []
    for name in ("school_year", "kind", "level"):
        if (value := getattr(asked, name)) is not None:
            conditions.append(f"asked.{name} = :{name}")
            values[name] = value
    if asked.school:
        conditions.append("(asked.school = :school OR asked.wanted_school = :school)")
        values["school"] = asked.school
    if asked.family_code:
        conditions.append("starts_with(families.code, :family_code)")
        values["family_code"] = asked.family_code
    if asked.after:
        conditions.append("(asked.submitted_at, asked.id) > (:at, :id)")
        values["at"], values["id"] = _read_cursor(asked.after)
    return conditions, values


def _item(row: RowMapping, names: dict[str, str], warn_days: int) -> RequestItem:
    request = loaded(row)
    stage = stage_of(request)
    wanted = request.derogation.wanted_uai if request.derogation else None
    return RequestItem(
        id=request.id,
        number=request.number,
        kind=request.kind.value,
        stage=stage.value,
        label=STAGE_WORDS[stage],
        child_name=_child_name(row),
        family_code=row["family_code"] or "",
        school_year=request.school_year,
        level=request.level.value,
        school=named(row["school"], names),
        wanted_school=named(wanted, names),
        submitted_at=request.submitted_at,
        opened_at=request.opened_at,
        concluded_at=request.concluded_at,
        silence_on=request.silence.on,
        silence_near=_silence_near(request, row["today"], warn_days),
        flags=_flags(request, row),
    )


def _flags(request: PreRegistration, row: RowMapping) -> list[str]:
    """What an agent should look at, while the request is open."""
    if request.state is not RequestState.OPEN:
        return []
    derogation = request.derogation
    held = {
        "disagreement": bool(row["disagreement"]),
        "address-changed": request.address_changed_at is not None,
        "level-objection": bool(request.said.level_objection) and request.settled_level is None,
        "no-school": request.school is None,
        "late": request.offer.late,
        "newcomer": request.newcomer,
        "advice-missing": derogation is not None and derogation.advice is None,
        "files-added": any(file["added_at"] for file in row["files"]),
        "infected-file": any(file["scan"] == "infected" for file in row["files"]),
        "child-left": request.family_id not in (row["family_ids"] or ()),
    }
    return [flag for flag, stands in held.items() if stands]


def _out(
    row: RowMapping, request: PreRegistration, town: TownMap, places: list[PlacesOut], rank: int | None, warn_days: int
) -> RequestOut:
    offer, stage, silence = request.offer, stage_of(request), request.silence
    open_schools = sorted(town.schools.open.values(), key=lambda school: school.name)
    now = level_for(row["birth_date"], request.school_year, town.rentrees[request.school_year]).level
    level_now = None if now is offer.level or now is None else now.value
    flags = _flags(request, row) + (["birth-date-changed"] if level_now else [])
    address_now = address_of(row["address_now"])
    determined = request.determined_school
    return RequestOut(
        id=request.id,
        version=request.version,
        number=request.number,
        kind=request.kind.value,
        stage=stage.value,
        label=STAGE_WORDS[stage],
        child_id=request.child_id,
        child_name=_child_name(row),
        birth_date=row["birth_date"],
        other_home=len(row["family_ids"] or ()) > 1,
        disagreement=bool(row["disagreement"]),
        provisional=row["provisional"],
        family_id=request.family_id,
        family_code=row["family_code"] or "",
        family_complete=bool(row["complete"]),
        school_year=request.school_year,
        campaign=offer.campaign,
        late=offer.late,
        newcomer=request.newcomer,
        former_school=request.said.former_school,
        submitted_at=request.submitted_at,
        opened_at=request.opened_at,
        concluded_at=request.concluded_at,
        concluded_by=request.concluded_by,
        silence_means="accepted" if silence.accepted else "refused",
        silence_on=silence.on,
        silence_near=_silence_near(request, row["today"], warn_days),
        level=request.level.value,
        level_explanation=offer.level_explanation,
        level_objection=request.said.level_objection,
        level_now=level_now,
        settled_level=_settled(request),
        sector_school=school_name(offer.sector.uai, town),
        sector_reason=offer.sector.reason,
        sector_explanation=offer.sector.explanation,
        address=offer.address.line if offer.address else None,
        address_now=address_now.line if address_now and address_now != offer.address else None,
        address_changed_at=request.address_changed_at,
        determined_school=DeterminedSchoolOut(
            school=_named(determined.uai, town), reason=determined.reason, by=determined.by, at=determined.at
        )
        if determined
        else None,
        school=school_name(request.school_without_derogation if row["disagreement"] else request.school, town),
        schools=[_named(school.uai, town) for school in open_schools if request.level in school.levels],
        derogation=_derogation(request, town),
        decision=_decision(request.decision),
        enrolled_at=school_name(request.placement.uai if request.placement else None, town),
        waiting=_waiting(request, town, rank),
        proposal=_proposal(request, town),
        places=places,
        documents=_documents(row),
        flags=flags,
    )


def _silence_near(request: PreRegistration, today: date, warn_days: int) -> bool:
    return request.state is RequestState.OPEN and near(request.silence, today, warn_days)


def _child_name(row: RowMapping) -> str:
    return full_name(row["first_name"], row["last_name"])


def _named(uai: str, town: TownMap) -> SchoolNameOut:
    return school_name(uai, town) or SchoolNameOut(uai=uai, name=uai)


def _settled(request: PreRegistration) -> SettledLevelOut | None:
    settled = request.settled_level
    if settled is None:
        return None
    return SettledLevelOut(level=settled.level.value, reason=settled.reason, by=settled.by, at=settled.at)


def _decision(decision: Decision | None) -> DecisionOut | None:
    if decision is None:
        return None
    return DecisionOut(
        decision=decision.choice.value,
        reason_code=decision.reason_code,
        label=decision.label,
        legal_basis=decision.legal_basis,
        comment=decision.comment,
        by=decision.by,
        at=decision.at,
    )


def _derogation(request: PreRegistration, town: TownMap) -> DerogationOut | None:
    asked = request.derogation
    if asked is None:
        return None
    advice = asked.advice
    return DerogationOut(
        wanted_school=_named(asked.wanted_uai, town),
        reasons=[
            ReasonShownOut(
                code=reason.code,
                label=reason.label,
                legal_basis=reason.legal_basis,
                between_communes=reason.between_communes,
            )
            for reason in asked.reasons
        ],
        comment=asked.comment,
        commission=commission_out(asked.commission),
        advice=AdviceOut(
            opinion=advice.opinion.value,
            held_on=advice.held_on,
            comment=advice.comment,
            by=advice.by,
            at=advice.at,
        )
        if advice
        else None,
        decision=_decision(asked.decision),
    )


def _waiting(request: PreRegistration, town: TownMap, rank: int | None) -> WaitingOut | None:
    if request.waiting is None or rank is None:
        return None
    return WaitingOut(school=_named(request.waiting.uai, town), rank=rank, since=request.waiting.since)


def _proposal(request: PreRegistration, town: TownMap) -> StaffProposalOut | None:
    proposal = request.proposal
    if proposal is None:
        return None
    return StaffProposalOut(
        school=_named(proposal.uai, town),
        comment=proposal.comment,
        proposed_at=proposal.at,
        until=proposal.until,
        state=proposal.outcome.value if proposal.outcome else "pending",
        closed_at=proposal.closed_at,
    )


def _documents(row: RowMapping) -> list[RequestDocumentOut]:
    return [
        RequestDocumentOut(
            id=file["id"],
            piece=file["piece"],
            pages=file["pages"],
            size=file["size"],
            scan=file["scan"],
            added_at=file["added_at"],
        )
        for file in row["files"]
    ]


def _cursor(at: datetime, request_id: UUID) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()} {request_id}".encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, _, request_id = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(" ")
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError("a moment without a zone")
        return moment, UUID(request_id)
    except (ValueError, binascii.Error):
        raise Invalid(errors=[FieldError("after", "not-a-cursor")]) from None
