"""One OpenAPI document for the outside, merged from the services' own: allowed operations alone, names kept apart."""

from collections.abc import Mapping
from typing import Any

from gateway.api.allowlist import OPERATIONS
from gateway.edge.csrf import HEADER

Document = dict[str, Any]
_SECTIONS = "components"


def merged(title: str, documents: Mapping[str, Document], cookie: str) -> Document:
    """The document at `/api/openapi.json`.

    Args:
        documents: each service's own document, by the service's name.
        cookie: the name of the session cookie.

    Raises:
        LookupError: an allowed operation that its service does not have: the allowlist is out of date.
    """
    paths: Document = {"/api/v1/session": {"get": _SESSION}}
    schemas: Document = {}
    for operation in OPERATIONS:
        document = documents[operation.service]
        try:
            found = document["paths"][operation.path][operation.method.lower()]
        except KeyError:
            raise LookupError(f"{operation.service} has no {operation.method} {operation.path}") from None
        entry = _renamed(found, operation.service)
        entry["tags"] = [operation.service]
        entry["operationId"] = f"{operation.service}_{found.get('operationId', operation.method + operation.path)}"
        if operation.method != "GET":
            entry["security"] = [{"session": [], "form_token": []}]
        paths.setdefault(operation.outside, {})[operation.method.lower()] = entry
    for service, document in documents.items():
        for name, schema in document.get(_SECTIONS, {}).get("schemas", {}).items():
            schemas[f"{service}.{name}"] = _renamed(schema, service)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": "1",
            "description": (
                "L’API du kiosque, pour la personne connectée. Les refus sont des « problem details » (RFC 9457). "
                f"Toute écriture demande l’en-tête {HEADER}, dont la valeur est donnée par GET /api/v1/session, "
                "et l’en-tête Origin du kiosque."
            ),
        },
        "paths": paths,
        "components": {
            "schemas": _reachable(schemas, paths),
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": cookie},
                "form_token": {"type": "apiKey", "in": "header", "name": HEADER},
            },
        },
        "security": [{"session": []}],
    }


_SESSION: Document = {
    "tags": ["session"],
    "operationId": "session",
    "summary": "Who is signed in, and the token that unsafe requests carry",
    "responses": {
        "200": {
            "description": "Successful Response",
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "required": ["kind", "display_name", "family_id", "family_code", "form_token"],
                        "properties": {
                            "kind": {"type": "string", "enum": ["family", "staff"]},
                            "display_name": {"type": "string"},
                            "family_id": {"type": ["string", "null"], "format": "uuid"},
                            "family_code": {"type": ["string", "null"]},
                            "form_token": {"type": "string"},
                        },
                    }
                }
            },
        },
        "401": {"description": "Unauthorized"},
    },
}


def _renamed(part: Any, service: str) -> Any:
    """The same part with its references pointing at `<service>.<schema>`."""
    if isinstance(part, dict):
        return {
            name: f"#/components/schemas/{service}.{value.rpartition('/')[2]}"
            if name == "$ref" and isinstance(value, str)
            else _renamed(value, service)
            for name, value in part.items()
        }
    return [_renamed(item, service) for item in part] if isinstance(part, list) else part


def _reachable(schemas: Document, paths: Document) -> Document:
    """Only what the allowed operations name, directly or not."""
    found: Document = {}
    waiting = _references(paths)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = schemas[name]
            waiting |= _references(schemas[name])
    return dict(sorted(found.items()))


def _references(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"].rpartition("/")[2]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*(_references(value) for value in part.values()))
    return set[str]().union(*(_references(item) for item in part)) if isinstance(part, list) else set()
