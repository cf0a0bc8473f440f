"""The envelope of every event: CloudEvents 1.0, JSON event format, structured mode."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cloudevents.core.exceptions import BaseCloudEventException
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

CONTENT_TYPE = "application/cloudevents+json"
_FORMAT = JSONFormat()


@dataclass(frozen=True)
class Envelope:
    """An event with what is needed to route, order, trace and apply it once.

    Attributes:
        id: unique per event; the inbox's primary key.
        source: the service that published it.
        type: the routing key.
        subject: the aggregate's id; order is kept per (source, subject).
        time: when the fact was committed, UTC.
        aggregate_version: the aggregate's version after the fact.
        correlation_id: the request or job that started the chain.
        causation_id: the event that led to this one, when it was one.
        traceparent: W3C Trace Context.
        data: the body, as JSON-compatible members.
    """

    id: UUID
    source: str
    type: str
    subject: str
    time: datetime
    aggregate_version: int
    correlation_id: str
    causation_id: str | None
    traceparent: str | None
    data: dict[str, Any]

    def to_json(self) -> bytes:
        """The CloudEvents JSON document that travels on the bus and rests in outbox and inbox."""
        attributes: dict[str, Any] = {
            "id": str(self.id),
            "source": f"/kiosque/{self.source}",
            "type": self.type,
            "subject": self.subject,
            "time": self.time.astimezone(UTC),
            "datacontenttype": "application/json",
            "dataschema": dataschema(self.type),
            "aggregateversion": self.aggregate_version,
            "correlationid": self.correlation_id,
        }
        if self.causation_id:
            attributes["causationid"] = self.causation_id
        if self.traceparent:
            attributes["traceparent"] = self.traceparent
        return _FORMAT.write(CloudEvent(attributes, self.data))

    @classmethod
    def from_json(cls, document: bytes) -> "Envelope":
        """Read a CloudEvents JSON document.

        Raises:
            ValueError: not a CloudEvent of ours (malformed JSON, a missing attribute, a body that is no object).
        """
        try:
            return cls._read(document)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, BaseCloudEventException) as error:
            raise ValueError("not an event of ours") from error

    @classmethod
    def _read(cls, document: bytes) -> "Envelope":
        if not {"id", "time"} <= json.loads(document).keys():  # the library would invent both
            raise ValueError("the event has no id or no time")
        event = _FORMAT.read(CloudEvent, document)
        attributes = event.get_attributes()
        data = event.get_data()
        if not isinstance(data, dict):
            raise TypeError("the event's data is not a JSON object")
        return cls(
            id=UUID(attributes["id"]),
            source=attributes["source"].rpartition("/")[2],
            type=attributes["type"],
            subject=attributes["subject"],
            time=attributes["time"],
            aggregate_version=int(attributes["aggregateversion"]),
            correlation_id=str(attributes["correlationid"]),
            causation_id=_text_or_none(attributes.get("causationid")),
            traceparent=_text_or_none(attributes.get("traceparent")),
            data=data,
        )


def dataschema(event_type: str) -> str:
    """The URI of an event type's JSON Schema (committed in `libs/contracts/schemas/`)."""
    return f"urn:kiosque:schema:{event_type}"


def _text_or_none(value: Any) -> str | None:
    return None if value is None else str(value)
