"""notifications: what families and the town write to each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

from gateway.clients.family_data import FamilyData
from gateway.clients.service import Problem

Author = Literal["family", "town", "kiosk"]
ThreadState = Literal["told", "to_answer", "answered", "closed"]


class ThreadSummary(TypedDict):
    """`unread`: how many messages of it the family has not opened."""

    id: str
    subject: str
    desk: str
    closed: bool
    last_at: str
    last_author: Author
    unread: int


class Message(TypedDict):
    """`body` is plain text; `read_at` is when the other side first opened it."""

    id: str
    author: Author
    signature: str | None
    subject: str | None
    body: str
    document_ids: list[str]
    posted_at: str
    read_at: str | None


class Thread(TypedDict):
    """As its family reads it."""

    id: str
    subject: str
    desk: str
    closed: bool
    messages: list[Message]


class AgentThread(TypedDict):
    """As an agent reads it; `version` goes back with whatever the agent does."""

    id: str
    version: int
    family_id: str
    family_code: str | None
    subject: str
    desk: str
    state: ThreadState
    about_kind: str | None
    about_id: str | None
    messages: list[Message]


class WorkThread(TypedDict):
    id: str
    family_code: str | None
    subject: str
    desk: str
    state: ThreadState
    waiting_since: str | None
    last_at: str
    unread: int


class WorkThreads(TypedDict):
    items: list[WorkThread]
    next: str | None


class FamilyToWriteTo(TypedDict):
    id: str
    code: str


class Draft(TypedDict):
    """What was typed and not sent; `id` will be the message's."""

    id: str
    desk: str
    subject: str
    body: str


@dataclass(frozen=True)
class DraftPlace:
    """Whose draft it is to read: to or from this family, in this thread, or of a new one."""

    family_id: str
    thread_id: str | None = None

    @property
    def path(self) -> str:
        return f"/families/{self.family_id}/draft"

    @property
    def query(self) -> dict[str, str] | None:
        return {"thread_id": self.thread_id} if self.thread_id else None


class NotificationsClient(FamilyData):
    """Every method raises Problem and Unavailable."""

    async def threads(self, bearer: str, family_id: str, after: str | None = None) -> list[ThreadSummary]:
        query = {"after": after} if after else None
        threads: list[ThreadSummary] = (
            await self.call("GET", f"/families/{family_id}/threads", bearer, query=query)
        ).body
        return threads

    async def thread(self, bearer: str, family_id: str, thread_id: str) -> Thread:
        thread: Thread = (await self.call("GET", f"/families/{family_id}/threads/{thread_id}", bearer)).body
        return thread

    async def mark_read(self, bearer: str, family_id: str, thread_id: str) -> None:
        await self.call("POST", f"/families/{family_id}/threads/{thread_id}/reading", bearer)

    async def unread_count(self, bearer: str, family_id: str) -> int:
        unread: int = (await self.call("GET", f"/families/{family_id}/threads/unread-count", bearer)).body["unread"]
        return unread

    async def begin_thread(self, bearer: str, family_id: str, message: Mapping[str, Any], key: str) -> str:
        """The id of the new thread."""
        return await self._created(f"/families/{family_id}/threads", bearer, message, key)

    async def answer_town(
        self, bearer: str, family_id: str, thread_id: str, message: Mapping[str, Any], key: str
    ) -> None:
        await self._created(f"/families/{family_id}/threads/{thread_id}/messages", bearer, message, key)

    async def draft(self, bearer: str, place: DraftPlace) -> Draft | None:
        try:
            draft: Draft = (await self.call("GET", place.path, bearer, query=place.query)).body
        except Problem as problem:
            if problem.status != 404:
                raise
            return None
        return draft

    async def keep_draft(self, bearer: str, place: DraftPlace, typed: Mapping[str, str]) -> Draft:
        draft: Draft = (await self.call("PUT", place.path, bearer, body=dict(typed), query=place.query)).body
        return draft

    async def discard_draft(self, bearer: str, place: DraftPlace) -> None:
        await self.call("DELETE", place.path, bearer, query=place.query)

    async def work_threads(self, bearer: str, query: Mapping[str, str]) -> WorkThreads:
        found: WorkThreads = (await self.call("GET", "/threads", bearer, query=query)).body
        return found

    async def thread_for_town(self, bearer: str, thread_id: str) -> AgentThread:
        """Read by the town from now on: audited, and shown to the family."""
        thread: AgentThread = (await self.call("GET", f"/threads/{thread_id}", bearer)).body
        return thread

    async def family_to_write_to(self, bearer: str, family_id: str) -> FamilyToWriteTo:
        family: FamilyToWriteTo = (await self.call("GET", f"/families/{family_id}", bearer)).body
        return family

    async def write_to_family(self, bearer: str, message: Mapping[str, Any], key: str) -> str:
        """The id of the new thread."""
        return await self._created("/threads", bearer, message, key)

    async def answer_family(
        self, bearer: str, thread_id: str, version: int, message: Mapping[str, Any], key: str
    ) -> None:
        """409 `stale-version`: somebody else wrote, closed or moved it meanwhile."""
        await self._created(f"/threads/{thread_id}/messages", bearer, message, key, _if_match(version))

    async def close_thread(self, bearer: str, thread_id: str, version: int) -> None:
        await self.call("POST", f"/threads/{thread_id}/closing", bearer, headers=_if_match(version))

    async def move_thread(self, bearer: str, thread_id: str, version: int, desk: str) -> None:
        headers = _if_match(version)
        await self.call("PUT", f"/threads/{thread_id}/desk", bearer, body={"desk": desk}, headers=headers)

    async def _created(
        self,
        path: str,
        bearer: str,
        body: Mapping[str, Any],
        key: str,
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """The id at the end of Location."""
        sent = {"Idempotency-Key": key, **(headers or {})}
        reply = await self.call("POST", path, bearer, body=dict(body), headers=sent)
        return reply.headers["Location"].rpartition("/")[2]


def _if_match(version: int) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}
