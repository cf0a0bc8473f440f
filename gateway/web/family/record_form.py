"""The form of a record: fields by name, composite ones by `<field>.<member>`, rows by `<field>.<place>.<member>`."""

from collections.abc import Iterator, Mapping, Sequence

from gateway.clients.household import Members, Record, Scalar, Value
from gateway.edge.forms import Form
from gateway.web.choices import PERMISSIONS
from gateway.web.creation import guardian_choice
from gateway.web.creation.members import typed_texts
from gateway.web.moments import day

ADDRESS_MEMBERS = (
    "country",
    "postal_code",
    "city",
    "street_number",
    "repetition",
    "street_id",
    "street_other",
    "complement",
)
COMPOSITES: Mapping[str, Sequence[str]] = {
    "address": ADDRESS_MEMBERS,
    "billing": ("civility", "last_name", "first_name", "telephone", *ADDRESS_MEMBERS),
    "doctor": ("name", "telephone"),
    "care_plan": ("answer", "measures"),
    "permissions": tuple(PERMISSIONS),
}
ROWS: Mapping[str, Sequence[str]] = {
    "persons_to_call": ("last_name", "first_name", "link", "telephone"),
    "persons_allowed": ("last_name", "first_name", "link", "telephone"),
    "allergies": ("cause", "what_to_do"),
    "treatments": ("medicine", "instructions"),
}
ROWS_MOST = 20
DIET, NEEDS, VACCINATIONS, GUARDIANS = "diet", "diet.needs", "vaccinations", "guardians"
EXACTNESS, WITH_EXACTNESS = "exactness", "with_exactness"


def values_of(record: Record) -> dict[str, Scalar]:
    """The inputs' values: dates as people write them, composite fields spread out, what is known already proposed."""
    return {
        name: part
        for field in record["fields"]
        for name, part in _inputs(field["name"], field["value"] or field["known"])
    } | {EXACTNESS: "oui" if record["declared_at"] else None}


def typed_fields(record: Record, form: Form) -> dict[str, Value]:
    """What was typed, for the fields that the form shows."""
    typed: dict[str, Value] = {}
    for field in record["fields"]:
        name = field["name"]
        if name in COMPOSITES:
            if form.has(f"with_{name}") or any(form.has(f"{name}.{member}") for member in COMPOSITES[name]):
                typed[name] = _members(form, name, COMPOSITES[name])
        elif name in ROWS:
            if form.has(f"{name}.0.{ROWS[name][0]}"):
                typed[name] = _rows(form, name)
        elif name == DIET and form.has(f"{DIET}.other"):
            typed[name] = _diet(form)
        elif name == VACCINATIONS and form.has(f"with_{VACCINATIONS}"):
            typed[name] = _vaccinations(record, form)
        elif name == GUARDIANS and form.has(f"with_{GUARDIANS}"):
            typed[name] = _guardians(form)
        elif form.has(name) and name != GUARDIANS:
            typed[name] = form.text(name).strip() or None
    return typed


def declared(form: Form) -> bool | None:
    """Whether the box at the foot is ticked; None when the form has none."""
    return form.text(EXACTNESS) == "oui" if form.has(WITH_EXACTNESS) else None


def typed_values(form: Form, record: Record) -> dict[str, Scalar]:
    """The inputs as they were sent, to show them again; rows that were left blank close up."""
    typed = typed_fields(record, form)
    shown: dict[str, Scalar] = {}
    for field in record["fields"]:
        name = field["name"]
        shown |= dict(_inputs(name, typed[name] if name in typed else field["value"] or field["known"]))
    if form.has(f"with_{GUARDIANS}"):
        shown |= {name: form.all(name) for name in (guardian_choice.BOXES, guardian_choice.STATES)}
    letters = {name: texts[-1] for name, texts in form.texts.items() if name.endswith("letter")}
    return shown | letters | {EXACTNESS: form.text(EXACTNESS)}


def unchanged(record: Record, typed: Mapping[str, Value]) -> bool:
    """Whether the record holds what was typed already: the form was sent twice."""
    held = {field["name"]: field["value"] for field in record["fields"]}
    return all(_comparable(held.get(name)) == _comparable(value) for name, value in typed.items())


def without_row(typed: dict[str, Value], name: str, place: str) -> dict[str, Value]:
    """What was typed, but for one row."""
    rows = typed.get(name)
    if isinstance(rows, list) and place.isdecimal() and int(place) < len(rows):
        kept: list[Members] = [row for number, row in enumerate(rows) if number != int(place)]
        return {**typed, name: kept or None}
    return typed


def row_counts(values: Mapping[str, object], one_more: str = "") -> dict[str, int]:
    """How many rows of each field the page shows: those that are filled, and at least one; `one_more` for one field."""
    return {name: min(ROWS_MOST, max(1, _filled_rows(values, name) + (name == one_more))) for name in ROWS}


def _filled_rows(values: Mapping[str, object], name: str) -> int:
    return sum(f"{name}.{place}.{ROWS[name][0]}" in values for place in range(ROWS_MOST))


def _inputs(name: str, value: Value) -> Iterator[tuple[str, Scalar]]:
    """The inputs of one field, with what stands in them."""
    if isinstance(value, list):
        for place, row in enumerate(value):
            for member in ROWS.get(name, row):
                yield f"{name}.{place}.{member}", row.get(member)
    elif isinstance(value, dict):
        for member, part in value.items():
            yield f"{name}.{member}", day(part) if isinstance(part, str) else part
        if name == GUARDIANS:
            yield guardian_choice.BOXES, guardian_choice.boxes(dict(value))
            yield guardian_choice.STATES, value.get(guardian_choice.STATES)
    else:
        yield name, day(value)


def _members(form: Form, name: str, members: Sequence[str]) -> Members | None:
    """None when nothing was typed; the country stands chosen before anybody types."""
    typed = typed_texts(form, [f"{name}.{member}" for member in members])
    value = {member: typed[f"{name}.{member}"] for member in members}
    touched = {member: part for member, part in value.items() if part and member != "country"}
    return value if touched else None


def _rows(form: Form, name: str) -> list[Members] | None:
    found = [_members(form, f"{name}.{place}", ROWS[name]) for place in range(ROWS_MOST)]
    return [row for row in found if row] or None


def _diet(form: Form) -> Members | None:
    needs, other = form.all(NEEDS), form.text(f"{DIET}.other").strip()
    return {"needs": needs, "other": other or None} if needs or other else None


def _vaccinations(record: Record, form: Form) -> Members | None:
    return _members(form, VACCINATIONS, [disease["code"] for disease in record["vaccinations"]])


def _guardians(form: Form) -> Members:
    names = guardian_choice.TEXTS
    elsewhere = typed_texts(form, [f"guardians.{name}" for name in names])
    return guardian_choice.typed_choice(form) | {name: elsewhere[f"guardians.{name}"] for name in names}


def _comparable(value: Value) -> object:
    if isinstance(value, list):
        return [_comparable(row) for row in value] or None
    if isinstance(value, dict):
        held = {name: part for name, part in value.items() if part and name != "street_name"}
        return {name: sorted(part) if isinstance(part, list) else day(part) for name, part in held.items()} or None
    return day(value) or None
