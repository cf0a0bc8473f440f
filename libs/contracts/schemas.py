"""The JSON Schemas of the events, generated from their models and committed under `schemas/`."""

import json
from pathlib import Path
from typing import Any

from libs.contracts.catalogue import EVENTS
from libs.contracts.envelope import dataschema
from libs.contracts.event import Event

FOLDER = Path(__file__).parent / "schemas"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(event: type[Event]) -> dict[str, Any]:
    """The schema of an event's body; members it does not name are allowed, since producers may add some."""
    return {"$schema": _DIALECT, "$id": dataschema(event.type), **event.model_json_schema(mode="validation")}


def schema_file(event: type[Event]) -> Path:
    return FOLDER / f"{event.type}.json"


def committed_schemas() -> dict[str, dict[str, Any]]:
    """What the repository promises, by event type."""
    return {path.name.removesuffix(".json"): json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))}


def generated_schemas() -> dict[str, dict[str, Any]]:
    """What the code says, by event type."""
    return {event.type: schema_of(event) for event in EVENTS}


def as_text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
