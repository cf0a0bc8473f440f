"""The envelope is a CloudEvent, and what is none is a ValueError."""

import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import RegistrationAbandoned


def an_envelope(**changes: object) -> Envelope:
    registration = uuid4()
    event = RegistrationAbandoned(registration_id=registration)
    members = {
        "id": uuid4(),
        "source": "household",
        "type": event.type,
        "subject": event.subject,
        "time": datetime(2026, 9, 1, 8, 30, tzinfo=UTC),
        "aggregate_version": 3,
        "correlation_id": str(uuid4()),
        "causation_id": None,
        "traceparent": None,
        "data": event.model_dump(mode="json"),
    }
    return Envelope(**(members | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("cause", [None, str(UUID(int=7))])
def test_it_travels_and_comes_back_whole(cause: str | None) -> None:
    envelope = an_envelope(causation_id=cause, traceparent="00-a-b-01" if cause else None)
    assert Envelope.from_json(envelope.to_json()) == envelope


def test_it_is_a_cloudevent_in_structured_mode() -> None:
    envelope = an_envelope()
    document = json.loads(envelope.to_json())
    assert document["specversion"] == "1.0"
    assert document["source"] == "/kiosque/household"
    assert document["time"] == "2026-09-01T08:30:00Z"
    assert document["dataschema"] == f"urn:kiosque:schema:{envelope.type}"
    assert document["data"] == {"registration_id": envelope.subject}
    assert "causationid" not in document


@pytest.mark.parametrize(
    "missing", ["id", "time", "source", "type", "subject", "aggregateversion", "correlationid", "data"]
)
def test_without_an_attribute_it_is_refused(missing: str) -> None:
    document = json.loads(an_envelope().to_json())
    del document[missing]
    with pytest.raises(ValueError, match="not an event of ours"):
        Envelope.from_json(json.dumps(document).encode())


@pytest.mark.parametrize(
    ("member", "value"),
    [("id", "7"), ("id", 7), ("time", "yesterday"), ("time", "2026-09-01T08:30:00"), ("aggregateversion", "three"),
     ("aggregateversion", None), ("data", [1]), ("data", "text"), ("specversion", "0.3"), ("source", ["household"])],
)  # fmt: skip
def test_with_a_wrong_attribute_it_is_refused(member: str, value: object) -> None:
    document = json.loads(an_envelope().to_json()) | {member: value}
    with pytest.raises(ValueError, match="not an event of ours"):
        Envelope.from_json(json.dumps(document).encode())


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: json.dumps(text).encode()))
def test_nonsense_is_refused_and_nothing_else_happens(document: bytes) -> None:
    with pytest.raises(ValueError, match="not an event of ours"):
        Envelope.from_json(document)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=10),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=10,
    )
)
def test_any_json_is_an_event_or_a_value_error(document: object) -> None:
    with pytest.raises(ValueError, match="not an event of ours"):
        Envelope.from_json(json.dumps({"id": "x", "time": document, "data": document}).encode())
