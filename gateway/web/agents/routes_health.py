"""FICHES SANITAIRES of a family: what the family says at once, and what the town accepted."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.household_health import HealthField, HealthRecord
from gateway.web.values import shown
from gateway.web.visit import staff_visit
from libs.french.fields import FIELD_LABELS

router = APIRouter(prefix="/agents/foyers/familles/{family_id}/fiches-sanitaires")


@dataclass(frozen=True)
class FieldView:
    """A field in lines; `said_at` of an urgent one."""

    label: str
    lines: list[str]
    said_at: str | None


@dataclass(frozen=True)
class SheetView:
    """One child's fiche."""

    record: HealthRecord
    urgent: list[FieldView]
    others: list[FieldView]
    missing: list[str]


@router.get("")
async def show(request: Request, family_id: UUID) -> Response:
    """Each reading is audited by household."""
    visit = await staff_visit(request)
    found = await visit.clients.household.health_records(visit.bearer, str(family_id))
    return visit.page(
        "agents/health.html",
        family_code=found["family_code"],
        sheets=[_sheet(record) for record in found["records"]],
    )


def _sheet(record: HealthRecord) -> SheetView:
    diseases = {disease["code"]: disease["label"] for disease in record["vaccinations"]}
    return SheetView(
        record,
        [_field(field, diseases) for field in record["fields"] if field["urgent"]],
        [_field(field, diseases) for field in record["fields"] if not field["urgent"]],
        [disease["label"] for disease in record["vaccinations"] if disease["missing"]],
    )


def _field(field: HealthField, diseases: Mapping[str, str]) -> FieldView:
    name = field["name"]
    return FieldView(FIELD_LABELS.get(name, name), shown(name, field["value"], diseases=diseases), field["said_at"])
