"""FICHE SANITAIRE: what whoever looks after a child has to know, as needs and measures.

Never a diagnosis, and never a religion: a diet says what the child does not eat, a PAI which measures were agreed.
"""

from libs.domain.errors import FieldError
from services.household.domain.checking import (
    Circumstances,
    Composite,
    Field,
    Typed,
    check_fields,
    day_past,
    line,
    name,
    one_of,
    text_of,
)
from services.household.domain.composites import members, rows_of
from services.household.domain.contact import telephone

YES, NO = "oui", "non"
DIETS = ("sans-porc", "sans-viande", "sans-poisson", "sans-gluten", "sans-lait", "sans-oeuf", "sans-arachide")
# Each is answered: an unanswered permission would have to be guessed on the day.
PERMISSIONS = ("hospitalisation", "photo", "outing", "leaving_alone")
LONG_TEXT_MAX = 500

_SENTENCES = text_of(LONG_TEXT_MAX)
_ANSWER = one_of(YES, NO)

check_doctor = members(Field("name", name), Field("telephone", telephone, required=False))
check_allergies = rows_of(Field("cause", line), Field("what_to_do", _SENTENCES), most=15)
check_treatments = rows_of(Field("medicine", line), Field("instructions", _SENTENCES), most=15)
check_persons_to_call = rows_of(
    Field("last_name", name), Field("first_name", name), Field("link", line), Field("telephone", telephone), most=8
)
check_persons_allowed = rows_of(
    Field("last_name", name),
    Field("first_name", name),
    Field("link", line),
    Field("telephone", telephone, required=False),
    most=12,
)
check_permissions = members(*(Field(permission, _ANSWER) for permission in PERMISSIONS))


def check_diet(typed: Typed, circumstances: Circumstances) -> tuple[Composite, list[FieldError]]:
    """`needs`: codes in the order of the list, each once; `other`: in the family's words."""
    chosen = typed.get("needs") or []
    if not isinstance(chosen, list) or any(need not in DIETS for need in chosen):
        return {}, [FieldError("needs", "not-a-choice")]
    values, errors = check_fields([Field("other", _SENTENCES, required=False)], typed, circumstances)
    if errors:
        return {}, errors
    needs = [need for need in DIETS if need in chosen]
    return ({"needs": needs, "other": values["other"]}, []) if needs or values["other"] else ({}, [])


def check_care_plan(typed: Typed, circumstances: Circumstances) -> tuple[Composite, list[FieldError]]:
    """PAI: yes with these measures, or no (circulaire of 10 February 2021: the diagnosis stays with the doctors)."""
    measures = Field("measures", _SENTENCES, required=typed.get("answer") == YES)
    values, errors = check_fields([Field("answer", _ANSWER), measures], typed, circumstances)
    if errors:
        return {}, errors
    return {"answer": values["answer"], "measures": values["measures"] if values["answer"] == YES else None}, []


def check_vaccinations(typed: Typed, circumstances: Circumstances) -> tuple[Composite, list[FieldError]]:
    """ISO date of the last injection by disease of the town's table; what was never done is left out."""
    unknown = [FieldError(disease, "unknown-disease") for disease in typed if disease not in circumstances.diseases]
    done = [Field(disease, day_past, required=False) for disease in circumstances.diseases if disease in typed]
    values, errors = check_fields(done, typed, circumstances)
    errors = unknown + errors
    return ({}, errors) if errors else ({disease: day for disease, day in values.items() if day}, [])
