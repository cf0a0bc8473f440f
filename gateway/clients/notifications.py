"""notifications: a family's messages."""

from typing import TypedDict

from gateway.clients.family_data import FamilyData


class MessageSummary(TypedDict):
    id: str
    subject: str
    posted_at: str
    read: bool


class Message(MessageSummary):
    """`body` is plain text: paragraphs separated by an empty line."""

    body: str


class NotificationsClient(FamilyData):
    """Every method raises Problem and Unavailable."""

    async def messages(self, bearer: str, family_id: str, after: str | None = None) -> list[MessageSummary]:
        query = {"after": after} if after else None
        messages: list[MessageSummary] = (
            await self.call("GET", f"/families/{family_id}/messages", bearer, query=query)
        ).body
        return messages

    async def message(self, bearer: str, family_id: str, message_id: str) -> Message:
        message: Message = (await self.call("GET", f"/families/{family_id}/messages/{message_id}", bearer)).body
        return message

    async def mark_read(self, bearer: str, family_id: str, message_id: str) -> None:
        await self.call("POST", f"/families/{family_id}/messages/{message_id}/reading", bearer)

    async def unread_count(self, bearer: str, family_id: str) -> int:
        unread: int = (await self.call("GET", f"/families/{family_id}/messages/unread-count", bearer)).body["unread"]
        return unread
