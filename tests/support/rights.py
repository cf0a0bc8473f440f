"""Every route of every service, called by everybody it is not for: generated from the services' own documents."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx

from deploy.local.credentials import SERVICES
from libs.chassis.auth import VISITOR, Permission, Subject, SubjectKind, SubjectMint
from tests.support.running_product import Product

_PARAMETER = re.compile(r"\{(\w+)(?::path)?\}")
_ROUNDS = 3


@dataclass(frozen=True)
class Route:
    """One operation of a service; `body` is the smallest that its document allows, None where it takes none."""

    service: str
    method: str
    template: str
    body: Any

    @property
    def name(self) -> str:
        return f"{self.service} {self.method} {self.template}"

    def path(self, known: Mapping[str, list[str]]) -> str:
        """With real objects where some are known, else with ones that nobody has."""
        return _PARAMETER.sub(lambda found: known.get(found[1], [str(uuid4())])[0], self.template)

    def all_known(self, known: Mapping[str, list[str]]) -> bool:
        return all(name in known for name in _PARAMETER.findall(self.template))


@dataclass
class Services:
    """What the gateway could reach, with tokens that it could mint.

    Attributes:
        known: real values by the name of the path's parameter.
    """

    product: Product
    routes: list[Route] = field(default_factory=list)
    known: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        environment = self.product.instance.environment_of("gateway")
        self._mint = SubjectMint(environment["GATEWAY_SUBJECT_PRIVATE_KEY"])
        self._urls = {name: environment[f"GATEWAY_{name.upper()}_URL"] for name in SERVICES}

    async def read_documents(self, client: httpx.AsyncClient) -> None:
        for service, url in self._urls.items():
            answer = await client.get(f"{url}/openapi.json", headers=self._as(VISITOR))
            document = answer.raise_for_status().json()
            for template, methods in document["paths"].items():
                for method, operation in methods.items():
                    self.routes.append(Route(service, method.upper(), template, _body(operation, document)))

    async def call(self, client: httpx.AsyncClient, route: Route, subject: Subject | None) -> httpx.Response:
        headers = {"Idempotency-Key": str(uuid4()), "If-Match": '"1"'}
        if subject is not None:
            headers |= self._as(subject)
        address = f"{self._urls[route.service]}{route.path(self.known)}"
        return await client.request(route.method, address, json=route.body, headers=headers)

    async def learn(self, client: httpx.AsyncClient, *subjects: Subject) -> None:
        """Ids of real objects, from what those who may read them are answered. Keeps the first of each name."""
        for _ in range(_ROUNDS):
            for route in self.routes:
                if route.method == "GET" and route.all_known(self.known):
                    for subject in subjects:
                        answer = await self.call(client, route, subject)
                        if answer.status_code == 200 and "json" in answer.headers.get("content-type", ""):
                            self._note(answer.json(), _singular(route.template))

    def tells(self, text: str) -> bool:
        """Whether an answer holds something of the family's."""
        return any(value in text for name, values in self.known.items() if name != "uai" for value in values)

    def _note(self, found: Any, of_what: str) -> None:
        if isinstance(found, list):
            for each in found:
                self._note(each, of_what)
        elif isinstance(found, dict):
            for name, value in found.items():
                wanted = f"{of_what}_id" if name == "id" else name
                if isinstance(value, str) and (wanted.endswith("_id") or wanted in ("key", "uai", "number")):
                    self.known.setdefault(wanted, [value])
                else:
                    self._note(value, _singular(name))

    def _as(self, subject: Subject) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._mint.mint(subject)}"}


def strangers() -> dict[str, Subject | None]:
    """Everybody whom nothing of this family concerns."""
    return {
        "nobody": None,
        "visitor": VISITOR,
        "somebody who creates": Subject(SubjectKind.REGISTRATION, uuid4()),
        "somebody who creates, locked": Subject(SubjectKind.LOCKED_REGISTRATION, uuid4()),
        "another family": Subject(SubjectKind.FAMILY, uuid4(), uuid4()),
        "an agent before the second factor": Subject(SubjectKind.SECOND_FACTOR, uuid4()),
        "an agent without permission": Subject(SubjectKind.STAFF, uuid4()),
        "the head of another school": Subject(
            SubjectKind.STAFF, uuid4(), permissions=frozenset({f"{Permission.SCHOOLING_APPOINTMENTS}@0000000X"})
        ),
    }


def family_of(account_id: UUID, family_id: UUID) -> Subject:
    return Subject(SubjectKind.FAMILY, account_id, family_id)


def agent_with_everything() -> Subject:
    return Subject(SubjectKind.STAFF, uuid4(), permissions=frozenset(Permission), roles=frozenset({"agent_famille"}))


def _singular(path: str) -> str:
    words = [word for word in re.split(r"[/]", path) if word and not word.startswith("{")]
    return words[-1].replace("-", "_").removesuffix("s") if words else ""


def _body(operation: Mapping[str, Any], document: Mapping[str, Any]) -> Any:
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return None
    return _smallest(content["application/json"].get("schema", {}), document)


def _smallest(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Any:
    """A value that the schema allows."""
    if reference := schema.get("$ref"):
        return _smallest(document["components"]["schemas"][reference.rpartition("/")[2]], document)
    if several := next((schema[name] for name in ("anyOf", "oneOf", "allOf") if name in schema), None):
        return _smallest(several[0], document)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if schema.get("type") == "object":
        properties, required = schema.get("properties", {}), schema.get("required", [])
        return {name: _smallest(properties[name], document) for name in required if name in properties}
    if schema.get("type") == "array":
        return [_smallest(schema["items"], document)] * schema.get("minItems", 0)
    return _simple(schema)


def _simple(schema: Mapping[str, Any]) -> Any:
    if schema.get("type") == "string":
        return _OF_FORMAT.get(schema.get("format", ""), "x" * max(1, schema.get("minLength", 1)))
    return {"boolean": True, "integer": schema.get("minimum", 1), "number": schema.get("minimum", 1)}.get(
        schema.get("type", "")
    )


_OF_FORMAT = {
    "uuid": str(uuid4()),
    "date": "2027-01-01",
    "date-time": "2027-01-01T00:00:00Z",
    "time": "10:00",
    "email": "personne@example.org",
}
