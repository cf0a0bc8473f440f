"""What families and agents do to the API of threads."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx

from libs.chassis.auth import Permission, Subject, SubjectKind, SubjectMint
from libs.contracts.household.v1 import FamilyChanged, RefusedItem, SubmissionConcluded, SubmissionMade

FAMILY, OTHER_FAMILY = uuid4(), uuid4()
PARENT = Subject(SubjectKind.FAMILY, uuid4(), FAMILY, display_name="Camille Martin")
STRANGER = Subject(SubjectKind.FAMILY, uuid4(), OTHER_FAMILY)


def an_agent(*roles: str, permissions: frozenset[str] = frozenset({Permission.MESSAGES_ANSWER})) -> Subject:
    """Of the demo's desks unless other roles are named."""
    named = frozenset(roles or {"agent_famille"})
    return Subject(SubjectKind.STAFF, uuid4(), permissions=permissions, roles=named, display_name="Claire Martin")


STAFF = an_agent()


def made(family: UUID = FAMILY) -> SubmissionMade:
    return SubmissionMade(submission_id=uuid4(), family_id=family, document_ids=[], made_at=datetime.now(UTC))


def concluded(family: UUID = FAMILY, submission_id: UUID | None = None) -> SubmissionConcluded:
    refused = RefusedItem(item_key="child-x.piece.livret", label="Livret de famille", reason="Illisible.", comment=None)
    return SubmissionConcluded(
        submission_id=submission_id or uuid4(),
        family_id=family,
        accepted=4,
        refused=[refused],
        concluded_at=datetime.now(UTC),
    )


@dataclass(frozen=True)
class Threads:
    client: httpx.AsyncClient
    mint: SubjectMint
    tell: Callable[..., Awaitable[None]]

    async def ask(self, method: str, path: str, by: Subject | None = PARENT, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.mint.mint(by)}"} if by else {}
        return await self.client.request(method, path, headers=headers | options.pop("headers", {}), **options)

    async def posts(
        self,
        path: str,
        body: dict[str, Any],
        *,
        by: Subject | None = PARENT,
        key: str = "",
        version: int | None = None,
    ) -> httpx.Response:
        headers = {"Idempotency-Key": key or uuid4().hex}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return await self.ask("POST", path, by=by, json=body, headers=headers)

    async def begins(self, **changed: str) -> str:
        """The family's first message; the path of the thread."""
        message = {"desk": "famille", "subject": "Cantine", "body": "Bonjour"} | changed
        answer = await self.posts(f"/families/{FAMILY}/threads", message)
        assert answer.status_code == 201, answer.text
        return answer.headers["location"]

    async def read_by_town(self, thread_id: str, by: Subject = STAFF) -> dict[str, Any]:
        answer = await self.ask("GET", f"/threads/{thread_id}", by=by)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def knows(self, family_id: UUID, code: str = "00042") -> None:
        """Household told of the family."""
        await self.tell(FamilyChanged(family_id=family_id, family_code=code, address=None, complete=False))
