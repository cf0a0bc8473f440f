"""What of the services can be reached from outside, and in which form it is described."""

from typing import Any

import pytest

from gateway.api.allowlist import OPERATIONS, allowed
from gateway.api.openapi import merged

FAMILY = "/families/7f3c1b52-0000-4000-8000-000000000001"


def test_an_allowed_operation_passes() -> None:
    assert allowed("household", "GET", f"{FAMILY}/dashboard")
    assert allowed("household", "PUT", f"{FAMILY}/records/child-7f3c1b52-0000-4000-8000-000000000002")
    assert allowed("documents", "DELETE", "/documents/7f3c1b52-0000-4000-8000-000000000003")


@pytest.mark.parametrize(
    ("service", "method", "path"),
    [
        ("identity", "POST", "/sessions/introspection"),
        ("identity", "POST", "/sessions"),
        ("household", "DELETE", f"{FAMILY}/dashboard"),
        ("household", "GET", "/drafts/7f3c1b52-0000-4000-8000-000000000001"),
        ("household", "GET", "/openapi.json"),
        ("household", "GET", "/metrics"),
        ("household", "GET", f"{FAMILY}/records/a/../../dashboard"),
        ("household", "GET", f"{FAMILY}/records/a%2F..%2F..%2Fdrafts"),
        ("household", "GET", f"{FAMILY}/dashboard/"),
        ("household", "GET", f"{FAMILY}/dashboard?x"),
        ("nobody", "GET", "/streets"),
    ],
)
def test_nothing_else_does(service: str, method: str, path: str) -> None:
    assert not allowed(service, method, path)


def a_document(service: str) -> dict[str, Any]:
    """What FastAPI writes for a service, in small: every allowed operation answers with the schema `Thing`."""
    paths: dict[str, Any] = {"/internal": {"get": {"responses": {}}}}
    answer = {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}}
    for operation in OPERATIONS:
        if operation.service == service:
            paths.setdefault(operation.path, {})[operation.method.lower()] = {"responses": answer}
    schemas = {
        "Thing": {"properties": {"part": {"$ref": "#/components/schemas/Part"}}},
        "Part": {"type": "string"},
        "Secret": {"type": "string"},
    }
    return {"paths": paths, "components": {"schemas": schemas}}


def documents() -> dict[str, dict[str, Any]]:
    return {service: a_document(service) for service in {operation.service for operation in OPERATIONS}}


def test_the_document_describes_the_allowed_operations_alone() -> None:
    document = merged("Kiosque", documents(), "kiosque")
    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods} - {
        ("GET", "/api/v1/session")
    }
    assert described == {(operation.method, operation.outside) for operation in OPERATIONS}


def test_schemas_keep_their_service_and_unused_ones_stay_inside() -> None:
    schemas = merged("Kiosque", documents(), "kiosque")["components"]["schemas"]
    assert schemas["household.Thing"]["properties"]["part"]["$ref"] == "#/components/schemas/household.Part"
    assert "documents.Part" in schemas
    assert not [name for name in schemas if name.endswith("Secret")]


def test_unsafe_operations_ask_for_the_form_token() -> None:
    paths = merged("Kiosque", documents(), "kiosque")["paths"]
    assert paths["/api/v1/documents/manifests"]["post"]["security"] == [{"session": [], "form_token": []}]
    assert "security" not in paths["/api/v1/household/streets"]["get"]


def test_an_allowlist_that_names_what_is_no_more_is_refused() -> None:
    old = documents()
    del old["schooling"]["paths"]["/schools"]
    with pytest.raises(LookupError, match="schooling has no GET /schools"):
        merged("Kiosque", old, "kiosque")
