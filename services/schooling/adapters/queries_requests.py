"""Requests as agents list them."""

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
from services.schooling.adapters.queries_family_requests import FILES, loaded, named
from services.schooling.api.schemas_agents import (
    RequestItem,
    RequestListOut,
)
from services.schooling.domain.pre_registration import PreRegistration
from services.schooling.domain.request_kind import RequestState
from services.schooling.domain.request_sentences import near
from services.schooling.domain.stages import STAGE_WORDS, stage_of


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
COLUMNS = f"""
    asked.*, {_ALIASED}, children.first_name, children.last_name, children.birth_date, children.family_ids,
    children.disagreement,
    EXISTS (SELECT FROM enrolments WHERE pre_registration_id = asked.id AND provisional) AS provisional,
    families.code AS family_code, families.complete, families.address AS address_now,
    (now() AT TIME ZONE 'Europe/Paris')::date AS today
"""
FROM = """
    FROM pre_registrations AS asked
    LEFT JOIN children ON children.child_id = asked.child_id
    LEFT JOIN families ON families.family_id = asked.family_id
"""
_NAMES = text("SELECT uai, name FROM schools")


async def list_requests(connection: AsyncConnection, asked: RequestFilter, warn_days: int) -> RequestListOut:
    """One page, oldest first. Raises Invalid for a cursor that we did not give."""
    conditions, values = _conditions(asked)
    statement = f"""
        SELECT {COLUMNS} {FROM} WHERE {" AND ".join(conditions) or "true"}
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
        child_name=child_name_of(row),
        family_code=row["family_code"] or "",
        school_year=request.school_year,
        level=request.level.value,
        school=named(row["school"], names),
        wanted_school=named(wanted, names),
        submitted_at=request.submitted_at,
        opened_at=request.opened_at,
        concluded_at=request.concluded_at,
        silence_on=request.silence.on,
        silence_near=silence_near(request, row["today"], warn_days),
        flags=flags_of(request, row),
    )


def flags_of(request: PreRegistration, row: RowMapping) -> list[str]:
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


def silence_near(request: PreRegistration, today: date, warn_days: int) -> bool:
    return request.state is RequestState.OPEN and near(request.silence, today, warn_days)


def child_name_of(row: RowMapping) -> str:
    return full_name(row["first_name"], row["last_name"])


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
