"""The AsyncAPI 3.0 document of the bus, generated from the catalogue and committed as `asyncapi.yaml`."""

from pathlib import Path
from typing import Any

import yaml

from libs.contracts.catalogue import EVENTS, SERVICES, read_by
from libs.contracts.envelope import CONTENT_TYPE
from libs.contracts.event import Event
from libs.contracts.topology import EXCHANGE, queue_name

FILE = Path(__file__).parent / "asyncapi.yaml"
_ATTRIBUTES = {
    "specversion": {"const": "1.0"},
    "id": {"type": "string", "format": "uuid"},
    "source": {"type": "string", "pattern": "^/kiosque/[a-z]+$"},
    "subject": {"type": "string", "description": "The aggregate's id; order is kept per source and subject."},
    "time": {"type": "string", "format": "date-time"},
    "datacontenttype": {"const": "application/json"},
    "dataschema": {"type": "string", "format": "uri"},
    "aggregateversion": {"type": "integer", "description": "The aggregate's version after the fact."},
    "correlationid": {"type": "string", "format": "uuid"},
    "causationid": {"type": "string", "format": "uuid"},
    "traceparent": {"type": "string"},
}
_OPTIONAL = {"causationid", "traceparent"}


def document() -> dict[str, Any]:
    """Channels, operations and messages; no host, since each installation has its own."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Kiosque famille: events",
            "version": "1.0.0",
            "description": "Facts that services publish. A breaking change is a new type beside the old.",
        },
        "defaultContentType": CONTENT_TYPE,
        "servers": {
            "bus": {
                "host": "{host}",
                "pathname": "/kiosque",
                "protocol": "amqp",
                "protocolVersion": "0.9.1",
                "variables": {"host": {"description": "Each installation's own."}},
            }
        },
        "channels": {_name(event): _channel(event) for event in EVENTS},
        "operations": _operations(),
        "components": {
            "messages": {_name(event): _message(event) for event in EVENTS},
            "schemas": {"attributes": _envelope()},
        },
    }


def as_text() -> str:
    head = "# Generated from libs/contracts by `make contracts`.\n"
    return head + yaml.safe_dump(document(), sort_keys=False, allow_unicode=True, width=120)


def _name(event: type[Event]) -> str:
    return event.__name__[0].lower() + event.__name__[1:]


def _channel(event: type[Event]) -> dict[str, Any]:
    return {
        "address": event.type,
        "messages": {_name(event): {"$ref": f"#/components/messages/{_name(event)}"}},
        "bindings": {
            "amqp": {"is": "routingKey", "exchange": {"name": EXCHANGE, "type": "topic", "durable": True}},
        },
    }


def _operations() -> dict[str, Any]:
    publishing = {
        f"{event.type.partition('.')[0]}.publishes.{_name(event)}": {
            "action": "send",
            "channel": {"$ref": f"#/channels/{_name(event)}"},
            "bindings": {"amqp": {"deliveryMode": 2, "mandatory": True}},
        }
        for event in EVENTS
    }
    reading = {
        f"{service}.reads.{_name(event)}": {
            "action": "receive",
            "channel": {"$ref": f"#/channels/{_name(event)}"},
            "description": f"Through the queue {queue_name(service)}.",
            "bindings": {"amqp": {"ack": True}},
        }
        for service in SERVICES
        for event in read_by(service)
    }
    return publishing | reading


def _message(event: type[Event]) -> dict[str, Any]:
    return {
        "name": event.type,
        "title": event.__name__,
        "summary": " ".join((event.__doc__ or "").split()),
        "contentType": CONTENT_TYPE,
        "payload": {
            "allOf": [
                {"$ref": "#/components/schemas/attributes"},
                {
                    "type": "object",
                    "required": ["type", "data"],
                    "properties": {"type": {"const": event.type}, "data": {"$ref": f"./schemas/{event.type}.json"}},
                },
            ]
        },
    }


def _envelope() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "CloudEvents 1.0, JSON event format, with the product's own extensions.",
        "required": [name for name in _ATTRIBUTES if name not in _OPTIONAL],
        "properties": _ATTRIBUTES,
    }
