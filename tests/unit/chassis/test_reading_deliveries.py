"""A delivery becomes a pending row when it is what its routing key says, a dead one otherwise."""

from datetime import UTC, datetime
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from libs.chassis.receiver import malformed, read_delivery
from libs.contracts.envelope import Envelope

TYPE = "identity.account.activated.v1"


def an_envelope(source: str = "identity", kind: str = TYPE) -> Envelope:
    return Envelope(
        id=uuid4(), source=source, type=kind, subject=str(uuid4()), time=datetime.now(UTC), aggregate_version=1,
        correlation_id=str(uuid4()), causation_id=None, traceparent=None, data={"last_name": "Müller\u0000"},
    )  # fmt: skip


def test_an_event_is_pending() -> None:
    envelope = an_envelope()
    stored = read_delivery(envelope.to_json(), TYPE)
    assert (stored["state"], stored["event_id"], stored["subject"]) == ("pending", envelope.id, envelope.subject)
    assert Envelope.from_json(stored["envelope"].encode()) == envelope


def test_a_service_cannot_speak_for_another() -> None:
    assert read_delivery(an_envelope(source="household").to_json(), TYPE)["state"] == "dead"
    assert read_delivery(an_envelope().to_json(), "household.family.registered.v1")["state"] == "dead"


@given(st.binary(max_size=300), st.none() | st.text(max_size=30))
def test_whatever_comes_can_be_stored_and_is_the_same_row_when_it_comes_again(body: bytes, key: str | None) -> None:
    stored = read_delivery(body, key)
    assert stored["state"] == "dead"
    for name in ("type", "source", "subject", "envelope"):
        assert "\x00" not in stored[name]
        stored[name].encode()
    assert stored == read_delivery(body, key)


def test_the_bytes_are_kept_readable() -> None:
    assert malformed(b"caf\xe9 \x00", None, "ValueError")["envelope"] == "caf\\xe9 \\x00"
