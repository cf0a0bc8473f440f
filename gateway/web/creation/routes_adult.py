"""CRÉATION D'ADULTE: identity and address of an adult of the household."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.household import Typed
from gateway.clients.service import Problem
from gateway.web.address_form import address_part, own_city, wrong_town
from gateway.web.creation.members import ChangedElsewhere, fingerprint, keep_member, member_name, member_of, typed_texts
from gateway.web.creation.step import HouseholdStep, household_step
from gateway.web.form_view import FormView
from gateway.web.pieces.part import asked_part, kept_text
from gateway.web.visit import GoTo

router = APIRouter(prefix="/adultes")
FIELDS = (
    "family_situation", "last_name", "birth_name", "first_name", "birth_date", "sex", "mobile", "country",
    "postal_code", "city", "street_number", "repetition", "street_id", "street_other", "complement",
)  # fmt: skip
ADDRESS = FIELDS[7:]


@router.get("/{adult_id}")
async def edit(request: Request, adult_id: UUID) -> Response:
    step = await household_step(request)
    member = member_of(step, "adults", str(adult_id))
    if member is None and len(step.draft["adults"]) >= 2:
        raise GoTo(f"{step.base}?fait=deux-adultes")
    typed = member["typed"] if member else _blank(step)
    return await _page(step, str(adult_id), FormView(typed), fingerprint(member["typed"] if member else None))


@router.post("/{adult_id}")
async def keep(request: Request, adult_id: UUID) -> Response:
    """ENREGISTRER; or the form's script, which keeps what was typed as it is."""
    step = await household_step(request)
    posted = step.visit.form
    typed = typed_texts(posted, FIELDS)
    form = FormView({**typed, "letter": posted.text("letter")})
    if asked_part(step.visit) == "text":
        base, kept = await _keep_text(step, str(adult_id), form, typed, checked=False)
        return kept_text(step.visit, {"base": base}, kept=kept)
    action = posted.text("action")
    if action in ("filtrer", "ville"):
        return await _page(step, str(adult_id), form, posted.text("base"), anew=action == "ville")
    country, code, city = (form.text(name) for name in ("country", "postal_code", "city"))
    form.refuse(wrong_town(step.visit.kiosk, country, code, city, field="city"))
    if form.wrong:
        return await _page(step, str(adult_id), form, posted.text("base"), form.status, anew=True)
    base, kept = await _keep_text(step, str(adult_id), form, typed, checked=True)
    return step.visit.go(step.base) if kept else await _page(step, str(adult_id), form, base, form.status)


async def _keep_text(
    step: HouseholdStep, adult_id: str, form: FormView, typed: Typed, *, checked: bool
) -> tuple[str, bool]:
    """Store the text; what the next form is filled from, and whether it was stored."""
    try:
        await keep_member(step, "adults", adult_id, typed, checked=checked)
    except ChangedElsewhere:
        form.went_stale()
        current = member_of(step, "adults", adult_id)
        return fingerprint(current["typed"] if current else None), False
    except Problem as problem:
        form.refused_by(problem)
        return step.visit.form.text("base"), False
    return fingerprint(typed), True


def _blank(step: HouseholdStep) -> Typed:
    """A new adult lives in the commune, and most often where the first adult does."""
    profile = step.visit.kiosk.commune.profile
    here: Typed = {"country": "FR", "postal_code": profile.postal_codes[0], "city": own_city(step.visit.kiosk)}
    if step.draft["adults"]:
        first = step.draft["adults"][0]["typed"]
        here |= {name: first.get(name) for name in ("family_situation", *ADDRESS)}
    return here


async def _page(
    step: HouseholdStep, adult_id: str, form: FormView, base: str, status: int = 200, *, anew: bool = False
) -> Response:
    member = member_of(step, "adults", adult_id)
    context: dict[str, Any] = {
        "step": step,
        "adult_id": adult_id,
        "base": base,
        "name": member_name(member["typed"]) if member else "",
        "address": await address_part(step.visit, form, anew=anew),
    }
    return step.visit.page("creation/adult.html", status, form=form, summary=form.summary(FIELDS), **context)
