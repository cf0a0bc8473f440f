"""One request as agents read it: everything to decide it."""

from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.adapters.address_rows import address_of
from services.schooling.adapters.queries_family_requests import loaded
from services.schooling.adapters.queries_places import list_places, rank_of
from services.schooling.adapters.queries_requests import COLUMNS, FROM, child_name_of, flags_of, silence_near
from services.schooling.api.schemas import SchoolNameOut
from services.schooling.api.schemas_agents import (
    AdviceOut,
    DecisionOut,
    DerogationOut,
    DeterminedSchoolOut,
    PlacesOut,
    ReasonShownOut,
    RequestDocumentOut,
    RequestOut,
    SettledLevelOut,
    SittingsOut,
    StaffProposalOut,
)
from services.schooling.api.schemas_family_requests import WaitingOut
from services.schooling.api.target_answers import commission_out, school_name
from services.schooling.domain.decisions import Decision
from services.schooling.domain.level import level_for
from services.schooling.domain.pre_registration import PreRegistration
from services.schooling.domain.stages import STAGE_WORDS, stage_of
from services.schooling.domain.town_map import TownMap

_ONE = text(f"SELECT {COLUMNS} {FROM} WHERE asked.id = :id")
_SITTINGS = text("""
    SELECT COALESCE(array_agg(held_on ORDER BY held_on DESC) FILTER (WHERE held_on <= today), '{}') AS held,
           min(held_on) FILTER (WHERE held_on > today) AS next
      FROM commission_sessions, (SELECT (now() AT TIME ZONE 'Europe/Paris')::date AS today) AS paris
     WHERE school_year = :school_year AND listed
""")


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
    sittings = (await connection.execute(_SITTINGS, {"school_year": request.school_year})).one()
    return _out(row, request, town, places, SittingsOut(held=sittings.held, next=sittings.next), rank, warn_days)


def _out(
    row: RowMapping,
    request: PreRegistration,
    town: TownMap,
    places: list[PlacesOut],
    sittings: SittingsOut,
    rank: int | None,
    warn_days: int,
) -> RequestOut:
    offer, stage, silence = request.offer, stage_of(request), request.silence
    open_schools = sorted(town.schools.open.values(), key=lambda school: school.name)
    now = level_for(row["birth_date"], request.school_year, town.rentrees[request.school_year]).level
    level_now = None if now is offer.level or now is None else now.value
    flags = flags_of(request, row) + (["birth-date-changed"] if level_now else [])
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
        child_name=child_name_of(row),
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
        silence_near=silence_near(request, row["today"], warn_days),
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
        derogation=_derogation(request, town, sittings),
        decision=_decision(request.decision),
        enrolled_at=school_name(request.placement.uai if request.placement else None, town),
        waiting=_waiting(request, town, rank),
        proposal=_proposal(request, town),
        places=places,
        documents=_documents(row),
        flags=flags,
    )


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


def _derogation(request: PreRegistration, town: TownMap, sittings: SittingsOut) -> DerogationOut | None:
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
        sittings=sittings,
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
