"""The form of a record: its fields by name, composite ones by `<field>.<member>`."""

from collections.abc import Iterator, Mapping

from gateway.clients.household import Record, Scalar, Value
from gateway.edge.forms import Form
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
_DATES = frozenset({"birth_date"})


def values_of(record: Record) -> dict[str, Scalar]:
    """The inputs' values: dates as people write them, composite fields spread out."""
    found: dict[str, Scalar] = {}
    for field in record["fields"]:
        name, value = field["name"], field["value"]
        if isinstance(value, dict):
            found |= dict(_spread(name, value))
        elif name in _DATES:
            found[name] = day(value)
        else:
            found[name] = value
    return found


def typed_fields(record: Record, form: Form) -> dict[str, Value]:
    """What was typed, for the fields that the form shows and that are not with the town."""
    typed: dict[str, Value] = {}
    for field in record["fields"]:
        name = field["name"]
        if name == "address" and form.has("address.postal_code"):
            typed[name] = _address(form)
        elif name == "guardians" and form.has("with_guardians"):
            typed[name] = _guardians(form)
        elif form.has(name):
            typed[name] = form.text(name).strip() or None
    return typed


def typed_values(form: Form, record: Record) -> dict[str, Scalar]:
    """The inputs as they were sent, to show them again."""
    shown = values_of(record) | {name: texts[-1] for name, texts in form.texts.items()}
    if form.has("with_guardians"):
        shown |= {name: form.all(name) for name in (guardian_choice.BOXES, guardian_choice.STATES)}
    return shown


def unchanged(record: Record, typed: Mapping[str, Value]) -> bool:
    """Whether the record holds what was typed already: the form was sent twice."""
    held = {field["name"]: field["value"] for field in record["fields"]}
    return all(_comparable(held.get(name)) == _comparable(value) for name, value in typed.items())


def _spread(name: str, value: Mapping[str, Scalar]) -> Iterator[tuple[str, Scalar]]:
    for member, part in value.items():
        yield f"{name}.{member}", part
    if name == "guardians":
        yield guardian_choice.BOXES, guardian_choice.boxes(dict(value))
        yield guardian_choice.STATES, value.get(guardian_choice.STATES)


def _address(form: Form) -> dict[str, Scalar] | None:
    typed = typed_texts(form, [f"address.{member}" for member in ADDRESS_MEMBERS])
    address = {member: typed[f"address.{member}"] for member in ADDRESS_MEMBERS}
    touched = {name: value for name, value in address.items() if value and name != "country"}
    return address if touched else None


def _guardians(form: Form) -> dict[str, Scalar]:
    names = guardian_choice.TEXTS
    elsewhere = typed_texts(form, [f"guardians.{name}" for name in names])
    return guardian_choice.typed_choice(form) | {name: elsewhere[f"guardians.{name}"] for name in names}


def _comparable(value: Value) -> object:
    if isinstance(value, dict):
        held = {name: part for name, part in value.items() if part and name != "street_name"}
        return {name: sorted(part) if isinstance(part, list) else part for name, part in held.items()}
    return day(value) or None
