"""What the repository promises is what the code does, and nothing promised is taken back."""

import jsonschema_rs
import pytest
import yaml

from libs.contracts import asyncapi
from libs.contracts.catalogue import EVENTS
from libs.contracts.compatibility import breaking_changes
from libs.contracts.schemas import as_text, committed_schemas, generated_schemas, schema_file

CONTRACTS = [event.type for event in EVENTS]
GENERATED = generated_schemas()


@pytest.mark.parametrize("kind", CONTRACTS)
def test_a_committed_schema_is_what_the_code_says(kind: str) -> None:
    event = next(event for event in EVENTS if event.type == kind)
    assert schema_file(event).read_text() == as_text(GENERATED[kind]), "run `make contracts`"


@pytest.mark.parametrize("kind", sorted(committed_schemas()))
def test_nothing_promised_is_taken_back(kind: str) -> None:
    assert kind in GENERATED, "a type that was published stays in the catalogue"
    assert breaking_changes(committed_schemas()[kind], GENERATED[kind]) == []


@pytest.mark.parametrize("kind", CONTRACTS)
def test_a_schema_is_a_schema(kind: str) -> None:
    jsonschema_rs.meta.validate(GENERATED[kind])


def test_the_committed_asyncapi_document_is_what_the_code_says() -> None:
    assert asyncapi.FILE.read_text() == asyncapi.as_text(), "run `make contracts`"


def test_every_reference_of_the_asyncapi_document_leads_somewhere() -> None:
    document = yaml.safe_load(asyncapi.as_text())
    references = list(_references(document))
    assert references
    for reference in references:
        if reference.startswith("#/"):
            place = document
            for step in reference.removeprefix("#/").split("/"):
                place = place[step]
        else:
            assert (asyncapi.FILE.parent / reference).is_file()


def _references(part: object) -> list[str]:
    if isinstance(part, dict):
        return [
            reference
            for name, value in part.items()
            for reference in ([value] if name == "$ref" else _references(value))
        ]
    if isinstance(part, list):
        return [reference for value in part for reference in _references(value)]
    return []
